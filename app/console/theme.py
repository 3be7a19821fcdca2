"""What bends NiceGUI to our look: its switches, our sheets, and what this browser prefers."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import parse_qs, unquote

from nicegui import core, ui

from app.runtime.cookies import CookieJar
from app.runtime.shelf import Shelf
from app.runtime.words import SOURCE_LANGUAGE, wishes

if TYPE_CHECKING:
    from fastapi import FastAPI
    from nicegui import Client
    from starlette.requests import Request

LOOK_COOKIE: Final = "byl-look"
_JARS: Final = (CookieJar(secure=True), CookieJar(secure=False))
SHEETS: Final = (
    "tokens.css",
    "page.css",
    "lists.css",
    "dialogs.css",
    "console-nicegui.css",
    "frame.css",
    "content.css",
    "parts.css",
    "rooms.css",
    "finish.css",
)
"""In this order: of two rules that weigh the same, the later one holds."""

_QUASAR_TAG: Final[dict[str, Literal["en-GB", "de"]]] = {"en": "en-GB", "de": "de"}
_BRAND: Final = {
    "primary": "var(--accent)",
    "secondary": "var(--ink-2)",
    "accent": "var(--accent)",
    "positive": "var(--good-mark)",
    "negative": "var(--bad-solid)",
    "info": "var(--note-mark)",
    "warning": "var(--care-mark)",
    "dark": "var(--surface)",
    "dark-page": "var(--bg)",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How this browser likes the console; kept in a cookie of its own, without any identity.

    Args:
        theme: `light`, `dark` or `system`.
        dense: small rows.
        languages: tags, the dearest first.
    """

    theme: str = "system"
    dense: bool = False
    languages: tuple[str, ...] = ()

    @property
    def dark(self) -> bool | None:
        """What Quasar wants to know; None follows the system."""
        return {"light": False, "dark": True}.get(self.theme)


def look_of(request: Request) -> Look:
    """Read the look from a request; whatever is not understood is as if it were not there.

    Who chose a language on a hosted page, as the first operator does, goes on in it here.
    """
    kept = parse_qs(unquote(request.cookies.get(LOOK_COOKIE, "")))
    theme = kept.get("theme", ["system"])[0]
    there = (request.cookies.get(jar.locale, "") for jar in _JARS)
    chosen = [*kept.get("language", [])[:1], *filter(None, there)]
    return Look(
        theme=theme if theme in {"light", "dark"} else "system",
        dense=kept.get("density", [""])[0] == "dense",
        languages=(*chosen, *wishes(request.headers.get("accept-language", ""))),
    )


def open_shelf() -> Shelf:
    """Return the shelf with the console's styles, icons and fonts."""
    return Shelf(Path(__file__).parent / "static")


def dress(app: FastAPI, shelf: Shelf, prefix: str) -> None:
    """Mount NiceGUI under `prefix` with every switch of our look; once a process.

    Compression is left to the one who stands outside the guard: the guard reads the pages.
    """
    core.app.config.quasar_config["ripple"] = False
    core.app.config.quasar_config["brand"] = _BRAND
    ui.run_with(
        app,
        title="Byleave",
        mount_path=prefix,
        tailwind=False,
        dark=None,
        language=_QUASAR_TAG[SOURCE_LANGUAGE],
        binding_refresh_interval=None,
        reconnect_timeout=30,
        gzip_middleware_factory=None,
        show_welcome_message=False,
    )
    sheets = "".join(f'<link rel="stylesheet" href="{shelf.url(name)}">' for name in SHEETS)
    script = (
        f'<script src="{shelf.url("console.js")}" data-icons="{shelf.url("icons.svg")}" '
        f'data-prefix="{prefix}"></script>'
    )
    ui.add_head_html(sheets + script, shared=True)


def wear(client: Client, look: Look, language: str, *, bare: bool = False) -> None:
    """Give one page its theme, density and language before it is drawn.

    Args:
        client: the page.
        look: how this browser likes it.
        language: one we speak.
        bare: whether it has no frame around it.
    """
    client.page = copy.copy(client.page)
    client.page.dark = look.dark
    client.page.language = _QUASAR_TAG[language]
    words = ("bl", "dense" if look.dense else "", "bl-bare" if bare else "")
    ui.query("body").classes(" ".join(word for word in words if word))
