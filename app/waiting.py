"""Before the schema is there: not ready, and it goes on by itself once it is."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.runtime.readiness import Readiness
from app.runtime.speaking import speaking
from persistence.faults import Unfit
from persistence.health import OLD_SCHEMA
from persistence.migrations import State, schema_state

if TYPE_CHECKING:
    from starlette.requests import Request

    from app.settings import Settings

POLL_SECONDS: Final = 2.0
"""How often we look whether somebody has migrated."""


def wait_for_schema(settings: Settings) -> bool:
    """Answer 503 until the schema is this version's; why is told on stderr, not to strangers.

    Args:
        settings: of this process.

    Returns:
        True when the schema is there, False when we were told to stop.
    """
    config = speaking(_waiting_app(settings), host=settings.host, port=settings.port)
    server = uvicorn.Server(config)
    arrived = threading.Event()
    over = threading.Event()

    def look() -> None:
        while not over.wait(POLL_SECONDS):
            if _is_current(settings):
                arrived.set()
                server.should_exit = True
                return

    watcher = threading.Thread(target=look, name="schema-watch", daemon=True)
    watcher.start()
    server.run()
    over.set()
    watcher.join()
    return arrived.is_set()


def _is_current(settings: Settings) -> bool:
    try:
        return schema_state(settings.database_url) is State.CURRENT
    except Unfit:
        return False


async def _no_schema() -> str:
    return OLD_SCHEMA


def _waiting_app(settings: Settings) -> Starlette:
    readiness = Readiness(settings.planes, _no_schema)

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def not_yet(_request: Request) -> Response:
        return await readiness.answer()

    return Starlette(
        routes=[
            Route("/healthz", healthz),
            Route("/{path:path}", not_yet, methods=["GET", "POST", "HEAD", "OPTIONS"]),
        ]
    )
