"""The signed report of a privacy audit as a file; behind the guard, without a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.responses import Response

from app.console.plain import plain_page
from app.console.standing import SCOPE_KEY
from domain.kernel.errors import Refusal
from domain.kernel.ids import read
from domain.operators.privacy import scan_of
from domain.operators.privacy_scans import PREFIX

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import Router

    from app.console.reach import OperatorCall
    from app.console.standing import ConsoleIdentity


def add_privacy_routes(router: Router, reach: OperatorCall, prefix: str) -> None:
    """Add the file's address to the console's router, before its pages."""

    async def file(request: Request) -> Response:
        identity: ConsoleIdentity = request.scope[SCOPE_KEY]
        shown = str(request.path_params["scan"])
        try:
            scan = await reach(scan_of, read(PREFIX, shown) or b"", tenant=None, actor=identity)
        except Refusal as refusal:
            return plain_page(refusal.sentence(), prefix, status=refusal.kind.status)
        signed = {"report": dict(scan.report or {}), "jws": scan.jws}
        return Response(
            json.dumps(signed, indent=2, ensure_ascii=False),
            media_type="application/json",
            headers={
                "Content-Disposition": f'attachment; filename="privacy-audit-{shown}.json"',
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
            },
        )

    router.add_route("/{slug}/file/privacy/{scan}.json", file, methods=["GET"])
