"""The words of a face, in the reader's language, by gettext.

A door keeps its catalogues as `words/<language>.po`, or `words/<language>.<part>.po` for a part of
it, beside its code; English is the source and needs none. Catalogues are compiled when they are
loaded, so that no built file can be stale.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.core import negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.runtime.directions import set_apart
from domain.kernel.errors import Reason

SOURCE_LANGUAGE: Final = "en"
_MOST_WISHES: Final = 10
"""Languages of one Accept-Language header we look at; a longer one is somebody's experiment."""


def in_words(value: str | int, say: Callable[[str], str]) -> str | int:
    """Return a value of a refusal as its reader says it; what is no reason stays as it is.

    Args:
        value: a reason, or anything else that a sentence names.
        say: says an English sentence in the reader's language.
    """
    if not isinstance(value, Reason):
        return value
    said = say(value.sentence) if value.sentence else ""  # gettext answers it with its head
    values = {name: in_words(each, say) for name, each in value.values.items()}
    return said.format_map(values) if values else said


def filled(sentence: str, values: Mapping[str, str | int], *, around: str = "ltr") -> str:
    """Put values into the places of a sentence; each keeps its own direction.

    Args:
        sentence: with `{names}` of the values.
        values: by these names.
        around: direction of the sentence, `ltr` or `rtl`.
    """
    told = {n: set_apart(v, around=around) if isinstance(v, str) else v for n, v in values.items()}
    return sentence.format_map(told)


def later(sentence: str) -> str:
    """Mark an English sentence that is kept now and said later, so that it is translated too."""
    return sentence


@dataclass(frozen=True, slots=True)
class Words:
    """All sentences of one face in one language.

    Args:
        language: tag such as `en` or `de`.
        catalogue: where the sentences come from.
    """

    language: str
    catalogue: gettext.NullTranslations

    def __call__(self, sentence: str, /, **values: str | int) -> str:
        """Say an English sentence in this language, its `{values}` filled in."""
        said = self.catalogue.gettext(sentence)
        return filled(said, values) if values else said

    def count(self, one: str, many: str, number: int, /, **values: str | int) -> str:
        """Say a sentence that depends on a number; `{n}` is the number."""
        return filled(self.catalogue.ngettext(one, many, number), {"n": number, **values})


ENGLISH: Final = Words(SOURCE_LANGUAGE, gettext.NullTranslations())
"""What every face falls back to, and what commands speak."""


class Dictionary:
    """The languages one face speaks.

    Args:
        folder: holds `<language>.po` and `<language>.<part>.po` files; English is always there.
    """

    def __init__(self, folder: Path) -> None:
        """Read and compile every catalogue in `folder`."""
        self._spoken = {SOURCE_LANGUAGE: ENGLISH}
        parts: dict[str, list[Path]] = {}
        for path in sorted(folder.glob("*.po")):
            parts.setdefault(path.name.partition(".")[0], []).append(path)
        for language, paths in parts.items():
            self._spoken[language] = Words(language, _compiled(language, paths))

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags of all languages, English first."""
        return tuple(self._spoken)

    def words(self, wishes: Iterable[str]) -> Words:
        """Return the words for the first wish we can meet, else English.

        Args:
            wishes: language tags, the dearest first, such as `de-AT`.
        """
        wanted = [wish.replace("-", "_") for wish in wishes]
        found = negotiate_locale(wanted, self.languages) or SOURCE_LANGUAGE
        return self._spoken[found]


def wishes(accept_language: str) -> tuple[str, ...]:
    """Read an Accept-Language header.

    Returns:
        Tags, the dearest first; what cannot be read is left out.

    Source: RFC 9110 section 12.5.4.
    """
    weighed: list[tuple[float, str]] = []
    for part in accept_language.split(",")[:_MOST_WISHES]:
        tag, _, weight = part.strip().partition(";q=")
        if tag and tag != "*":
            weighed.append((_weight(weight), tag))
    return tuple(tag for weight, tag in sorted(weighed, key=lambda w: -w[0]) if weight > 0)


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def _compiled(language: str, paths: Iterable[Path]) -> gettext.GNUTranslations:
    whole = Catalog(locale=language)
    for path in paths:
        with path.open("rb") as source:
            for message in read_po(source, locale=language):
                # A message without an id is the file's head; the whole has its own.
                if message.id:
                    whole[message.id] = message
    built = io.BytesIO()
    write_mo(built, whole)
    built.seek(0)
    return gettext.GNUTranslations(built)
