"""A window of the console without a browser, for tests of parts."""

import asyncio
import inspect

from nicegui.events import GenericEventArguments

from app.console.context import Console, PageContext, TenantCard
from app.console.guard import Doorway
from app.console.parts.elements import Tag
from app.console.standing import ConsoleIdentity
from domain.kernel.clock import SystemClock


class Told:
    """A toaster that remembers."""

    def __init__(self):
        self.done_ = []
        self.failed_ = []
        self.undo_ = None

    def done(self, sentence, undo=None):
        self.done_.append(sentence)
        self.undo_ = undo

    def undo(self, sentence, undo):
        self.done(sentence, undo)

    def failed(self, sentence):
        self.failed_.append(sentence)

    def leave(self):
        self.failed_.clear()


class Window:
    """A page nobody looks at: its elements are there, and events reach them."""

    def __init__(self, client, words):
        self.client = client
        self.words = words

    def context(
        self, *, query=None, permissions=(), call=None, pages=None, tenant="harbour", sandbox=False
    ):
        async def refusing(*_, **__):
            raise AssertionError("no use case was expected")

        console = Console(
            sessions=None,
            call=call or refusing,
            tenants=None,
            pages=pages or {},
            clock=SystemClock(),
            doorway=Doorway(cookie="byl-c"),
        )
        return PageContext(
            console,
            ConsoleIdentity("grant", b"a" * 16, "mk"),
            TenantCard(tenant, "Harbour", sandbox=sandbox, permissions=frozenset(permissions)),
            self.words,
            Told(),
            Tag("div"),
            query=query or {},
            path="/lists",
        )

    async def tell(self, element, event, args=None):
        """Let the browser say something to an element."""
        for listener in list(element._event_listeners.values()):
            if listener.type == event and listener.handler is not None:
                came = GenericEventArguments(sender=element, client=self.client, args=args)
                answer = listener.handler(came) if _wants(listener.handler) else listener.handler()
                if asyncio.iscoroutine(answer):
                    await answer

    def texts(self, within):
        """Return every text within an element."""
        return [each.text for each in within.descendants() if getattr(each, "text", "")]


def _wants(handler):
    return bool(inspect.signature(handler).parameters)
