import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.identifiers.normalise import LONGEST_TYPED, LONGEST_USERNAME, normalise
from domain.identifiers.records import IdentifierKind
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret


def spelling(text):
    made = normalise(Secret(text))
    return made.kind, made.text.reveal()


def refusal(text):
    with pytest.raises(Refusal) as raised:
        normalise(Secret(text))
    assert raised.value.code == "invalid_identifier"
    assert raised.value.field == "identifier"
    return raised.value


class TestNormaliseUsernames:
    @pytest.mark.parametrize(
        "text",
        ["alice", "ALICE", "  Alice\n", "Ａｌｉｃｅ", "ⒶⓁⒾⒸⒺ", "ali\u200dce", "alice\ufe0f"],
    )
    def test_gives_one_spelling_to_all_ways_to_write_a_name(self, text):
        assert spelling(text) == (IdentifierKind.USERNAME, "alice")

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("straße", "STRASSE"),
            ("e\u0301lodie", "Élodie"),
            ("anna  maria", "Anna\u00a0Maria"),
            ("x٣", "X3"),
            ("ﬁona", "FIONA"),
        ],
    )
    def test_gives_one_spelling_to_two(self, one, other):
        assert spelling(one) == spelling(other)

    @pytest.mark.parametrize("text", ["алиса", "山田 太郎", "ゆき-san", "김철수", "νίκος", "عليّ", "नेहा", "a.b_c-d!"])  # fmt: skip
    def test_takes_names_of_every_script(self, text):
        assert spelling(text)[0] is IdentifierKind.USERNAME

    @pytest.mark.parametrize("text", ["аlice", "αlice", "pаypal", "алисa", "нο"])
    def test_refuses_letters_of_scripts_that_look_alike(self, text):
        assert refusal(text).params["problem"] == "mixed_scripts"

    @pytest.mark.parametrize("text", ["a\x00b", "a\u202eb", "a\u200bb", "a\nb", "\ud800", "\ue000", "a\u2028b"])  # fmt: skip
    def test_refuses_characters_that_cannot_be_seen(self, text):
        assert refusal(text).params["problem"] == "hidden"

    @pytest.mark.parametrize("text", ["", "   ", "\u200d", "\u3164"])
    def test_refuses_nothing(self, text):
        assert refusal(text).params["problem"] == "empty"

    def test_refuses_more_than_a_hundred_characters(self):
        assert spelling("a" * LONGEST_USERNAME)[1] == "a" * LONGEST_USERNAME
        assert refusal("a" * (LONGEST_USERNAME + 1)).params["problem"] == "too_long"
        assert refusal("a" * (LONGEST_TYPED + 1)).params["problem"] == "too_long"

    def test_refuses_a_text_that_does_not_settle(self, monkeypatch):
        monkeypatch.setattr("domain.identifiers.fold._ROUNDS", 0)
        assert refusal("alice").params["problem"] == "unsettled"
        assert refusal("alice@example.test").params["problem"] == "unsettled"


class TestNormaliseEmails:
    @pytest.mark.parametrize(
        "text",
        [
            "alice@example.test",
            " Alice@Example.TEST ",
            "ALICE＠example。test",
            "alice@example.test.",
            "ａlice@ｅxample.test",
        ],
    )
    def test_gives_one_spelling_to_all_ways_to_write_an_address(self, text):
        assert spelling(text) == (IdentifierKind.EMAIL, "alice@example.test")

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("a@MÜNCHEN.example", "a@münchen.example"),
            ("a@xn--mnchen-3ya.example", "a@münchen.example"),
            ("a@XN--MNCHEN-3YA.example", "a@münchen.example"),
            ("a@straße.example", "a@straße.example"),
            ("a@xn--strae-oqa.example", "a@straße.example"),
            ("a@intranet", "a@intranet"),
        ],
    )
    def test_knows_a_domain_in_both_of_its_forms(self, typed, kept):
        assert spelling(typed)[1] == kept

    def test_keeps_apart_what_may_be_two_mailboxes(self):
        texts = ["a.b@x.test", "ab@x.test", "ab+1@x.test", "ab@strasse.test", "ab@straße.test"]
        assert len({spelling(text) for text in texts}) == len(texts)

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("@x.test", "email_shape"),
            ("a b@x.test", "email_shape"),
            ("a@b@x.test", "email_shape"),
            ('"a"@x.test', "email_shape"),
            ("a" * 65 + "@x.test", "email_shape"),
            ("a@", "email_domain"),
            ("a@x..test", "email_domain"),
            ("a@-x.test", "email_domain"),
            ("a@x-.test", "email_domain"),
            ("a@x_y.test", "email_domain"),
            ("a@[127.0.0.1]", "email_domain"),
            ("a@\u0301x.test", "email_domain"),
            ("a@" + "x" * 64 + ".test", "email_domain"),
            ("a@" + ".".join(["x" * 60] * 5), "email_domain"),
            ("a@xn--x.test", "email_domain"),
            ("a@xn--abc-.test", "email_domain"),
            ("a@xn--\u00fc.test", "email_domain"),
        ],
    )
    def test_refuses_what_is_no_address(self, text, problem):
        assert refusal(text).params["problem"] == problem

    def test_refuses_a_domain_that_does_not_settle(self, monkeypatch):
        monkeypatch.setattr("domain.identifiers.email.lower", lambda _: None)
        assert refusal("a@x.test").params["problem"] == "email_domain"


class TestNormalisePhones:
    @pytest.mark.parametrize("text", ["+41791234567", "+41 79 123 45 67", "+41 (79) 123-45.67", "＋41/79/1234567", "+٤١٧٩١٢٣٤٥٦٧"])  # fmt: skip
    def test_gives_one_spelling_to_all_ways_to_write_a_number(self, text):
        assert spelling(text) == (IdentifierKind.PHONE, "+41791234567")

    @pytest.mark.parametrize("text", ["0791234567", "2024", "12-34", "+0123456789", "+123456", "+" + "1" * 16, "+alice", "+"])  # fmt: skip
    def test_refuses_what_has_the_shape_but_is_no_number(self, text):
        assert refusal(text).params["problem"] == "phone_shape"


class TestNormaliseAnything:
    @given(st.text(max_size=60))
    def test_changes_nothing_the_second_time(self, text):
        try:
            once = spelling(text)
        except Refusal:
            return
        assert spelling(once[1]) == once

    @given(st.text(alphabet=st.characters(categories=("L", "N", "M")), min_size=1, max_size=30))
    def test_gives_one_spelling_whatever_the_case_and_form(self, text):
        try:
            once = spelling(text)
        except Refusal:
            assume(False)
        for form in ("NFC", "NFD", "NFKC", "NFKD"):
            assert spelling(unicodedata.normalize(form, text)) == once
        assert spelling(text.casefold()) == once
        assert spelling(f" {text}\t") == once

    @given(st.text(min_size=9, max_size=500))
    def test_never_repeats_what_was_typed(self, text):
        try:
            said = repr(normalise(Secret(text)))
        except Refusal as refused:
            said = f"{refused!r}{refused.sentence()}{refused.params}"
        assert text not in said
