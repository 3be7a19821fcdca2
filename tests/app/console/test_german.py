"""What German readers are told in German: browsers, days, spans, kinds."""

from datetime import timedelta

import pytest

from app.console.mount import _WORDS as WORDS
from app.console.pages.expiring_calendar import first_written
from app.console.pages.jobs import took
from app.console.parts.browsers import browser_in
from app.console.parts.palettes import Palette
from app.console.sentences import sentence
from app.runtime.words import Dictionary
from domain.kernel.run_book import JobRun
from tests.support.clock import START
from tests.support.factories import an_audit_event

ENGLISH, GERMAN = (Dictionary(WORDS).words([each]) for each in ("en", "de"))


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Chrome on Linux", "Chrome unter Linux"),
        ("Firefox", "Firefox"),
        ("", "unbekannter Browser"),
    ],
)
def test_a_browser_is_named_in_the_readers_language(label, said):
    assert browser_in(GERMAN, label) == said
    assert browser_in(ENGLISH, label) == (label or "unknown browser")


def test_the_first_day_of_a_month_is_written_as_the_language_does():
    day = START.date().replace(month=11, day=22)
    assert first_written(GERMAN, day) == "22. Nov."
    assert first_written(ENGLISH, day) == "22 Nov"


def test_how_long_a_run_took_has_the_languages_own_comma():
    run = JobRun("tidy", START, "x", START, START + timedelta(seconds=1.25))
    assert took(ENGLISH, run) == "1.2 s"
    assert took(GERMAN, run) == "1,2 s"


def test_a_kind_of_identifier_is_named_in_the_readers_language():
    line = an_audit_event(name="identifier.claimed", facts={"kind": "username"})
    assert "(Benutzername)" in sentence(GERMAN, line)
    assert "(username)" in sentence(ENGLISH, line)


class TestQuotationMarks:
    def test_of_what_was_typed_are_those_of_the_language(self, window):
        told = Palette(GERMAN, [], None, None).props["words"]["exact"]
        assert told == "Ein Konto mit genau der Kennung „{typed}“"

    def test_of_what_somebody_wrote_stand_in_no_page_as_they_are(self):
        pages = (WORDS.parent / "pages").glob("*.py")
        fixed = [each.name for each in pages if 'f"“' in each.read_text(encoding="utf-8")]
        assert fixed == []
        assert GERMAN("“{said}”", said="Station 2") == "„Station 2“"
