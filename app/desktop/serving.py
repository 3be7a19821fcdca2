"""The server beside the window: in a thread of the same process, gone when the window is."""

from __future__ import annotations

import os
import socket
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import uvicorn

from app.runtime.speaking import speaking
from app.settings import SettingsError

if TYPE_CHECKING:
    from app.runtime.dispatcher import AsgiApp

START_SECONDS: Final = 60.0
"""How long the doors may take to open; the first start on a slow disk imports a lot."""

DRAIN_SECONDS: Final = 3
"""How long requests in flight may take once the window is closed."""


def listening(port: int) -> socket.socket:
    """Return a socket on the loopback address, bound before anything is promised.

    Args:
        port: zero takes any that is free.
    """
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            # A port that was just given back counts as free; elsewhere this would share it.
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(("127.0.0.1", port))
        made.listen(128)
    except BaseException:
        made.close()
        raise
    return made


class Serving:
    """Serves an application from a few sockets while the `with` lasts.

    Args:
        app: told from which socket a request came by the scope's `server`.
        sockets: bound; closed at the end.
    """

    def __init__(self, app: AsgiApp, sockets: list[socket.socket]) -> None:
        """Keep both; nothing runs yet."""
        config = speaking(app, timeout_graceful_shutdown=DRAIN_SECONDS)
        self._server = uvicorn.Server(config)
        self._sockets = sockets
        self._thread = threading.Thread(target=self._run, name="byleave-server", daemon=True)

    def __enter__(self) -> Self:
        """Start, and come back once it answers."""
        self._thread.start()
        waited = threading.Event()
        for _ in range(int(START_SECONDS / 0.02)):
            if self._server.started or not self._thread.is_alive():
                break
            waited.wait(0.02)
        if not self._server.started:
            self._stop()
            message = "The server did not start: the log lines above say why."
            raise SettingsError(message)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and give the ports back."""
        self._stop()

    def _run(self) -> None:
        self._server.run(sockets=self._sockets)

    def _stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(DRAIN_SECONDS * 3)
        for each in self._sockets:
            each.close()
