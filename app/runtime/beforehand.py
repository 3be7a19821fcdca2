"""Does a browser only guess that its person will come here?

Browsers fetch addresses, and draw whole pages, before anybody has followed a link. What hands a
code out, begins a sign-in or ends a session is not done for a guess: the browser is told that there
is nothing to be had beforehand, and asks again when somebody really comes.
"""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Scope

NOT_YET: Final = 503
"""Of no success, so that the browser drops it: it would keep a 204 as what the address is."""

_GUESSED: Final = {
    b"sec-purpose": b"prefetch",
    b"purpose": b"prefetch",
    b"x-moz": b"prefetch",
    b"x-purpose": b"preview",
}
"""Headers and their first word: of the Fetch standard, then of browsers before it."""


def is_beforehand(scope: Scope) -> bool:
    """Tell whether a request goes before its person; only a GET can.

    Source: Fetch standard (`Sec-Purpose`).
    """
    return scope["method"] == "GET" and any(
        _GUESSED.get(name) == value.partition(b";")[0].strip().lower()
        for name, value in scope["headers"]
    )


def never_beforehand(
    page: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """Turn a page that does something into one that does it for who really comes alone."""

    @functools.wraps(page)
    async def answer(request: Request) -> Response:
        if is_beforehand(request.scope):
            return Response(status_code=NOT_YET, headers={"cache-control": "no-store"})
        return await page(request)

    return answer
