import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.factors.lists import breached, common
from domain.factors.rules import MOST_BYTES, check_password, prepared
from domain.factors.weight import weight
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret

OWN = ("alice@example.test", "ACME")


def verdict(text, least=15, forbidden=OWN):
    try:
        check_password(Secret(text), least=least, forbidden=forbidden)
    except Refusal as refused:
        return refused.code
    return "fine"


class TestPrepared:
    def test_gives_one_password_to_two_keyboards(self):
        assert prepared(Secret("e\u0301\u00a0x")) == prepared(Secret("\u00e9 x"))

    def test_keeps_apart_what_is_not_the_same_letter(self):
        texts = ["a", "A", "\uff41", "\u00df", "ss", " a", "a ", "a\x00", "a\x00b", "\ud800"]
        assert len({prepared(Secret(text)) for text in texts}) == len(texts)

    @given(st.text())
    def test_changes_nothing_the_second_time(self, text):
        once = prepared(Secret(text))
        assert prepared(Secret(once.decode("utf-8", "surrogatepass"))) == once


class TestCheckPassword:
    @pytest.mark.parametrize(
        "text",
        [
            "correct horse battery staple",
            "a sandbox passphrase for alice",
            "a sandbox passphrase for bob",
            "a sandbox passphrase for carol",
            "xK9#mQ2$vL7@pR4",
            "my dog eats purple shoes",
            "ein langer deutscher Satz",
            "四十二只猫在屋顶上唱歌给月亮听呢",
            "\U0001f600\U0001f98a night train, 3 oranges",
            "with a NUL \x00 in the midst",
        ],
    )
    def test_takes_any_long_text_of_any_script(self, text):
        assert verdict(text) == "fine"

    def test_refuses_fewer_characters_than_the_tenant_wants(self):
        assert verdict("xK9#mQ2$vL7@pR") == "password_too_short"
        with pytest.raises(Refusal) as raised:
            check_password(Secret("short"), least=15, forbidden=())
        assert raised.value.sentence() == (
            "The password is too short: it needs 15 characters or more."
        )
        assert raised.value.field == "password"

    def test_takes_eight_beside_another_factor(self):
        assert verdict("xK9#mQ2$", least=8) == "fine"
        assert verdict("xK9#mQ2", least=8) == "password_too_short"

    def test_counts_characters_and_not_bytes(self):
        assert verdict("ä" * 14) == "password_too_short"
        assert verdict("e\u0301" * 14) == "password_too_short"

    def test_refuses_more_than_a_kilobyte(self):
        text = "correct horse battery staple, "
        assert verdict((text * 40)[:MOST_BYTES]) == "fine"
        assert verdict((text * 40)[: MOST_BYTES + 1]) == "password_too_long"
        assert verdict("correct horse " + "ü" * (MOST_BYTES // 2)) == "password_too_long"

    @pytest.mark.parametrize(
        "text",
        ["1q2w3e4r5t6y7u8i9o", "thequickbrownfox", "THEQUICKBROWNFOX", "leonidas2101800", "Makrobiotik2000"],
    )  # fmt: skip
    def test_refuses_what_was_found_in_breaches(self, text):
        assert text.casefold() in breached()
        assert verdict(text) == "password_common"

    @pytest.mark.parametrize("text", ["password", "iloveyou1", "football", "P@ssw0rd"])
    def test_refuses_what_many_choose(self, text):
        assert text.casefold() in common()
        assert verdict(text, least=8) == "password_common"

    @pytest.mark.parametrize(
        "text",
        [
            "aaaaaaaaaaaaaaaaaaaa",
            "abababababababababab",
            "password password password",
            "123456789012345678",
            "qwertyuiopasdfghjkl",
            "1qaz2wsx3edc4rfv",
            "zyxwvutsrqponmlk",
            "P@ssw0rdP@ssw0rd1!",
            "johnsmith19850412",
            "michael31.12.1999",
            "密码密码密码密码密码密码密码密码",
            "a" * MOST_BYTES,
        ],
    )
    def test_refuses_what_is_put_together_from_few_known_pieces(self, text):
        assert verdict(text) == "password_common"

    @pytest.mark.parametrize(
        "text",
        ["alice@example.test", "ALICE-EXAMPLE-TEST", "acme.example.test.1"],
    )
    def test_refuses_little_more_than_the_name(self, text):
        assert verdict(text, forbidden=()) in {"fine", "password_common"}
        assert verdict(text) in {"password_is_name", "password_common"}

    def test_tells_the_name_from_what_is_common(self):
        own = ("glimblefurt@thistledown.test",)
        assert verdict("glimblefurt-thistledown", forbidden=own) == "password_is_name"
        assert verdict("glimblefurt-thistledown", forbidden=()) == "fine"

    def test_takes_a_sentence_in_which_the_name_occurs(self):
        assert verdict("alice has left the old boathouse") == "fine"

    def test_minds_no_short_word_of_the_place(self):
        assert verdict("to be or xK9#mQ2$vL7", forbidden=("be", "or")) == "fine"

    @given(st.text(min_size=4, max_size=40))
    def test_never_repeats_the_password(self, text):
        try:
            check_password(Secret(text), least=8, forbidden=(text,))
        except Refusal as refused:
            said = f"{refused!r} {refused.params}"
            assert text not in said or text in "password_too_short least"


class TestWeight:
    def test_of_nothing_is_nothing(self):
        assert weight("") == 0

    @given(st.text(max_size=60))
    def test_is_never_more_than_the_letters(self, text):
        assert weight(text) <= len(text)

    @given(st.text(max_size=30), st.text(max_size=10))
    def test_does_not_grow_by_saying_it_again(self, text, more):
        assert weight(text + text) <= weight(text) + max(1, min(len(text), 2))
        assert weight(text + more) <= weight(text) + len(more)

    def test_counts_dates_and_numbers_lightly(self):
        assert weight("1985") == weight("19850412") == weight("12.04.1985") == 2
        assert weight("48") == 1
        assert weight("739164") == 3


class TestLists:
    def test_hold_what_their_page_says(self):
        assert (len(breached()), len(common())) == (337_324, 52_459)

    @pytest.mark.parametrize("made", [breached, common])
    def test_are_sorted_and_whole(self, made):
        shelf = made()
        assert len(shelf.raw) % shelf.size == 0
        rows = [shelf.raw[n : n + shelf.size] for n in range(0, len(shelf.raw), shelf.size)]
        assert rows == sorted(set(rows))

    def test_do_not_hold_everything(self):
        assert "correct horse battery staple, twice" not in breached()
        assert "" not in common()
