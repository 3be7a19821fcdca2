"""What a tenant may say in its own words."""

import pytest

from app.runtime.powers.sentences import HostedSentences
from domain.kernel.errors import CONFLICT, FORBIDDEN, INVALID_INPUT, Refusal
from domain.tenants.own_texts import ChangeTexts, change_texts, languages, own_texts
from domain.tenants.texts import LONGEST_TEXT, MOST_LANGUAGES, TEXT_LOCKED, Lock, values_of
from tests.support.ground import an_operator

SENTENCES = HostedSentences()
VALUED = "New here? You need an invitation from {tenant}."
SHARED = "{client} asks your leave"


@pytest.fixture
def acme(ground):
    return ground.settle(slug="acme")


def change(ground, language="de", seen=None, actor=None, **texts):
    request = ChangeTexts(language, texts.pop("texts", texts), seen)
    more = {"actor": actor} if actor else {}
    return ground.do(change_texts, request, tenant="acme", sentences=SENTENCES, **more)


def standing(ground):
    found = ground.do(own_texts, tenant="acme")
    return {tag: dict(texts) for tag, texts in found.items()}


class TestChangeTexts:
    def test_says_something_else_and_tells_how_many(self, ground, acme):
        assert change(ground, texts={"Sign in": "Hinein", VALUED: "Nur mit {tenant}"}) == 2
        assert standing(ground) == {"de": {"Sign in": "Hinein", VALUED: "Nur mit {tenant}"}}
        (line,) = ground.told("acme", "tenant.texts_changed")
        assert (line.facts["language"], line.facts["sentences"]) == ("de", 2)

    def test_says_ours_again(self, ground, acme):
        change(ground, texts={"Sign in": "Hinein"})
        assert change(ground, texts={"Sign in": None, "Go on": None}) == 1
        assert standing(ground) == {}

    def test_tells_nothing_when_nothing_differs(self, ground, acme):
        change(ground, texts={"Sign in": "Hinein"})
        assert change(ground, texts={"Sign in": "Hinein"}) == 0
        assert len(ground.told("acme", "tenant.texts_changed")) == 1

    @pytest.mark.parametrize(
        "text", ["", " ", "x" * (LONGEST_TEXT + 1), "two\nlines", "a\x00b", "right\u202eleft"]
    )
    def test_refuses_what_is_no_text(self, ground, acme, text):
        with pytest.raises(Refusal) as told:
            change(ground, texts={"Sign in": text})
        assert told.value.kind is INVALID_INPUT

    @pytest.mark.parametrize(
        "text",
        [
            "No value",
            "{tenant} and {client}",
            "{client}",
            "{tenant.__class__}",
            "{tenant[0]}",
            "{tenant!r}",
            "{tenant:>99999}",
            "{tenant",
            "tenant}",
            "{{tenant}}",
            "{} {tenant}",
            "{0} {tenant}",
        ],
    )
    def test_refuses_other_values_than_the_sentence_has(self, ground, acme, text):
        with pytest.raises(Refusal) as told:
            change(ground, texts={VALUED: text})
        assert (told.value.kind, told.value.field) == (INVALID_INPUT, "texts")

    def test_refuses_a_sentence_we_do_not_say(self, ground, acme):
        with pytest.raises(Refusal, match="invalid_input"):
            change(ground, texts={"Nobody says this": "Niemand"})

    @pytest.mark.parametrize("language", ["en", "de", "en-US", "de-CH", "EN", "En-gb"])
    def test_refuses_to_reword_what_is_shared(self, ground, acme, language):
        with pytest.raises(Refusal) as told:
            change(ground, language, texts={SHARED: "{client} will nur spielen"})
        assert told.value.kind is TEXT_LOCKED

    def test_translates_what_is_shared_into_a_language_we_do_not_ship(self, ground, acme):
        assert change(ground, "fr", texts={SHARED: "{client} vous demande la permission"}) == 1

    @pytest.mark.parametrize("language", ["", "x", "de_DE", "deutsch und so", "../de"])
    def test_refuses_what_is_no_language(self, ground, acme, language):
        with pytest.raises(Refusal, match="invalid_input"):
            change(ground, language, texts={"Sign in": "Hinein"})

    def test_refuses_more_languages_than_a_tenant_speaks(self, ground, acme):
        for number in range(MOST_LANGUAGES - len(SENTENCES.languages)):
            change(ground, f"x{chr(97 + number)}", texts={"Sign in": "Hinein"})
        with pytest.raises(Refusal, match="invalid_input"):
            change(ground, "fr", texts={"Sign in": "Entrer"})
        assert change(ground, "de", texts={"Sign in": "Hinein"}) == 1

    def test_refuses_what_somebody_else_changed_meanwhile(self, ground, acme):
        change(ground, texts={"Sign in": "Eins"})
        with pytest.raises(Refusal) as told:
            change(ground, seen={}, texts={"Sign in": "Zwei"})
        assert told.value.kind is CONFLICT
        assert change(ground, seen={"Sign in": "Eins"}, texts={"Sign in": "Zwei"}) == 1

    def test_refuses_an_operator_who_may_not(self, ground, acme):
        with pytest.raises(Refusal) as told:
            change(ground, actor=an_operator("tenants.read"), texts={"Sign in": "x"})
        assert told.value.kind is FORBIDDEN


class TestLanguages:
    def test_tell_what_is_missing(self, ground, acme):
        change(ground, "fr", texts={"Sign in": "Entrer"})
        change(ground, "de", texts={"Sign in": "Hinein"})
        found = {
            each.tag: each for each in ground.do(languages, tenant="acme", sentences=SENTENCES)
        }
        assert list(found) == ["en", "de", "fr"]
        assert (found["en"].missing, found["de"].missing) == (0, 0)
        assert (found["de"].own, found["de"].ours) == (1, True)
        assert (found["fr"].own, found["fr"].ours) == (1, False)
        assert found["fr"].missing == len(SENTENCES.all()) - 1

    def test_tell_what_is_left_over_of_an_older_version(self, ground, acme):
        ground.write(
            lambda work: work.texts.put("de", "An old sentence", "Alt", work.now), tenant="acme"
        )
        found = ground.do(languages, tenant="acme", sentences=SENTENCES)
        assert [each.left_over for each in found] == [0, 1]


class TestSentences:
    def test_are_all_that_the_pages_say_and_each_has_a_page(self):
        assert all(each.pages for each in SENTENCES.all().values())
        assert all(set(each.shipped) == {"de"} for each in SENTENCES.all().values())

    def test_what_is_shared_is_locked_and_so_is_what_must_be_equal(self):
        locks = {source: each.lock for source, each in SENTENCES.all().items() if each.lock}
        assert locks[SHARED] is locks["Allow"] is locks["Refuse"] is Lock.SHARED
        assert locks["Name and password do not belong together."] is Lock.EQUAL
        assert locks["delete"] is Lock.TYPED
        assert "Sign in" not in locks

    def test_have_values_that_can_be_named(self):
        assert all(values_of(source) is not None for source in SENTENCES.all())
