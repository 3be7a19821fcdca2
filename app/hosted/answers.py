"""Answers of the hosted pages: headers that many answers share are written once."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from starlette.responses import Response

from app.hosted.csp import Referrer, page_headers

Headers = tuple[tuple[bytes, bytes], ...]

NO_STORE: Final[Headers] = ((b"cache-control", b"no-store"),)

_SAFE: Final = ":/%#?=@[]!$&'()*+,;"
_AS_IT_IS: Final = re.compile(r"[A-Za-z0-9_.~:/%#?=@\[\]!$&'()*+,;-]*").fullmatch
"""An address of these letters is written as it is read: `quote` would change none of them."""


class Ready(Response):
    """An answer whose headers are bytes already; its length is told beside them."""

    def __init__(self, body: bytes, status: int, headers: Headers) -> None:
        """Take both as they are."""
        self.status_code = status
        self.body = body
        self.background = None
        self.raw_headers = [*headers, (b"content-length", b"%d" % len(body))]


@lru_cache(maxsize=256)
def head(
    leads_to: tuple[str, ...] = (),
    referrer: Referrer = "same-origin",
    own_window: bool = False,  # noqa: FBT001, FBT002 - a key of what is remembered
) -> Headers:
    """Return the headers of a page as bytes; see `page_headers`."""
    made = page_headers(*leads_to, referrer=referrer, own_window=own_window)
    return tuple((name.encode("ascii"), value.encode("latin-1")) for name, value in made.items())


def sent_on(address: str, headers: Headers = NO_STORE) -> Response:
    """Send the browser on, by GET whatever came (RFC 9700 section 4.12: never 307)."""
    written = address if _AS_IT_IS(address) else quote(address, safe=_SAFE)
    return Ready(b"", 303, (*headers, (b"location", written.encode("ascii"))))
