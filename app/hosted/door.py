"""The hosted pages' door: from a path to its page, without trying one pattern after another."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import BaseRoute, Route

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

Page = Callable[[Request], Awaitable["Response"]]
Found = tuple[Page, dict[str, str]]
Fault = Callable[[Request, Exception], Awaitable["Response"]]


class Fork:
    """A place between two slashes of a path.

    Attributes:
        words: where each word of ours leads.
        name: of the value that may stand here instead; empty where none may.
        value: where any value leads.
        pages: by method, of a path that ends here.
    """

    __slots__ = ("name", "pages", "value", "words")

    def __init__(self) -> None:
        """Lead nowhere yet."""
        self.words: dict[str, Fork] = {}
        self.name = ""
        self.value: Fork | None = None
        self.pages: dict[str, Page] = {}

    def next(self, part: str) -> Fork:
        """Return where a part of a route's path leads, made where there was nothing."""
        if not part.startswith("{"):
            return self.words.setdefault(part, Fork())
        self.name = part.strip("{}")
        self.value = self.value or Fork()
        return self.value


class HostedDoor:
    """An ASGI application of the hosted pages.

    A page asked for by its own path and method is found part by part. Everything else is
    Starlette's: what leads nowhere, other methods, slashes too many, files, sockets.

    Args:
        routes: in the order in which Starlette would try them.
        missing: answers where there is nothing.
        broken: answers for a page that failed; the fault goes on to the server.

    Attributes:
        routes: the same.
    """

    def __init__(self, routes: Iterable[BaseRoute], *, missing: Fault, broken: Fault) -> None:
        """Lay the pages out."""
        self.routes: Final = tuple(routes)
        handlers: Mapping[Any, Any] = {404: missing, 500: broken}
        self._rest = Starlette(routes=self.routes, exception_handlers=handlers)
        self._broken = broken
        self._root = _laid_out(self.routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or what comes through a socket."""
        found = self.find(scope["method"], scope["path"]) if scope["type"] == "http" else None
        if found is None:
            await self._rest(scope, receive, send)
            return
        page, scope["path_params"] = found
        try:
            answer = await page(Request(scope, receive))
        except Exception as fault:
            answer = await self._broken(Request(scope), fault)
            await answer(scope, receive, send)
            raise
        await answer(scope, receive, send)

    def find(self, method: str, path: str) -> Found | None:
        """Return the page at a path with the path's values, None where Starlette is to look."""
        named: dict[str, str] = {}
        fork = self._root
        for part in path.split("/"):
            known = fork.words.get(part)
            if known is None:
                if fork.value is None or not part:
                    return None
                named[fork.name] = part
                known = fork.value
            fork = known
        page = fork.pages.get(method)
        return (page, named) if page is not None else None


def _laid_out(routes: Iterable[BaseRoute]) -> Fork:
    root = Fork()
    for route in routes:
        if not isinstance(route, Route):
            continue
        fork = root
        for part in route.path.split("/"):
            fork = fork.next(part)
        for method in route.methods or ():
            fork.pages.setdefault(method, route.endpoint)
    return root
