"""What a tenant may say in its own words on the hosted pages, and what it may not.

A text stands in place of one of our English sentences, in one language. It is plain text: whoever
shows it escapes it. The values a sentence needs stay; what is shared stays in our words.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, Protocol

from domain.kernel.errors import Reason, Refusal, invalid, kind
from domain.kernel.seen import is_blank
from domain.tenants.rules import check_locale

Texts = Mapping[str, Mapping[str, str]]
"""A tenant's own texts: by language, then by our English sentence."""

LONGEST_TEXT: Final = 600
"""Letters; twice our longest sentence, so that a page stays a page."""
MOST_LANGUAGES: Final = 12

_NAME: Final = re.compile(r"[a-z_]+")

TEXT_LOCKED = kind(
    "text_locked",
    "This sentence stays in our words: {why}",
    "Leave it out; in a language we do not ship it can be translated.",
    status=409,
)


class Lock(StrEnum):
    """Why a sentence keeps our wording in the languages we ship."""

    SHARED = "shared"
    EQUAL = "equal"
    TYPED = "typed"


WHY_LOCKED: Final[Mapping[Lock, str]] = {
    Lock.SHARED: Reason("it tells a person what is shared, for how long and with whom."),
    Lock.EQUAL: Reason("it is the same for names we know and names we do not."),
    Lock.TYPED: Reason("people type this word, and we compare it."),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of our sentences.

    Args:
        source: in English; the key of whatever stands in its place.
        pages: where it is said, such as `identify`.
        shipped: our own translations, by language.
        lock: why it keeps our wording; None where a tenant may choose its own.
        familiar: our translations for people on first-name terms, where they differ.
    """

    source: str
    pages: tuple[str, ...]
    shipped: Mapping[str, str]
    lock: Lock | None = None
    familiar: Mapping[str, str] = field(default_factory=dict)

    def spoken(self, *, familiar: bool) -> Sentence:
        """Return it as a tenant says it that is on first-name terms with people, or is not."""
        return replace(self, shipped={**self.shipped, **self.familiar}) if familiar else self


class Sentences(Protocol):
    """Every sentence the hosted pages can say, in the order of the pages."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages we ship, English first."""
        ...

    def all(self) -> Mapping[str, Sentence]:
        """Return the sentences by their English."""
        ...


def check_text(
    sentences: Sentences, language: str, source: str, text: str, *, field: str = "text"
) -> None:
    """Go on only with a text that may stand in place of this sentence.

    Args:
        language: what it is written in.
        source: our sentence.
        text: what is to be said.
        field: how the caller calls the text.

    Refuses:
        invalid_input: we say no such sentence; or the text is empty, too long, has characters
            that do not print, or lacks or adds a value in braces.
        text_locked: this sentence keeps our wording in the languages we ship.
    """
    known = sentences.all().get(source)
    if known is None:
        raise invalid(field, "the hosted pages say no such sentence.")
    if known.lock is not None and is_locked(sentences, known, language):
        raise Refusal(TEXT_LOCKED, field=field, why=WHY_LOCKED[known.lock])
    if is_blank(text) or len(text) > LONGEST_TEXT or not text.isprintable():
        raise invalid(
            field, "write 1 to {most} printable characters, on one line.", most=LONGEST_TEXT
        )
    _check_values(source, text, field)


def is_locked(sentences: Sentences, sentence: Sentence, language: str) -> bool:
    """Tell whether a sentence keeps our wording: who reads en-US reads our English too."""
    ours = language.partition("-")[0].lower() in sentences.languages
    return sentence.lock is not None and ours


def check_language(sentences: Sentences, standing: Texts, language: str) -> None:
    """Go on only with a language that is ours, the tenant's already, or one it may add.

    Refuses:
        invalid_input: it is no language tag, or there are too many.
    """
    check_locale(language, field="language")
    known = {*sentences.languages, *standing}
    if language not in known and len(known) >= MOST_LANGUAGES:
        raise invalid("language", "a tenant speaks {most} languages at most.", most=MOST_LANGUAGES)


def values_of(text: str) -> frozenset[str] | None:
    """Return the names in braces, or None where the braces do not close or hold more than a name.

    More than a name would reach into what is filled in.
    """
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return None
    if "{{" in text or "}}" in text:
        return None
    names = {name for _, name, _, _ in parts if name is not None}
    plain = all(not spec and not turn for _, name, spec, turn in parts if name is not None)
    return frozenset(names) if plain and all(map(_NAME.fullmatch, names)) else None


def _check_values(source: str, text: str, field: str) -> None:
    asked, told = values_of(source) or frozenset(), values_of(text)
    if told is None:
        raise invalid(field, "a brace stands around the name of a value and nowhere else.")
    if asked != told:
        if not asked:
            raise invalid(field, "it has no value to name: nothing stands in braces.")
        wanted = ", ".join(f"{{{name}}}" for name in sorted(asked))
        raise invalid(field, "it has to name {values}, and nothing else in braces.", values=wanted)
