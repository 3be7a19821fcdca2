"""One line for each answered request: method, path without query, status, duration.

Also gives the request its id, from which every other line of the request is found.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any, Final

from app.runtime.access_log import LOGGER, AccessLog, Answered
from app.runtime.draining import DRAIN
from app.runtime.log import REQUEST_ID, log_event
from app.runtime.metrics import METRICS

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]

QUIET_PATHS: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked every few seconds by machines; written at debug level only."""

DRAWN: Final = 256
ID_BYTES: Final = 8
"""A request id tells lines apart for days; it guards nothing."""


def _ids() -> Iterator[str]:
    """Draw ids, some hundred at a time: asking the kernel for each costs more than using it."""
    while True:
        drawn = os.urandom(ID_BYTES * DRAWN)
        for start in range(0, len(drawn), ID_BYTES):
            yield drawn[start : start + ID_BYTES].hex()


_IDS: Final = _ids()


class AccessLine:
    """ASGI middleware, the outermost of all.

    Args:
        app: what answers.
    """

    def __init__(self, app: AsgiApp) -> None:
        self.app = app
        self._log = AccessLog()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, put its id on the answer, and note it for its line."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = next(_IDS)
        scope["byleave.request_id"] = request_id
        mark = REQUEST_ID.set(request_id)
        began = time.perf_counter()
        status = 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                own = (b"x-request-id", request_id.encode())
                headers = [*message.get("headers", ()), own, *DRAIN.headers]
                message = {**message, "headers": headers}
            await send(message)

        path = scope["path"]
        try:
            await self.app(scope, receive, sending)
        finally:
            seconds = time.perf_counter() - began
            answered = Answered(request_id, scope["method"], path, status, seconds)
            if path in QUIET_PATHS:
                _quietly(answered)
            else:
                self._log.add(answered)
            REQUEST_ID.reset(mark)


def _quietly(answered: Answered) -> None:
    METRICS.answered(answered.path, answered.status, answered.seconds)
    log_event(
        LOGGER,
        "answered",
        level=logging.DEBUG,
        method=answered.method,
        path=answered.path,
        status=answered.status,
        ms=answered.ms,
    )
