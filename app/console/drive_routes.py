"""The two addresses of a drive's own browser tab; behind the guard, without a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import RedirectResponse, Response

from app.console.plain import plain_page
from app.console.standing import SCOPE_KEY
from app.operations.demo import Wish
from app.operations.test_drive import Drives

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import Router

    from app.console.reach import OperatorCall
    from app.console.standing import ConsoleIdentity

PERMISSION: Final = "drive.use"


def add_drive_routes(router: Router, drives: Drives, reach: OperatorCall, prefix: str) -> None:
    """Add them to the console's router, before its pages."""

    async def begin(request: Request) -> Response:
        identity, slug = _who(request)
        if PERMISSION not in await reach.permissions(identity, slug):
            return plain_page("Your role does not allow a test drive here.", prefix, status=403)
        query = request.query_params
        wish = Wish(
            tuple(query.get("scope", "").split()),
            query.get("prompt", ""),
            query.get("max_age", ""),
            push=query.get("push") == "1",
        )
        run, address = await drives.begin(slug, identity.session, wish)
        return _to(address or f"{prefix}/{slug}/test-drive?run={run.id}")

    async def come_back(request: Request) -> Response:
        identity, slug = _who(request)
        answer = dict(request.query_params)
        run = drives.by_state(answer.get("state", ""), identity.session, slug)
        if run is None:
            return plain_page("This drive was not begun here.", f"{prefix}/{slug}/test-drive")
        run = await drives.finish(run, answer)
        return _to(f"{prefix}/{slug}/test-drive?run={run.id}")

    router.add_route("/{slug}/drive/start", begin, methods=["GET"])
    router.add_route("/{slug}/drive/cb", come_back, methods=["GET"])


def _who(request: Request) -> tuple[ConsoleIdentity, str]:
    return request.scope[SCOPE_KEY], str(request.path_params["slug"])


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})
