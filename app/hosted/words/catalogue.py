"""One language as a person reads it: sentences, plurals, dates, times, units.

The sentences themselves come from ``app.runtime.words``; here they get the company of
dates and spans, which a hosted page writes out in words.
"""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.dates import format_date, format_datetime, format_time

from app.runtime.words import Dictionary
from app.runtime.words import Words as Sentences

LANGUAGES: Final[dict[str, str]] = {"en": "English", "de": "Deutsch"}
"""Shipped languages, each with its own name; the first is the language of the source."""

FALLBACK: Final = "en"

# Which country's dates a language is written with, and how a day with a time looks in it.
_CONVENTIONS: Final[dict[str, str]] = {"en": "en_GB", "de": "de_DE"}
_MOMENT: Final[dict[str, str]] = {"en": "d MMMM y, HH:mm", "de": "d. MMMM y, HH:mm"}

FOLDER: Final = Path(__file__).parent
"""Where ``<language>.po`` lies."""


@dataclass(frozen=True, slots=True)
class Words:
    """One language.

    Attributes:
        locale: One of ``LANGUAGES``.
        sentences: The catalogue.
        conventions: How dates and units are written.
    """

    locale: str
    sentences: Sentences
    conventions: Locale

    def text(self, sentence: str, /, **values: str | int) -> str:
        """Say an English sentence in this language, its ``{values}`` filled in.

        A sentence the catalogue does not know passes through: it is the tenant's own.
        """
        # gettext answers the empty sentence with the catalogue's head.
        return self.sentences(sentence, **values) if sentence else ""

    def date(self, moment: datetime, zone: tzinfo) -> str:
        """Write a day in words: "18 December 2026"."""
        return format_date(moment.astimezone(zone), format="long", locale=self.conventions)

    def month(self, moment: datetime, zone: tzinfo) -> str:
        """Write a month and its year: "March 2025"."""
        return format_date(moment.astimezone(zone), "MMMM y", locale=self.conventions)

    def clock(self, moment: datetime, zone: tzinfo) -> str:
        """Write a time of day with its zone: "14:40 UTC"."""
        local = moment.astimezone(zone)
        return f"{format_time(local, 'HH:mm', locale=self.conventions)} {local.tzname()}"

    def moment(self, moment: datetime, zone: tzinfo) -> str:
        """Write a day and a time: "18 November 2026, 10:12 UTC"."""
        local = moment.astimezone(zone)
        written = format_datetime(local, _MOMENT[self.locale], locale=self.conventions)
        return f"{written} {local.tzname()}"


@cache
def words(locale: str) -> Words:
    """Open a language, once.

    Args:
        locale: One of ``LANGUAGES``; anything else gives the fallback.

    Returns:
        The words of that language.
    """
    if locale not in LANGUAGES:
        return words(FALLBACK)
    return Words(locale, _dictionary().words([locale]), Locale.parse(_CONVENTIONS[locale]))


@cache
def _dictionary() -> Dictionary:
    return Dictionary(FOLDER)


def say(sentence: str, /) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown."""
    return sentence
