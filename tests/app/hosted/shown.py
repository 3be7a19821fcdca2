"""A server that shows the gallery: `python -m tests.app.hosted.shown`, at http://127.0.0.1:8197/."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from app.hosted.assets import SHELF
from app.hosted.brand import DEFAULT_ACCENT, Style, brand_css, brand_href
from app.hosted.csp import page_headers
from app.hosted.frame import FooterLink, Frame, language_links
from app.hosted.pages.parts import Page
from app.hosted.render import write
from tests.app.hosted.gallery import states


def a_frame(locale: str = "en", *, accent: str = DEFAULT_ACCENT, **changes) -> Frame:
    texts = {"en": ("Privacy", "Help"), "de": ("Datenschutz", "Hilfe")}[locale]
    given = {
        "label": "Harbour Health",
        "base": "/t/acme",
        "locale": locale,
        "brand_href": brand_href("/t/acme", Style(accent)),
        "form_token": "tok",
        "languages": language_links(locale),
        "footer": tuple(FooterLink(text, f"/t/acme/{n}") for n, text in enumerate(texts)),
        "sign_out_href": "/t/acme/oauth2/logout",
    }
    return Frame(**{**given, **changes})


def shown(page: Page, locale: str = "en", **changes) -> str:
    """Return a page as it is written into the gallery's frame."""
    return write(page, a_frame(locale, **changes))


def state(name: str, locale: str = "en") -> str:
    """Return a state of the gallery as it is written."""
    return shown(states(locale)[name], locale)


def _show(request: Request) -> Response:
    query = request.query_params
    locale, accent = query.get("lang", "en"), "#" + query.get("accent", DEFAULT_ACCENT[1:])
    name = request.path_params["state"]
    frame = a_frame(
        locale,
        accent=accent,
        theme=query.get("theme", "auto"),
        ours="ours" in query,
    )
    headers = page_headers("https://shop.acme.example/cb", own_window=name.startswith("me"))
    return Response(write(states(locale)[name], frame), headers={**headers, "x-accent": accent})


def _brand(request: Request) -> Response:
    referred = dict(
        pair.partition("=")[::2]
        for pair in request.headers.get("referer", "").partition("?")[2].split("&")
    )
    return Response(
        brand_css(Style("#" + referred.get("accent", DEFAULT_ACCENT[1:]))), media_type="text/css"
    )


def _index(_: Request) -> Response:
    rows = "".join(
        f'<li><a href="/g/{name}">{name}</a> <a href="/g/{name}?lang=de">de</a>'
        for name in states("en")
    )
    return HTMLResponse(f"<!doctype html><title>Pages</title><ul>{rows}</ul>")


def application() -> Starlette:
    """Return the gallery as an application."""
    return Starlette(
        routes=[
            Route("/", _index),
            Route("/g/{state}", _show, methods=["GET", "POST"]),
            Route("/t/acme/brand.css", _brand),
            Route("/sent", lambda _: Response(status_code=204), methods=["POST"]),
            SHELF.route(),
        ]
    )


@contextmanager
def served(port: int = 8197) -> Iterator[str]:
    """Serve the gallery from a thread, and give its address."""
    server = uvicorn.Server(
        uvicorn.Config(application(), host="127.0.0.1", port=port, log_level="warning")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        bound = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{bound}"
    finally:
        server.should_exit = True
        thread.join()


if __name__ == "__main__":
    uvicorn.run(application(), host="127.0.0.1", port=8197)
