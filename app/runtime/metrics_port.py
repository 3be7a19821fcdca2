"""The second port: figures for a collector, apart from everything people reach."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.runtime.metrics import MEDIA_TYPE, METRICS
from app.runtime.speaking import speaking

if TYPE_CHECKING:
    from starlette.requests import Request


class MetricsPort:
    """Serves `/metrics`, and whether the process lives.

    Args:
        host: address to listen on.
        port: TCP port.
    """

    def __init__(self, host: str, port: int) -> None:
        """Prepare; nothing listens yet."""
        routes = [Route("/metrics", _metrics), Route("/healthz", _healthz)]
        config = speaking(Starlette(routes=routes), host=host, port=port)
        self._server = uvicorn.Server(config)
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen, on the loop that runs the rest."""
        self._server.config.load()
        self._server.lifespan = self._server.config.lifespan_class(self._server.config)
        await self._server.startup()
        self._serving = asyncio.create_task(self._server.main_loop())

    async def stop(self) -> None:
        """Listen no more."""
        self._server.should_exit = True
        if self._serving is not None:
            await self._serving
            await self._server.shutdown()


async def _metrics(_request: Request) -> Response:
    return PlainTextResponse(METRICS.text(), media_type=MEDIA_TYPE)


async def _healthz(_request: Request) -> Response:
    return PlainTextResponse("ok")
