"""A page that many people are shown is written once; what belongs to one visit is set into it.

The pages of a sign-in differ from one visit to the next in a few places alone: the form token, the
addresses of the flow, the name that was typed. Written with a mark in each of these places a page
is kept as its pieces, and a visit costs a join. What was typed is never kept.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from markupsafe import escape

from app.hosted.frame import Frame
from app.hosted.pages.parts import Page

MOST: Final = 512
"""Pages kept at a time, about eight kilobytes each: a few for each client and language."""

_NAME: Final = f"mark{secrets.token_hex(16)}n"
"""Nobody can write it: it is drawn anew in each process and leaves it nowhere."""

_MARK: Final = re.compile(f"{_NAME}([0-9]+)e")

Write = Callable[[Page, Frame], str]


@dataclass(frozen=True, slots=True)
class Mould:
    """A page in pieces.

    Args:
        pieces: what stands between the places, in UTF-8; the first place follows the first piece.
        places: number of the value for each place.
    """

    pieces: tuple[bytes, ...]
    places: tuple[int, ...]

    def filled(self, values: Sequence[str]) -> bytes:
        """Return the page with a visit's own values in their places, escaped."""
        shown = [str(escape(value)).encode() for value in values]
        parts = [self.pieces[0]]
        for place, piece in zip(self.places, self.pieces[1:], strict=True):
            parts += (shown[place], piece)
        return b"".join(parts)


def moulded(page: Page, frame: Frame, write: Write) -> bytes | None:
    """Return the page from its mould, or None when it is one that is written for each visit.

    Args:
        page: with its values.
        frame: with the visit's own.
        write: writes a whole page; what it makes depends on its two arguments alone.
    """
    if page.visits is None or page.problems or page.notice is not None:
        return None
    values: list[str] = []
    # An empty value stays: a template may ask whether there is one, never what it is.
    blank: dict[str, Any] = {
        name: _mark(values, value) for name in page.visits if (value := getattr(page, name))
    }
    links = tuple(replace(link, href=_mark(values, link.href)) for link in frame.languages)
    token = frame.form_token and _mark(values, frame.form_token)
    bare = replace(frame, form_token=token, languages=links)
    return _mould(replace(page, **blank), bare, write).filled(values)


def _mark(values: list[str], value: str) -> str:
    values.append(value)
    return f"{_NAME}{len(values) - 1}e"


@lru_cache(maxsize=MOST)
def _mould(page: Page, frame: Frame, write: Write) -> Mould:
    parts = _MARK.split(write(page, frame))
    return Mould(tuple(each.encode() for each in parts[::2]), tuple(map(int, parts[1::2])))
