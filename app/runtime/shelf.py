"""Files a face needs (styles, icons, fonts), served by us under their own hash, forever.

The whole folder is read at start: what is not on the shelf cannot be asked for, so that no path
can lead out of it, and an answer costs no disk and no compression.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

FOREVER: Final = "public, max-age=31536000, immutable"
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
_SQUEEZED: Final = frozenset({".css", ".js", ".svg", ".txt"})
_HASH_LETTERS: Final = 12


@dataclass(frozen=True, slots=True)
class _Item:
    media_type: str
    body: bytes
    squeezed: bytes | None


class Shelf:
    """One folder of files under `/static/{hash}/`.

    Args:
        folder: what to serve; files of unknown kind are left out.
    """

    def __init__(self, folder: Path) -> None:
        """Read the folder and compute its hash."""
        self._items: dict[str, _Item] = {}
        mixed = hashlib.sha256()
        for path in sorted(folder.rglob("*")):
            if path.suffix not in _TYPES or not path.is_file():
                continue
            name, body = path.relative_to(folder).as_posix(), path.read_bytes()
            mixed.update(name.encode() + b"\0" + hashlib.sha256(body).digest())
            squeezed = gzip.compress(body, mtime=0) if path.suffix in _SQUEEZED else None
            self._items[name] = _Item(_TYPES[path.suffix], body, squeezed)
        self.hash = mixed.hexdigest()[:_HASH_LETTERS]

    @property
    def address(self) -> str:
        """Where the shelf stands, without a slash at its end."""
        return f"/static/{self.hash}"

    def url(self, name: str) -> str:
        """Return the address of one file.

        Raises:
            KeyError: when it is not on the shelf, so that a misspelling shows at start.
        """
        if name not in self._items:
            raise KeyError(name)
        return f"{self.address}/{name}"

    def route(self) -> Mount:
        """Return the route to be added to the application."""
        return Mount(self.address, app=self)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for one file."""
        name = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        response = self._answer(scope, name)
        await response(scope, receive, send)

    def _answer(self, scope: Scope, name: str) -> Response:
        if scope["method"] not in {"GET", "HEAD"}:
            return PlainTextResponse("", 405, {"Allow": "GET, HEAD"})
        item = self._items.get(name)
        if item is None:
            return PlainTextResponse("", 404)
        headers = {
            "Cache-Control": FOREVER,
            "X-Content-Type-Options": "nosniff",
            "Vary": "Accept-Encoding",
        }
        body = item.body
        if item.squeezed is not None and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            body = item.squeezed
            headers["Content-Encoding"] = "gzip"
        return Response(body, media_type=item.media_type, headers=headers)
