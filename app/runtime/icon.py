"""The small picture that a browser asks for by itself, whatever page it shows: our mark."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

PATH: Final = "/favicon.ico"

_PICTURE: Final = (Path(__file__).parent / "favicon.ico").read_bytes()
_HEADERS: Final = {"Cache-Control": "public, max-age=86400", "X-Content-Type-Options": "nosniff"}


async def _show(_request: Request) -> Response:
    return Response(_PICTURE, headers=_HEADERS, media_type="image/x-icon")


ICON: Final = Starlette(routes=[Route(PATH, _show)])
"""Answers at the one address, which has no hash: browsers keep it for a day."""
