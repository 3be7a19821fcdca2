"""Presses everything on a page as a browser's messages would, without a browser."""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import re
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
import websockets

from tests.app.console.wire import SOCKET_PATH, query

WAVES: Final = 4
"""What a press brings (a menu, a dialog, its second step) is pressed as well, this deep."""

QUIET_SECONDS: Final = 1.5
AT_LEISURE: Final = 0.5
"""Seconds within which a server answers a ping that has nothing else to do."""

MOST_QUIETS: Final = 4
_OF_THE_BROWSER: Final = frozenset({"sub_pages_navigate", "sub_pages_open", "dismiss", "turn"})
_WAYS_OUT: Final = (".cancel", ".close", ".clear")
_TYPE_THIS: Final = re.compile(r"^Type (.*) to go on$")
_TYPED: Final = {"slug": "pressed", "note": "because it was pressed", "client_id": "pressed"}

Element = dict[str, Any]


@dataclass
class OpenPage:
    """A page and its socket.

    Attributes:
        path: where it is.
        client_id: what its HTML gave away.
        elements: all that were ever on it, by id.
        pressed: messages that were sent.
        heard: everything the socket said.
    """

    path: str
    client_id: str
    elements: dict[str, Element]
    wire: Any = None
    pressed: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    last: float = 0.0

    async def press_everything(self, waves: int = WAVES) -> None:
        """Send every event of every element; then of those that came by it."""
        done: set[tuple[str, str]] = set()
        for _ in range(waves):
            due = [one for one in self.events() if one[:2] not in done]
            if not due:
                return
            for filling in (True, False):
                for number, listener, kind in due:
                    if (kind in {"told", "ticks"}) is filling:
                        done.add((number, listener))
                        await self._send(number, listener, kind)
                await self.listen()

    def events(self) -> Iterator[tuple[str, str, str]]:
        """Yield element, listener and kind of all that can be pressed."""
        for number, element in list(self.elements.items()):
            testid = str(element.get("props", {}).get("data-testid") or "")
            for event in element.get("events", ()):
                kind = event["type"].partition(".")[0]
                if kind not in _OF_THE_BROWSER and not testid.endswith(_WAYS_OUT):
                    yield number, event["listener_id"], kind

    def message(self, number: str, listener: str, args: list[Any]) -> str:
        """Return one event as the browser's own script sends it."""
        told = {
            "id": int(number),
            "client_id": self.client_id,
            "listener_id": listener,
            "args": [json.dumps(each) for each in args],
        }
        return "42" + json.dumps(["event", told])

    async def _send(self, number: str, listener: str, kind: str) -> None:
        for args in _guessed(kind, self.elements[number].get("props", {})):
            told = self.message(number, listener, args)
            self.pressed.append(told)
            await self.wire.send(told)

    async def listen(self) -> None:
        """Wait until the page says no more, and not because its server is busy."""
        with contextlib.suppress(websockets.ConnectionClosed):
            for _ in range(MOST_QUIETS):
                self.last = time.monotonic()
                while (still := QUIET_SECONDS - (time.monotonic() - self.last)) > 0:  # noqa: ASYNC110
                    await asyncio.sleep(still)
                asked = time.monotonic()
                await (await self.wire.ping())
                if time.monotonic() - asked < AT_LEISURE:
                    return

    async def hear(self) -> None:
        """Take in all that the page says, and say that we are still here, until it closes."""
        async for said in self.wire:
            self.last = time.monotonic()
            await self._heard(str(said))

    async def _heard(self, said: str) -> None:
        if said == "2":
            await self.wire.send("3")
            return
        self.heard.append(said)
        if said.startswith('42["update"'):
            for number, element in json.loads(said[2:])[1].items():
                if isinstance(element, dict):
                    self.elements[number] = element


def _guessed(kind: str, props: dict[str, Any]) -> list[list[Any]]:
    """Return what a person could answer to an event of an element."""
    if kind == "told":
        return [[_value(props)]]
    if kind == "ticks":
        return [[[row["id"] for row in props.get("rows", ())]]]
    if kind == "take":
        rows = props.get("rows", ())[:2]
        return [[[name, row["id"]]] for row in rows for name in row.get("acts", ())]
    if kind == "choose":
        return [[key] for key in _keys(props.get("nodes", ()))]
    return [[]]


def _value(props: dict[str, Any]) -> str:
    label, kind = str(props.get("label", "")), props.get("kind")
    if asked := _TYPE_THIS.match(label):
        return asked[1]
    if kind == "tick":
        return "yes"
    if props.get("value") or props.get("locked"):
        return str(props.get("value"))
    if options := props.get("options"):
        return str(options[-1]["value"])
    return _TYPED.get(str(props.get("testid")), "pressed")


def _keys(nodes: Any) -> Iterator[str]:
    for node in nodes:
        yield node["key"]
        yield from _keys(node["kids"])


def read(path: str, text: str) -> OpenPage:
    """Return what a page's HTML gives away."""
    found = re.search(r"'client_id': '([0-9a-f-]{36})'", text)
    packed = re.search(r"parseElements\(String\.raw`(.*?)`\)", text, re.DOTALL)
    assert found, f"{path} is no page of the console"
    assert packed, f"{path} has no elements"
    return OpenPage(path, found[1], json.loads(html.unescape(packed[1])))


async def get(base: str, headers: dict[str, str], path: str) -> OpenPage:
    """Open a page, without its socket."""
    async with httpx.AsyncClient(base_url=base, headers=headers, timeout=60) as http:
        answer = await http.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return read(path, answer.text)


@asynccontextmanager
async def opened(base: str, headers: dict[str, str], path: str) -> Any:
    """Open a page with its socket, as a browser does."""
    page = await get(base, headers, path)
    async with connected(base, headers, page):
        yield page


@asynccontextmanager
async def connected(base: str, headers: dict[str, str], page: OpenPage) -> Any:
    """Open the socket of a page."""
    address = f"{base.replace('http', 'ws', 1)}{SOCKET_PATH}?{query(page.client_id)}"
    async with websockets.connect(
        address,
        origin=headers["Origin"],
        additional_headers={"Cookie": headers["Cookie"]},
        max_size=None,
        open_timeout=60,
        ping_interval=None,
    ) as wire:
        page.wire = wire
        await wire.recv()
        await wire.send("40")
        await wire.recv()
        hearing = asyncio.create_task(page.hear())
        try:
            yield page
        finally:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)
