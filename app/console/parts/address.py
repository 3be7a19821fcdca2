"""A page of a list, as the address has it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Final

from domain.kernel.paging import PageRequest

_AFTER: Final = "after"
_BACK: Final = "back"
PAGE_WORDS: Final = frozenset({_AFTER, _BACK})
"""Words of the address that say which page it is."""


def page_wanted(query: Mapping[str, str]) -> PageRequest:
    """Read the page from an address; what cannot be read is the first page."""
    try:
        after = base64.urlsafe_b64decode(query.get(_AFTER, "") + "==")
    except (binascii.Error, ValueError):
        after = b""
    return PageRequest(after=after or None, backward=bool(after) and query.get(_BACK) == "1")


def page_query(request: PageRequest) -> dict[str, str]:
    """Write a page into an address; the first page is left out."""
    if request.after is None:
        return {}
    after = base64.urlsafe_b64encode(request.after).rstrip(b"=").decode()
    return {_AFTER: after, _BACK: "1" if request.backward else ""}
