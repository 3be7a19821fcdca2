"""The file of the audit trail; behind the guard, without a page."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from starlette.responses import Response, StreamingResponse

from app.console.plain import plain_page
from app.console.standing import SCOPE_KEY
from app.console.trail_filter import WORDS, chosen_filter
from app.operations.trail_file import trail_csv
from domain.audit.listing import ListAudit, page
from domain.kernel.errors import Refusal
from domain.kernel.ids import show
from domain.kernel.paging import Page, PageRequest
from domain.kernel.work import Actor, ActorKind

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import Router

    from app.console.reach import OperatorCall
    from app.console.standing import ConsoleIdentity
    from app.runtime.call import Call
    from domain.audit.records import AuditEvent

_MOST_LETTERS: Final = 200


def add_trail_routes(router: Router, call: Call, reach: OperatorCall, prefix: str) -> None:
    """Add the file's address to the console's router, before its pages."""

    async def file(request: Request) -> Response:
        identity: ConsoleIdentity = request.scope[SCOPE_KEY]
        slug = str(request.path_params["slug"])
        said = {name: request.query_params.get(name, "")[:_MOST_LETTERS] for name in WORDS}
        wanted = chosen_filter(said)
        account = identity.account_id
        permissions = await reach.permissions(identity, slug)
        actor = Actor(ActorKind.OPERATOR, show("acc", account), account, permissions)

        def pages(asked: PageRequest) -> Page[AuditEvent]:
            return call.now(page, ListAudit(wanted, asked), tenant=slug, actor=actor)

        try:
            pieces = await asyncio.to_thread(trail_csv, pages)
        except Refusal:
            return plain_page("Your role does not allow this here.", prefix, status=403)
        name = f"audit-{slug}.csv"
        return StreamingResponse(
            pieces,
            media_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
            },
        )

    router.add_route("/{slug}/file/audit.csv", file, methods=["GET"])
