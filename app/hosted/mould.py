"""A page that many people are shown is written once; what belongs to one visit is set into it.

The pages of a sign-in differ from one visit to the next in a few places alone: the form token, the
addresses of the flow, the name that was typed. Written with a mark in each of these places a page
is kept as its pieces, and a visit costs a join. What was typed is never kept.

A page is kept for a frame, and with it: a tenant that changes has another frame.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any, Final

from markupsafe import escape

from app.hosted.frame import Frame, Stay
from app.hosted.pages.parts import Page

MOST: Final = 512
"""Pages kept at a time, about eight kilobytes each: a few for each client and language."""

_NAME: Final = f"mark{secrets.token_hex(16)}n"
"""Nobody can write it: it is drawn anew in each process and leaves it nowhere."""

_MARK: Final = re.compile(f"{_NAME}([0-9]+)e")

_AS_IT_IS: Final = re.compile(r"[A-Za-z0-9_./?=-]*").fullmatch
"""A value of these letters is written into a page as it is."""

Write = Callable[[Page, Frame], str]


@dataclass(frozen=True, slots=True)
class Mould:
    """A page in pieces.

    Args:
        frame: which it is of; kept, so that no other frame comes to be known by its id.
        pieces: what stands between the places, in UTF-8; the first place follows the first piece.
        places: number of the value for each place.
    """

    frame: Frame
    pieces: tuple[bytes, ...]
    places: tuple[int, ...]

    def filled(self, values: Sequence[str]) -> bytes:
        """Return the page with a visit's own values in their places, escaped."""
        shown = [(v if _AS_IT_IS(v) else str(escape(v))).encode() for v in values]
        parts = [self.pieces[0]]
        for place, piece in zip(self.places, self.pieces[1:], strict=True):
            parts += (shown[place], piece)
        return b"".join(parts)


def moulded(page: Page, frame: Frame, stay: Stay, write: Write) -> bytes | None:
    """Return the page from its mould, or None when it is one that is written for each visit.

    Args:
        page: with its values.
        frame: the tenant's in a language, the very one for as long as it stays the same.
        stay: what of the frame is the visit's own.
        write: writes a whole page; what it makes depends on its two arguments alone.
    """
    if page.visits is None or page.problems or page.notice is not None:
        return None
    # An empty value stays: a template may ask whether there is one, never what it is.
    own = {name: value for name in page.visits if (value := getattr(page, name))}
    token, hrefs, signed_in = stay
    with_token, linked = bool(token), bool(hrefs)
    key = (id(frame), type(page), tuple(own), _shared(page), with_token, linked, signed_in)
    mould = MOULDS.get(key)
    if mould is None:
        if len(MOULDS) >= MOST:
            del MOULDS[next(iter(MOULDS))]
        mould = MOULDS[key] = _made(page, frame, stay, tuple(own), write)
    return mould.filled([*own.values(), *hrefs, token])


MOULDS: Final[dict[Any, Mould]] = {}
"""By all that visits share."""

_SHARED: Final[dict[type[Page], Callable[[Page], Any]]] = {}


def _shared(page: Page) -> Any:  # noqa: ANN401 - a tuple of whatever a page holds
    """Return the fields of a page that are no visit's own; found out once for its kind."""
    kind = type(page)
    told = _SHARED.get(kind)
    if told is None:
        names = (each.name for each in fields(kind) if each.name not in (kind.visits or ()))
        told = _SHARED[kind] = attrgetter(*names)
    return told(page)


def _made(page: Page, frame: Frame, stay: Stay, own: tuple[str, ...], write: Write) -> Mould:
    """Write a page with marks in the places of a visit's own values, in the order of these."""
    marks = (f"{_NAME}{number}e" for number in range(len(own) + len(stay.hrefs) + 1))
    blank: dict[str, Any] = {name: next(marks) for name in own}
    hrefs = tuple(next(marks) for _ in stay.hrefs)
    token = stay.form_token and next(marks)
    text = write(replace(page, **blank), frame.during(Stay(token, hrefs, stay.signed_in)))
    parts = _MARK.split(text)
    pieces = tuple(each.encode() for each in parts[::2])
    return Mould(frame, pieces, tuple(map(int, parts[1::2])))
