"""A page of one sentence and one link, for those who stand before the console's door."""

from __future__ import annotations

from html import escape
from typing import Final

from starlette.responses import HTMLResponse

_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def plain_page(sentence: str, way_on: str, *, status: int = 400) -> HTMLResponse:
    """Return the page.

    Args:
        sentence: what happened.
        way_on: path of the link below it.
        status: HTTP status.
    """
    body = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Byleave</title>'
        '<meta name="color-scheme" content="light dark">'
        f"<main><h1>Byleave</h1><p>{escape(sentence)}</p>"
        f'<p><a href="{escape(way_on)}">Go on to the console</a></p></main></html>'
    )
    return HTMLResponse(body, status, _HEADERS)
