"""Put the rooms together behind one door."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any, Final

from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from app.api.v1 import (
    accounts,
    api_keys,
    audit,
    backups,
    client_tools,
    clients,
    config,
    consents,
    figures,
    grants,
    installation,
    invitations,
    jobs,
    keys,
    many,
    operators,
    privacy,
    sandbox,
    scopes,
    sessions,
    tenants,
    texts,
)
from app.api.v1.cursors import Cursors
from app.api.v1.document import document
from app.api.v1.door import ApiDoor
from app.api.v1.outer import Outer
from app.api.v1.problems import add_problems
from app.api.v1.reference import reference
from app.api.v1.rooms import ROOT
from app.operations.about import about
from app.operations.doctor import Doctor
from app.wiring import House
from domain.operators.privacy_scans import PrivacyScan

ROOMS: Final = (
    tenants.router,
    tenants.inside,
    texts.router,
    clients.router,
    client_tools.router,
    scopes.router,
    many.router,
    accounts.router,
    grants.router,
    sessions.router,
    consents.router,
    audit.router,
    figures.router,
    keys.router,
    sandbox.router,
    config.inside,
    config.router,
    operators.router,
    operators.inside,
    invitations.router,
    invitations.inside,
    jobs.router,
    backups.router,
    privacy.router,
    installation.router,
    api_keys.router,
)


def management_api(
    house: House,
    jobs_known: tuple[str, ...],
    start_audit: Callable[[PrivacyScan], None] | None = None,
) -> Outer:
    """Return the application that answers `/api/v1...`; it needs nothing of the console.

    Args:
        jobs_known: names of the jobs, as the run book has them.
        start_audit: starts the process of a privacy audit that was entered; None starts none.
    """
    cursors = Cursors(house.ring.derive("cursors"))
    house.ring.follow("cursors", cursors.rekey)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.door = ApiDoor(
        call=house.call,
        signer=house.signer,
        sources=house.sources,
        cursors=cursors,
        jobs=jobs_known,
        base_url=house.settings.base_url,
        clock=house.clock,
        settings=house.settings,
        sentences=house.sentences,
        doctor=Doctor(house),
        about=partial(about, house),
    )
    app.state.start_audit = start_audit
    for each in ROOMS:
        app.router.routes.extend(each.routes)
    add_problems(app)

    @cache
    def described() -> dict[str, Any]:
        """Describe the operations; a tenth of a second, for who asks."""
        return document(app)

    async def openapi(_request: Request) -> Response:
        return JSONResponse(described())

    async def docs(_request: Request) -> Response:
        page, policy = reference(described())
        return HTMLResponse(page, headers={"content-security-policy": policy})

    app.router.routes.append(Route(f"{ROOT}/openapi.json", openapi, methods=["GET"]))
    app.router.routes.append(Route(f"{ROOT}/docs", docs, methods=["GET"]))
    return Outer(app)
