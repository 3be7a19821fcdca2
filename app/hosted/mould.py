"""A page that many people are shown is written once; what belongs to one visit is set into it.

The pages of a sign-in differ from one visit to the next in a few places alone: the form token, the
addresses of the flow, the name that was typed. Written with a mark in each of these places a page
is kept as its pieces, and a visit costs a join. What was typed is never kept.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
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
    # An empty value stays: a template may ask whether there is one, never what it is.
    own = {name: value for name in page.visits if (value := getattr(page, name))}
    values = [*own.values(), *(link.href for link in frame.languages), frame.form_token]
    key = (
        type(page),
        tuple(own),
        _shared(page),
        _FRAME(frame),
        bool(frame.form_token),
        tuple((link.locale, link.name) for link in frame.languages),
        tuple(frame.own.items()),
    )
    mould = MOULDS.get(key)
    if mould is None:
        if len(MOULDS) >= MOST:
            MOULDS.clear()
        mould = MOULDS[key] = _made(page, frame, tuple(own), write)
    return mould.filled(values)


MOULDS: Final[dict[Any, Mould]] = {}
"""By all that visits share."""

_FRAME: Final = attrgetter(
    *(each.name for each in fields(Frame) if each.name not in {"form_token", "languages", "own"})
)


_SHARED: Final[dict[type[Page], Callable[[Page], Any]]] = {}


def _shared(page: Page) -> Any:  # noqa: ANN401 - a tuple of whatever a page holds
    """Return the fields of a page that are no visit's own; found out once for its kind."""
    kind = type(page)
    told = _SHARED.get(kind)
    if told is None:
        names = (each.name for each in fields(kind) if each.name not in (kind.visits or ()))
        told = _SHARED[kind] = attrgetter(*names)
    return told(page)


def _made(page: Page, frame: Frame, own: tuple[str, ...], write: Write) -> Mould:
    """Write a page with marks in the places of a visit's own values, in the order of these."""
    marks = (f"{_NAME}{number}e" for number in range(len(own) + len(frame.languages) + 1))
    blank: dict[str, Any] = {name: next(marks) for name in own}
    links = tuple(replace(link, href=next(marks)) for link in frame.languages)
    token = frame.form_token and next(marks)
    text = write(replace(page, **blank), replace(frame, form_token=token, languages=links))
    parts = _MARK.split(text)
    return Mould(tuple(each.encode() for each in parts[::2]), tuple(map(int, parts[1::2])))
