"""Pages that are held for a browser: quiet while nobody listens, and let go of one at a time."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Final

from nicegui import Client, client, core
from nicegui.outbox import Outbox

if TYPE_CHECKING:
    from nicegui.element import Element

WAITS: Final = 30.0
"""Seconds a page waits for its first socket, as long as for one that closed."""

_EVERY: Final = 1.0


def hold_quietly() -> None:
    """Have pages wait without work; once a process, before it serves."""
    there: Any = client
    if there.Outbox is QuietOutbox:
        return
    there.Outbox = QuietOutbox
    core.app.on_connect(_met)
    core.app.on_startup(lambda: core.app.timer(_EVERY, let_go))


def _met(page: Client) -> None:
    outbox = page.outbox
    if isinstance(outbox, QuietOutbox):
        outbox.begin()


class QuietOutbox(Outbox):
    """Sends what a page has to say; sleeps until its browser is there.

    NiceGUI's own looks ten times a second whether somebody came, for every page that is held.
    """

    def __init__(self, page: Client) -> None:
        """Begin without a browser."""
        self._begun = asyncio.Event()
        self._sent = False
        super().__init__(page)

    def begin(self) -> None:
        """Send from now on: the browser is there."""
        self._sent = True
        self._begun.set()

    def stop(self) -> None:
        """End, whether it had begun or not."""
        super().stop()
        self._begun.set()

    def enqueue_update(self, element: Element) -> None:
        """Note an element that changed, unless the page itself is still to be sent with it."""
        if self._sent or vars(self.client).get("_response_built"):
            self._sent = True
            super().enqueue_update(element)

    async def loop(self) -> None:
        """Send until the page is let go of."""
        await self._begun.wait()
        if not self._should_stop:
            await super().loop()


async def let_go() -> None:
    """Delete pages whose browser never came, with room for others between two."""
    before = time.time() - WAITS  # noqa: TID251 - NiceGUI's own stamp of a page is of this clock
    for page in list(Client.instances.values()):
        if page.created > before:
            return  # they stand in the order they were made
        if not page.has_socket_connection and not page._delete_tasks and not page.is_deleted:  # noqa: SLF001
            page.delete()
            await asyncio.sleep(0)
