import re
from datetime import UTC, datetime

import pytest
from babel.messages.pofile import read_po

from app.hosted.words import FOLDER, LANGUAGES, language_name, words
from app.hosted.words.catalogue import FAMILIAR
from tests.app.hosted.sentences import said, written

NOON = datetime(2026, 12, 18, 14, 40, tzinfo=UTC)
TRANSLATED = [locale for locale in LANGUAGES if locale != "en"]


def key(sentence):
    return sentence if isinstance(sentence, str) else sentence[0]


def forms(sentence):
    return (sentence,) if isinstance(sentence, str) else tuple(sentence)


def values(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("locale", TRANSLATED)
class TestCatalogue:
    def test_lacks_no_sentence(self, locale):
        catalogue = written(locale)
        lacking = [
            sentence
            for sentence in said()
            if not (known := catalogue.get(key(sentence))) or not all(forms(known.string))
        ]
        assert lacking == []

    def test_has_no_sentence_that_nobody_says(self, locale):
        ours = {key(sentence) for sentence in said()}
        assert {key(message.id) for message in written(locale) if message.id} - ours == set()

    def test_fills_in_the_same_values(self, locale):
        for message in written(locale):
            if message.id:
                asked = values(" ".join(forms(message.id)))
                told = values(" ".join(forms(message.string)))
                assert told == asked, message.id

    def test_nothing_is_fuzzy(self, locale):
        assert [message.id for message in written(locale) if message.id and message.fuzzy] == []

    def test_speaks_without_shouting_or_haste(self, locale):
        for message in written(locale):
            if message.id:
                assert "!" not in "".join(forms(message.string)), message.id


FORMAL = re.compile(r"\b(Sie|Ihr|Ihre|Ihren|Ihrem|Ihrer|Ihres|Ihnen|Sich)\b")


class TestFamiliar:
    """German by du: every sentence that addresses a person, and no other."""

    def sentences(self):
        with (FAMILIAR / "de.po").open("rb") as source:
            return {key(each.id): each for each in read_po(source, locale="de") if each.id}

    def test_says_du_wherever_the_usual_catalogue_says_sie(self):
        formal = {
            key(each.id)
            for each in written("de")
            if each.id and FORMAL.search(" ".join(forms(each.string)))
        }
        assert set(self.sentences()) == formal

    def test_never_says_sie_and_fills_in_the_same_values(self):
        usual = {key(each.id): each for each in written("de") if each.id}
        for source, each in self.sentences().items():
            assert not FORMAL.search(" ".join(forms(each.string))), source
            assert forms(each.id) == forms(usual[source].id)
            for near, far in zip(forms(each.string), forms(usual[source].string), strict=True):
                assert values(near) == values(far), source

    def test_is_spoken_with_the_rest_of_the_language(self):
        near = words("de", familiar=True)
        assert near.text("Your account") == "Dein Konto"
        assert near.text("Go on") == words("de").text("Go on")
        assert near.form("One application has your leave.", "", 1).endswith("deine Erlaubnis.")
        assert words("de", {"Your account": "Konto"}, familiar=True).text("Your account") == "Konto"
        assert words("en", familiar=True).text("Your account") == "Your account"


class TestEndOfAccess:
    """Tokens that an application checks itself live ten minutes on: whoever ends leave reads it."""

    def told(self):
        """Return what is said when access ends: after withdrawing, and before an erasure."""
        return [
            each
            for each in said()
            if re.search(r"^(Withdrawn|Your leave is withdrawn)|loses its access", key(each))
        ]

    def test_is_at_once_and_in_ten_minutes_at_the_latest(self):
        assert len(self.told()) == 4
        for each in self.told():
            for form in forms(each):
                assert "at once, in 10 minutes at the latest" in form

    @pytest.mark.parametrize("familiar", [False, True])
    def test_is_the_same_in_german(self, familiar):
        tongue = words("de", familiar=familiar)
        for each in self.told():
            one, many = forms(each) if isinstance(each, tuple) else (each, "")
            shown = [tongue.form(one, many, n) for n in (1, 2)] if many else [tongue.text(one)]
            for text in shown:
                assert "sofort, spätestens in 10 Minuten" in text


class TestWords:
    def test_every_language_but_the_source_has_a_catalogue(self):
        assert sorted(path.stem for path in FOLDER.glob("*.po")) == TRANSLATED

    def test_an_unknown_language_is_the_fallback(self):
        assert words("xx") is words("en")

    def test_writes_days_and_times_as_each_language_does(self):
        english, german = words("en"), words("de")
        assert (english.date(NOON, UTC), german.date(NOON, UTC)) == (
            "18 December 2026",
            "18. Dezember 2026",
        )
        assert (english.clock(NOON, UTC), german.clock(NOON, UTC)) == ("14:40 UTC", "14:40 UTC")
        assert english.moment(NOON, UTC) == "18 December 2026, 14:40 UTC"
        assert german.month(NOON, UTC) == "Dezember 2026"

    def test_a_tenants_own_text_passes_through(self):
        assert words("de").text("See your {orders}") == "See your {orders}"

    def test_nothing_stays_nothing(self):
        assert words("de").text("") == ""


class TestOwnWords:
    def test_stand_in_place_of_ours(self):
        mine = words("de", {"Sign in": "Hinein"})
        assert (mine.text("Sign in"), mine.text("Go on")) == ("Hinein", words("de").text("Go on"))

    def test_fill_in_values_and_forms(self):
        mine = words("en", {"One browser": "Just one", "{n} browsers": "{n} of them"})
        assert mine.form("One browser", "{n} browsers", 1) == "Just one"
        assert mine.form("One browser", "{n} browsers", 3) == "{n} of them"
        assert words("de").form("One browser", "{n} browsers", 3) == "{n} Browser"

    def test_a_language_we_do_not_ship_is_the_tenants_with_its_own_dates(self):
        french = words("fr", {"Sign in": "Entrer"})
        assert (french.text("Sign in"), french.text("Go on")) == ("Entrer", "Go on")
        assert french.date(NOON, UTC) == "18 décembre 2026"
        assert french.moment(NOON, UTC) == "18 décembre 2026, 14:40 UTC"

    def test_a_kind_of_german_falls_back_on_german(self):
        swiss = words("de-CH", {"Sign in": "Grüezi"})
        assert swiss.text("Go on") == words("de").text("Go on")

    def test_a_language_nobody_knows_is_written_as_english_is(self):
        assert words("xx", {"Sign in": "Blub"}).date(NOON, UTC) == "18 December 2026"

    def test_a_language_is_named_by_itself(self):
        names = [language_name(tag) for tag in ("en", "de", "fr", "de-CH", "xx")]
        assert names == ["English", "Deutsch", "Français", "Deutsch (Schweiz)", "xx"]

    def test_hebrew_runs_the_other_way(self):
        assert words("he", {"Sign in": "כניסה"}).direction == "rtl"
        assert words("de").direction == "ltr"
