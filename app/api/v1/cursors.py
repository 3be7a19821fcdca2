"""Where a list goes on: opaque, and good for that list of that tenant alone."""

from __future__ import annotations

import hmac
from typing import Any, Final

from domain.kernel.errors import invalid
from domain.kernel.paging import Page, PageRequest
from domain.kernel.secrets import base64url, from_base64url, keyed

_MARK: Final = 12
"""Bytes of the mark: a cursor guards nothing, it only must not be made up by accident."""

_WAYS: Final = {b"n": False, b"p": True}


class Cursors:
    """Writes and reads cursors.

    Args:
        key: 32 bytes, derived from the master key for this purpose alone.
    """

    def __init__(self, key: bytes) -> None:
        """Keep the key."""
        self._key = key

    def rekey(self, key: bytes) -> None:
        """Use another key from now on: the master key was rotated."""
        self._key = key

    def wanted(self, place: str, cursor: str | None, limit: int) -> PageRequest:
        """Return the page that is wanted.

        Args:
            place: the list's address.
            cursor: as an earlier page gave it, or None for the first page.

        Refuses:
            invalid_input: it is no cursor of this list.
        """
        if cursor is None:
            return PageRequest(limit)
        try:
            raw = from_base64url(cursor)
        except ValueError:
            raw = b""
        way, after, mark = raw[:1], raw[1:-_MARK], raw[-_MARK:]
        if way not in _WAYS or not hmac.compare_digest(mark, self._mark(place, way + after)):
            raise invalid("cursor", "take it as an earlier page of this list gave it.")
        return PageRequest(limit, after, backward=_WAYS[way])

    def of(self, place: str, page: Page[Any]) -> tuple[str | None, str | None]:
        """Return the cursors of the pages after and before this one; None at the ends."""
        return self._written(place, b"n", page.next), self._written(place, b"p", page.previous)

    def _written(self, place: str, way: bytes, key: bytes | None) -> str | None:
        if key is None:
            return None
        return base64url(way + key + self._mark(place, way + key))

    def _mark(self, place: str, text: bytes) -> bytes:
        return keyed(self._key, place, text)[:_MARK]
