"""A backup as a file, for an operator who has just proven themselves; behind the guard."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, Response

from app.console.plain import plain_page
from app.console.standing import SCOPE_KEY
from app.operations.backup.shelf import WHAT, file_of
from domain.kernel.errors import Refusal, not_found
from domain.operators.backups import BACK_UP, take_backup
from domain.operators.jobs import standing

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.routing import Router

    from app.console.reach import OperatorCall
    from app.console.standing import ConsoleIdentity
    from app.settings import Settings


def add_backup_routes(router: Router, reach: OperatorCall, settings: Settings, prefix: str) -> None:
    """Add the files' address to the console's router, before its pages."""

    async def file(request: Request) -> Response:
        identity: ConsoleIdentity = request.scope[SCOPE_KEY]
        try:
            await reach(standing, (BACK_UP,), tenant=None, actor=identity)
            named = str(request.path_params["file"])
            found = await asyncio.to_thread(file_of, settings, named)
            seen = await asyncio.to_thread(_look_at, found)
            await reach(take_backup, found.name, tenant=None, actor=identity)
        except Refusal as refusal:
            return plain_page(refusal.sentence(), prefix, status=refusal.kind.status)
        return FileResponse(
            found,
            stat_result=seen,
            media_type="application/octet-stream",
            filename=found.name,
            headers={
                "Cache-Control": "no-store",
                "Content-Encoding": "identity",  # sealed bytes do not get smaller
                "X-Content-Type-Options": "nosniff",
            },
        )

    router.add_route("/{slug}/file/backup/{file}", file, methods=["GET"])


def _look_at(found: Path) -> os.stat_result:
    """Return what the machine knows of the file.

    Refuses:
        not_found: a newer one took its place meanwhile.
    """
    try:
        return found.stat()
    except FileNotFoundError:
        raise not_found(WHAT) from None
