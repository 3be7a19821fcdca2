"""One language as a person reads it: sentences, plurals, dates, times, units.

The sentences themselves come from ``app.runtime.words``; here they get the company of
dates and spans, which a hosted page writes out in words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time

from app.runtime.words import Dictionary, filled
from app.runtime.words import Words as Sentences

LANGUAGES: Final[dict[str, str]] = {"en": "English", "de": "Deutsch"}
"""Shipped languages, each with its own name; the first is the language of the source."""

FALLBACK: Final = "en"

# Which country's dates a language is written with, and how a day with a time looks in it.
_CONVENTIONS: Final[dict[str, str]] = {"en": "en_GB", "de": "de_DE"}
_MOMENT: Final[dict[str, str]] = {"en": "d MMMM y, HH:mm", "de": "d. MMMM y, HH:mm"}

_PLAIN_MOMENT: Final = "d MMMM y, HH:mm"

OURS: Final[Mapping[str, str]] = MappingProxyType({})
"""The own texts of a tenant that has none."""

FOLDER: Final = Path(__file__).parent
"""Where ``<language>.po`` lies."""

FAMILIAR: Final = FOLDER / "familiar"
"""Where ``<language>.po`` says what differs between people who are on first-name terms."""


@dataclass(frozen=True, slots=True)
class Words:
    """One language.

    Attributes:
        locale: One of ``LANGUAGES``, or a tag the tenant added.
        sentences: The catalogue.
        conventions: How dates and units are written.
        own: What the tenant says in place of our sentences.
    """

    locale: str
    sentences: Sentences
    conventions: Locale
    own: Mapping[str, str] = field(default_factory=lambda: OURS)

    def text(self, sentence: str, /, **values: str | int) -> str:
        """Say an English sentence in this language, its ``{values}`` filled in.

        A sentence the catalogue does not know passes through: it is the tenant's own.
        """
        said = self.own.get(sentence)
        if said is None:
            # gettext answers the empty sentence with the catalogue's head.
            return self.sentences(sentence, **values) if sentence else ""
        return filled(said, values, around=self.direction) if values else said

    def form(self, one: str, many: str, n: int) -> str:
        """Return the sentence for a number, its values still to be filled in.

        A tenant's own words have two forms, whatever its language.
        """
        asked = one if self.conventions.plural_form(n) == "one" else many
        return self.own.get(asked) or self.sentences.catalogue.ngettext(one, many, n)

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return self.conventions.text_direction

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
        written = format_datetime(
            local, _MOMENT.get(self.locale, _PLAIN_MOMENT), locale=self.conventions
        )
        return f"{written} {local.tzname()}"


def words(locale: str, own: Mapping[str, str] = OURS, *, familiar: bool = False) -> Words:
    """Open a language.

    Args:
        locale: One of ``LANGUAGES``, or a tag the tenant added; anything else gives the
            fallback.
        own: What the tenant says in this language in place of our sentences.
        familiar: Whether it says *du* where it has such a word.

    Returns:
        The words of that language; what is missing in it is said in the nearest of ours.
    """
    if not own:
        return _ours(locale if locale in LANGUAGES else FALLBACK, familiar=familiar)
    return replace(_ours(locale, familiar=familiar), own=own)


@cache
def _ours(locale: str, *, familiar: bool) -> Words:
    sentences = _dictionary().words([locale])
    near = _familiar(sentences.language) if familiar else sentences
    return Words(locale, near, _conventions(locale))


@cache
def _familiar(language: str) -> Sentences:
    """Return our sentences as people on first-name terms say them; the rest as usual."""
    usual, near = _dictionary().words([language]), Dictionary(FAMILIAR).words([language])
    if near.language != language or language == FALLBACK:
        return usual
    near.catalogue.add_fallback(usual.catalogue)
    return near


def _conventions(locale: str) -> Locale:
    try:
        return Locale.parse(_CONVENTIONS.get(locale, locale.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_CONVENTIONS[FALLBACK])


@cache
def language_name(locale: str) -> str:
    """Return a language's own name for itself: "Deutsch", "français"."""
    named = LANGUAGES.get(locale)
    if named is None:
        conventions = _conventions(locale)
        shown = conventions.get_display_name(conventions) or locale
        known = conventions.language == locale.replace("-", "_").partition("_")[0].lower()
        named = shown[:1].upper() + shown[1:] if known else locale
    return named


@cache
def _dictionary() -> Dictionary:
    return Dictionary(FOLDER)


def say(sentence: str, /) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown."""
    return sentence
