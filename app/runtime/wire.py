"""HTTP/1.1 as uvicorn speaks it, with an answer's head and body written at once.

uvicorn searches each name and each value of a head for what could end its line, and sets a timer
for the connection after each answer, which the next request stops: together a tenth of what
userinfo costs. Here what we write in every answer is searched once, and a connection has one timer.
Whatever is no plain whole answer on a kept connection goes uvicorn's own way.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from uvicorn.protocols.http.httptools_impl import (
    HEADER_RE,
    HEADER_VALUE_RE,
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

if TYPE_CHECKING:
    import asyncio

    from uvicorn._types import ASGI3Application

Head = list[tuple[bytes, bytes]]

CONSTANT: Final = frozenset(
    {b"cache-control", b"content-type", b"date", b"pragma", b"vary", b"x-content-type-options"}
)
"""Headers of few values, none of them secret: their lines are remembered."""

FRAMING: Final = frozenset({b"connection", b"transfer-encoding"})
"""Headers that say how the answer is cut: uvicorn reads them."""

MOST_LINES: Final = 256

MOST_HEAD: Final = 64 * 1024
"""Bytes of an address and its headers, as long as their end has not come."""

MOST_REQUEST: Final = 16 * 1024 * 1024
"""Bytes of a whole request as it is cut on the wire; the longest body there is has 2 MB."""

HEAD_SECONDS: Final = 30.0
"""How long a head may take to come; a connection that says nothing waits no longer either."""

BODY_SECONDS: Final = 60.0
"""How long nothing may come of a body that we are ready to read."""

TOO_LONG: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class WholeAnswer(RequestResponseCycle):
    """One request and its answer; see `uvicorn`'s own.

    The head waits for the body, so that a request that fails in between is answered with 500.
    """

    _waiting: Any = None

    async def send(self, message: Any) -> None:  # noqa: ANN401 - uvicorn's messages
        """Take a message of the application."""
        head, self._waiting = self._waiting, None
        if message["type"] == "http.response.start" and not self.response_started:
            self._waiting = message
            return
        if head is not None:
            whole = self._whole(head, message) if self._kept_after(message) else None
            if whole is not None:
                self._leave(whole)
                return
            await super().send(head)
        await super().send(message)

    def _kept_after(self, message: Any) -> bool:  # noqa: ANN401 - see `send`
        """Tell whether a message ends an answer with a body, and the connection goes on."""
        if message["type"] != "http.response.body" or message.get("more_body"):
            return False
        if self.disconnected or self.flow.write_paused or not self.keep_alive:
            return False
        return bool(self.scope["method"] != "HEAD")

    def _whole(self, head: Any, message: Any) -> bytes | None:  # noqa: ANN401 - see `send`
        """Return a whole answer, None for one that is cut otherwise than by its length."""
        body: bytes = message.get("body", b"")
        lines = [STATUS_LINE[head["status"]]]
        lines += [_constant(name, value) for name, value in self.default_headers]
        length = b""
        for name, value in head.get("headers", ()):
            if name in CONSTANT:
                lines.append(_constant(name, value))
            elif name.lower() in FRAMING:
                return None
            else:
                if name == b"content-length":
                    length = value
                lines.append(_line(name, value))
        if length != b"%d" % len(body):
            return None
        lines += (b"\r\n", body)
        return b"".join(lines)

    def _leave(self, whole: bytes) -> None:
        self.response_started = self.response_complete = True
        self.waiting_for_100_continue = False
        self.transport.write(whole)
        self.message_event.set()
        self.on_response()


class Wire(HttpToolsProtocol):
    """One connection; see `uvicorn`'s own.

    Its timer is not set anew after each answer: when it is due it looks how long nothing came.
    uvicorn's parser keeps whatever comes before a head's end, and waits for it for ever.
    """

    _idle_since: float | None = None
    _patience = HEAD_SECONDS
    _counted: object = None
    _came = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._idle_since = self.loop.time()
        self._look_in(self.timeout_keep_alive)

    def data_received(self, data: bytes) -> None:
        """Take what came; a request without end is cut off."""
        waited = self._idle_since if self._patience == HEAD_SECONDS else None
        super().data_received(data)
        scope: Any = self.scope
        if scope is self._counted:
            self._came += len(data)
        else:  # others may have ended in what it began in, which is a quarter of a MB at most
            self._counted, self._came = scope, 0
        if scope is None or "method" not in scope:
            self._await_head(waited)
        elif self._came > MOST_REQUEST:
            self.transport.close()
        elif self in self.connections:
            self._await_body()

    def _await_head(self, waited: float | None) -> None:
        """Go on waiting for a head of which a part came.

        Args:
            waited: since when; None if it begins now.
        """
        if self.transport.is_closing():
            return
        self._patience = HEAD_SECONDS
        self._idle_since = self.loop.time() if waited is None else waited
        if self._came > MOST_HEAD:
            self.transport.write(TOO_LONG)
            self.transport.close()
        elif self.timeout_keep_alive_task is None:
            self._look_in(self.timeout_keep_alive)

    def _await_body(self) -> None:
        """Go on waiting for a body; who was answered before its end is idle whatever still comes.

        uvicorn waits for ever for both.
        """
        if self.cycle.response_complete:
            self._patience = self.timeout_keep_alive
        elif self.cycle.more_body:
            self._patience = BODY_SECONDS
        else:
            return
        self._idle_since = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._look_in(self.timeout_keep_alive)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        cycle.__class__ = WholeAnswer
        super()._start_asgi_task(cycle, app)

    def _unset_keepalive_if_required(self) -> None:
        self._idle_since = None

    def on_response_complete(self) -> None:
        """Wait for the next request, or begin with one that came already."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self._idle_since = None
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
            return
        self._idle_since, self._patience = self.loop.time(), self.timeout_keep_alive
        if self.timeout_keep_alive_task is None:
            self._look_in(self.timeout_keep_alive)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let the timer go with the connection."""
        super().connection_lost(exc)
        if self.timeout_keep_alive_task is not None:
            self.timeout_keep_alive_task.cancel()
            self.timeout_keep_alive_task = None

    def _look_in(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self._look)

    def _look(self) -> None:
        """Close a connection on which nothing came for so long; look again later otherwise."""
        self.timeout_keep_alive_task = None
        if self._idle_since is None or self not in self.connections:
            return
        if self.flow.read_paused:  # more may have come, and it is we who do not read it
            self._idle_since = self.loop.time()
        left = self._idle_since + self._patience - self.loop.time()
        if left > 0:
            self._look_in(min(left, self.timeout_keep_alive))
        else:
            self.timeout_keep_alive_handler()


@lru_cache(maxsize=MOST_LINES)
def _named(name: bytes) -> bytes:
    """Write the beginning of a line; the house's own names are few.

    Raises:
        RuntimeError: it could not be a name.
    """
    if HEADER_RE.search(name):
        message = "Invalid HTTP header name."
        raise RuntimeError(message)
    return name.lower() + b": "


def _line(name: bytes, value: bytes) -> bytes:
    """Write one line of a head.

    Raises:
        RuntimeError: the value could end its line, or the name is none.
    """
    if not value.isalnum() and HEADER_VALUE_RE.search(value):
        message = "Invalid HTTP header value."
        raise RuntimeError(message)
    return _named(name) + value + b"\r\n"


_constant = lru_cache(maxsize=MOST_LINES)(_line)
