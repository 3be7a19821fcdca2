"""What may run on a console page, and the nonce that says so.

NiceGUI writes inline scripts and compiles templates in the browser: 'unsafe-eval' stays, inline
scripts run only with the nonce of their answer. A nonce is put on every script tag
of the page, so nothing that holds data may ever reach `ui.add_head_html` or `ui.html`.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import Message, Send

_SCRIPT: Final = re.compile(rb"<script(?![^>]*\bnonce=)", re.IGNORECASE)
_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
_PAGE_HEADER: Final = "x-nicegui-content"
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class StampedSend:
    """Sends an answer on, pages with a policy and a nonce of their own.

    Args:
        send: the server's send.
    """

    def __init__(self, send: Send) -> None:
        """Stand between an application and `send`."""
        self._send = send
        self._start: Message | None = None
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        """Pass one ASGI message on, holding a page back until it is whole."""
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._start is not None:
            await self._gather(message)
        else:
            await self._send(message)

    async def _begin(self, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in _ALWAYS.items():
            headers.setdefault(name, value)
        if _PAGE_HEADER in headers:
            self._start = message
        else:
            await self._send(message)

    async def _gather(self, message: Message) -> None:
        self._body += message.get("body", b"")
        if message.get("more_body", False):
            return
        start, self._start = self._start, None
        if start is None:
            return
        nonce = secrets.token_urlsafe(16)
        page = _SCRIPT.sub(b'<script nonce="' + nonce.encode() + b'"', bytes(self._body))
        headers = MutableHeaders(scope=start)
        headers["Content-Security-Policy"] = _POLICY.format(nonce=nonce)
        headers["Content-Length"] = str(len(page))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": page})
