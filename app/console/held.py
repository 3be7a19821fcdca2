"""Pages that are held for a browser: quiet while nobody listens, and let go of one at a time."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Final

from nicegui import Client, client, core
from nicegui.outbox import Outbox

from app.console.standing import SCOPE_KEY, ConsoleIdentity

if TYPE_CHECKING:
    from nicegui.element import Element

WAITS: Final = 30.0
"""Seconds a page waits for its first socket, as long as for one that closed."""

MOST_WAITING: Final = 20
"""Pages of one session that may wait at once, a megabyte each: more than a browser opens together.

The oldest goes for a further one. A browser that comes for it after all is told to load it anew.
"""

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
        make_room(page)

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


def make_room(page: Client) -> None:
    """Delete the oldest pages that wait for the browser of a page's session, if they are many."""
    session = _session_of(page)
    if session is None:
        return
    waiting = [
        each
        for each in Client.instances.values()
        if _waits(each) and each.__dict__.get("_response_built") and _session_of(each) == session
    ]
    for each in waiting[:-MOST_WAITING]:
        each.delete()


def _session_of(page: Client) -> str | None:
    owner = page._request and page._request.scope.get(SCOPE_KEY)  # noqa: SLF001
    return owner.session if isinstance(owner, ConsoleIdentity) else None


def _waits(page: Client) -> bool:
    return not (page.has_socket_connection or page._delete_tasks or page.is_deleted)  # noqa: SLF001


async def let_go() -> None:
    """Delete pages whose browser never came, with room for others between two."""
    before = time.time() - WAITS  # noqa: TID251 - NiceGUI's own stamp of a page is of this clock
    for page in list(Client.instances.values()):
        if page.created > before:
            return  # they stand in the order they were made
        if _waits(page):
            page.delete()
            await asyncio.sleep(0)
