"""Every sentence the hosted pages can say: read from the catalogue that lies beside them.

The pages' own door reads the same catalogue to speak; here it is a list, for those who change it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from babel.messages.pofile import read_po

from app.runtime.words import SOURCE_LANGUAGE
from domain.tenants.texts import Lock, Sentence

if TYPE_CHECKING:
    from babel.messages.catalog import Message

FOLDER: Final = Path(__file__).parents[2] / "hosted" / "words"
FAMILIAR: Final = "familiar"
"""Folder in it of what is said otherwise to people on first-name terms."""

_SHARED: Final = frozenset({"consent", "standard scopes"})
"""Pages whose every sentence says what is shared."""
_LOCKED: Final[Mapping[str, Lock]] = {
    **dict.fromkeys(
        (
            "Once",
            "Until withdrawn",
            "“Once” is for this sign-in alone.",
            "“Until withdrawn” ends after {span} at most.",
            "“Until withdrawn” is asked again after 12 months.",
            "Used to recognise you, then sealed. We keep no copy.",
            "What this page asks for has changed since it was shown. Read it again and decide.",
        ),
        Lock.SHARED,
    ),
    **dict.fromkeys(
        (
            "Name and password do not belong together.",
            "Too many tries. You can go on at {at}.",
            "Too many tries",
            "This link was used already, or its time has run out.",
        ),
        Lock.EQUAL,
    ),
    "delete": Lock.TYPED,
}
_ELSEWHERE: Final = {"_parts": "every form", "base": "every page", "phrases": "several pages"}


class HostedSentences:
    """The sentences, read when they are first asked for.

    Args:
        folder: where `<language>.po` lies for each language but the source.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        """Remember the folder; nothing is read."""
        self._folder = folder

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages we ship, English first."""
        found = sorted(path.name.partition(".")[0] for path in self._folder.glob("*.po"))
        return (SOURCE_LANGUAGE, *dict.fromkeys(found))

    def all(self) -> Mapping[str, Sentence]:
        """Return the sentences by their English, in the order of the pages."""
        return self._all

    @cached_property
    def _all(self) -> Mapping[str, Sentence]:
        shipped: dict[str, dict[str, str]] = {}
        pages: dict[str, tuple[str, ...]] = {}
        for language, message in _messages(self._folder):
            for source, said in _forms(message):
                shipped.setdefault(source, {})[language] = said
                pages.setdefault(source, _pages(message))
        familiar: dict[str, dict[str, str]] = {}
        for language, message in _messages(self._folder / FAMILIAR):
            for source, said in _forms(message):
                familiar.setdefault(source, {})[language] = said
        made = {
            source: Sentence(
                source,
                pages[source],
                translations,
                _lock(source, pages[source]),
                familiar.get(source, {}),
            )
            for source, translations in shipped.items()
        }
        return MappingProxyType(made)


def _messages(folder: Path) -> Iterator[tuple[str, Message]]:
    """Return every message of a folder with its language."""
    for path in sorted(folder.glob("*.po")):
        language = path.name.partition(".")[0]
        with path.open("rb") as source:
            yield from ((language, each) for each in read_po(source, locale=language) if each.id)


def _forms(message: Message) -> tuple[tuple[str, str], ...]:
    """Return each sentence of a message with its translation; a plural has two."""
    if isinstance(message.id, str):
        return ((message.id, str(message.string)),)
    return tuple(zip(message.id, message.string or (), strict=True))


def _pages(message: Message) -> tuple[str, ...]:
    places = (str(place).removesuffix(".html") for place, _ in message.locations)
    return tuple(dict.fromkeys(_page(place) for place in places))


def _page(place: str) -> str:
    place = place.rpartition("/")[2].removesuffix(".py")
    return _ELSEWHERE.get(place, place.replace("_", " "))


def _lock(source: str, pages: tuple[str, ...]) -> Lock | None:
    known = _LOCKED.get(source)
    return known or (Lock.SHARED if _SHARED & set(pages) else None)
