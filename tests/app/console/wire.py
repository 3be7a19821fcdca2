"""A hand-made browser: it reads a page and speaks Engine.IO 4 as an attacker would."""

from __future__ import annotations

import asyncio
import html
import json
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx
import websockets

PATIENCE = 60.0
"""Seconds for an answer; one that comes takes none of them."""

SOCKET_PATH = "/console/_nicegui_ws/socket.io/"
PRESS = "press"


@dataclass(frozen=True)
class RawPage:
    """What a page's HTML gives away: its client id, and the listener behind one button."""

    client_id: str
    element: int
    listener: str

    def press(self, client_id: str | None = None) -> str:
        told = {
            "id": self.element,
            "client_id": client_id or self.client_id,
            "listener_id": self.listener,
            "args": [],
        }
        return "42" + json.dumps(["event", told])


async def open_page(base: str, cookie: str | None, path: str = "/console/harbour/press") -> RawPage:
    async with httpx.AsyncClient(base_url=base, headers=_cookie(cookie), timeout=PATIENCE) as http:
        answer = await http.get(path)
    assert answer.status_code == 200, answer.headers
    return read_page(answer.text)


def read_page(text: str) -> RawPage:
    client_id = re.search(r"'client_id': '([0-9a-f-]{36})'", text).group(1)
    packed = re.search(r"parseElements\(String\.raw`(.*?)`\)", text, re.DOTALL).group(1)
    elements = json.loads(html.unescape(packed))
    for number, element in elements.items():
        if element.get("props", {}).get("data-testid") == PRESS:
            return RawPage(client_id, int(number), element["events"][0]["listener_id"])
    message = "the page has no such button"
    raise AssertionError(message)


def query(client_id: str | None, transport: str = "websocket", **more: str) -> str:
    told = {
        "EIO": "4",
        "transport": transport,
        "implicit_handshake": "true",
        "tab_id": "t1",
        "old_tab_id": "",
        "document_id": "d1",
        "next_message_id": "0",
        **more,
    }
    if client_id:
        told["client_id"] = client_id
    return urlencode(told)


class RawSocket:
    """One open socket."""

    def __init__(self, wire: websockets.ClientConnection) -> None:
        self.wire = wire

    async def send(self, text: str) -> None:
        await self.wire.send(text)

    async def until_closed(self, seconds: float = PATIENCE) -> int:
        async with asyncio.timeout(seconds):
            await self.wire.wait_closed()
        return self.wire.close_code

    async def next_kind(self, kind: str, seconds: float = PATIENCE) -> str:
        async with asyncio.timeout(seconds):
            while True:
                said = str(await self.wire.recv())
                if said.startswith(kind):
                    return said


@asynccontextmanager
async def socket(base: str, cookie: str | None, client_id: str | None, origin: str | None = "own"):
    host = base.removeprefix("http://")
    address = f"ws://{host}{SOCKET_PATH}?{query(client_id)}"
    async with websockets.connect(
        address,
        origin=base if origin == "own" else origin,
        additional_headers=_cookie(cookie),
        open_timeout=PATIENCE,
        ping_interval=None,
    ) as wire:
        opened = RawSocket(wire)
        await opened.next_kind("0")
        await opened.send("40")
        await opened.next_kind("40")
        yield opened


async def refused(base: str, cookie: str | None, client_id: str | None, **more: str | None) -> int:
    """Return the status of a handshake that is turned away; 0 when it is let in."""
    try:
        async with socket(base, cookie, client_id, **more):
            return 0
    except websockets.InvalidStatus as refusal:
        return refusal.response.status_code


def _cookie(cookie: str | None) -> dict[str, str]:
    return {"Cookie": f"byl-c={cookie}"} if cookie else {}
