"""A collector of spans of our own: what the server tells it is searched like everything else."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Self


class Collector:
    """Keeps every body that is sent to it, for as long as the block lasts.

    Args:
        port: free.
    """

    def __init__(self, port: int) -> None:
        """Listen."""
        bodies: list[bytes] = []

        class Keep(BaseHTTPRequestHandler):
            """Keeps a body and thanks for it."""

            def do_POST(self) -> None:
                """Take spans."""
                bodies.append(self.rfile.read(int(self.headers["content-length"])))
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
                """Say nothing."""

        self._bodies = bodies
        self._server = HTTPServer(("127.0.0.1", port), Keep)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        """Begin to take."""
        self._thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        """Take no more."""
        self._server.shutdown()
        self._server.server_close()

    def text(self) -> bytes:
        """Return all that came."""
        return b"\n".join(self._bodies)
