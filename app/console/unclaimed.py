"""Before the console's door while nobody is an operator: what to do instead of signing in."""

from __future__ import annotations

import asyncio
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse

from app.console import theme
from app.console.window_head import LANGUAGES
from app.runtime.cookies import BINDING_LIFETIME
from app.runtime.words import Dictionary
from domain.operators.first import has_operator
from domain.operators.install import AFTER_SIGN_OUT

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from app.console.theme import Look
    from app.runtime.call import Call
    from app.runtime.cookies import CookieJar
    from app.runtime.words import Words

COMMAND: Final = "byleave bootstrap"

_WORDS: Final = Path(__file__).parent / "words"
_THEMES: Final = {None: "auto", False: "light", True: "dark"}
_LONGEST_TAG: Final = 35
_TAG: Final = re.compile("[a-z]{2,3}").fullmatch
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Unclaimed:
    """Tells whether this installation waits for its first operator; not asked again once it has.

    An installation that had an owner never loses the last one.

    Args:
        call: the process's way into use cases.
        jar: names of cookies.
    """

    def __init__(self, call: Call, jar: CookieJar) -> None:
        """Ask nothing yet."""
        self._call = call
        self._jar = jar
        self._claimed = False

    async def page(self, request: Request) -> Response | None:
        """Return the page that says how to become the first operator; None when there is one.

        It shows no link: whoever can start a process on the machine has it, and nobody else.
        """
        self._claimed = self._claimed or await self._call(has_operator, tenant=None)
        if self._claimed:
            return None
        look, chosen = theme.look_of(request), request.query_params.get("lang", "")[:_LONGEST_TAG]
        words, text = await asyncio.to_thread(_written, look, chosen)
        answer = HTMLResponse(text, headers=_HEADERS)
        if words.language == chosen:  # so does the page the link leads to
            header = self._jar.header(self._jar.locale, chosen, lifetime=BINDING_LIFETIME)
            answer.raw_headers.append(header)
        return answer


def _written(look: Look, chosen: str) -> tuple[Words, str]:
    """Return the page and the words it is written in.

    Args:
        chosen: tag of the language that the page's link asks for; anything may be in it.
    """
    dictionary, shelf = Dictionary(_WORDS), theme.open_shelf()
    words = dictionary.words((*filter(_TAG, (chosen,)), *look.languages))
    sheets = "".join(f'<link rel="stylesheet" href="{shelf.url(name)}">' for name in theme.SHEETS)
    title = escape(words("Nobody has set Byleave up here yet"))
    printed = escape(
        words(
            "The start of the server printed a link. Open it in this browser: whoever does so "
            "first becomes the operator. It works once, within 24 hours."
        )
    )
    again = escape(words("Is it gone, or its day over? On the server this prints a new one:"))
    done = escape(words("Set up by now?"))
    look_again = escape(words("Go on to the console"))
    icons, other = shelf.url("icons.svg"), escape(words("Language"))
    others = "".join(
        f'<a class="bl-s" href="?lang={tag}" lang="{tag}" hreflang="{tag}">{name}</a>'
        for tag, name, *_ in LANGUAGES
        if tag != words.language
    )
    return words, (
        f'<!doctype html><html lang="{words.language}" data-theme="{_THEMES[look.dark]}">'
        f'<head><meta charset="utf-8"><title>{title} · Byleave</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{sheets}</head>'
        '<body class="bl"><main class="bl-start bl-alone"><div class="bar">'
        f'<b class="bl-own"><svg class="bl-i" aria-hidden="true"><use href="{icons}#mark"/></svg>'
        f'<span>Byleave</span></b><nav aria-label="{other}">{others}</nav></div>'
        f"<h1>{title}</h1><p>{printed}</p><p>{again}</p>"
        f'<div class="bl-code"><pre tabindex="0">{COMMAND}</pre></div>'
        f'<p class="bl-s bl-mute">{done} <a href="{AFTER_SIGN_OUT}">{look_again}</a></p>'
        "</main></body></html>"
    )
