"""How every port of ours speaks HTTP: by one protocol with one set of limits, said here alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import uvicorn

from app.runtime.wire import Wire

if TYPE_CHECKING:
    from app.runtime.dispatcher import AsgiApp

MOST_MESSAGE: Final = 2**20
"""Bytes of one message of a live page."""


def speaking(app: AsgiApp, **own: Any) -> uvicorn.Config:  # noqa: ANN401 - what uvicorn takes
    """Return what a server is made of; see `wire` for the limits.

    Args:
        app: what answers.
        own: what this port has for itself: its address, how long it drains.
    """
    return uvicorn.Config(
        app,
        http=Wire,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws_max_size=MOST_MESSAGE,
        **own,
    )
