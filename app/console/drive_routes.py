"""The two addresses of a drive's own browser tab; behind the guard, without a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import RedirectResponse, Response

from app.console.plain import plain_page
from app.console.standing import SCOPE_KEY
from app.operations.demo import Wish
from app.operations.test_drive import Drives
from app.runtime.beforehand import never_beforehand
from domain.kernel.errors import Refusal
from domain.kernel.ids import read
from domain.sandbox.look_up import persona

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
        if identity.view or PERMISSION not in await reach.permissions(identity, slug):
            return plain_page("Your role does not allow a test drive here.", prefix, status=403)
        query = request.query_params
        hint = await _hint(identity, slug, query.get("persona", ""))
        wish = Wish(
            tuple(query.get("scope", "").split()),
            query.get("prompt", ""),
            query.get("max_age", ""),
            push=query.get("push") == "1" or bool(hint),
            hint=hint,
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

    async def _hint(identity: ConsoleIdentity, slug: str, persona_id: str) -> str:
        """Return the name of the persona that is to sign in; empty for anybody."""
        account_id = read("acc", persona_id)
        if account_id is None:
            return ""
        try:
            found = await reach(persona, account_id, tenant=slug, actor=identity)
        except Refusal:
            return ""
        return str(found.claims.get("preferred_username") or found.claims.get("email") or "")

    router.add_route("/{slug}/drive/start", never_beforehand(begin), methods=["GET"])
    router.add_route("/{slug}/drive/cb", never_beforehand(come_back), methods=["GET"])


def _who(request: Request) -> tuple[ConsoleIdentity, str]:
    return request.scope[SCOPE_KEY], str(request.path_params["slug"])


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})
