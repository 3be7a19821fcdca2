"""Put the operations on their paths; a refusal becomes the one error shape."""

from __future__ import annotations

import functools
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.api.login import routes
from app.api.login.bodies import (
    BeginBody,
    ConsentBody,
    FinishBody,
    IdentifyBody,
    ProveBody,
    RegisterBody,
)
from app.api.login.document import PATH, Operation, document
from app.api.login.door import Caller, LoginDoor, caller
from app.api.login.hosted_only import HostedOnly, hosted_url
from app.runtime.answers import NO_STORE, refusal_answer
from app.runtime.log import REQUEST_ID
from domain.clients.refusals import INVALID_CLIENT
from domain.kernel.errors import Refusal, not_found

LOGGER: Final = logging.getLogger("byleave.api.login")
_ONE: Final = "/{interaction}"

OPERATIONS: Final = (
    Operation("begin", "", routes.begin_interaction, "Begin a sign-in.", BeginBody, 201),
    Operation("look", _ONE, routes.look, "Say again what comes next."),
    Operation(
        "identify", f"{_ONE}/identify", routes.take_identify, "Say who signs in.", IdentifyBody
    ),
    Operation("prove", f"{_ONE}/prove", routes.take_prove, "Prove it.", ProveBody),
    Operation(
        "register", f"{_ONE}/register", routes.take_register, "Make an account.", RegisterBody
    ),
    Operation(
        "consent", f"{_ONE}/consent", routes.take_consent, "Bring the decision.", ConsentBody
    ),
    Operation("finish", f"{_ONE}/finish", routes.take_finish, "Fetch the code again.", FinishBody),
)


def login_application(door: LoginDoor) -> Starlette:
    """Return the application that answers `/t/{tenant}/api/login...`."""
    described = document(OPERATIONS)

    async def describe(_request: Request) -> Response:
        return JSONResponse(described, headers={"x-content-type-options": "nosniff"})

    return Starlette(
        routes=[
            Route(f"{PATH}/openapi.json", describe, methods=["GET"]),
            *(
                Route(PATH + each.path, _endpoint(door, each.act), methods=[each.method])
                for each in OPERATIONS
            ),
        ],
        exception_handlers={HTTPException: _missing, 500: _broken},
    )


def _endpoint(door: LoginDoor, act: routes.Act) -> Callable[[Request], Awaitable[Response]]:
    @functools.wraps(act)
    async def answer(request: Request) -> Response:
        known: Caller | None = None
        try:
            known = await caller(door, request)
            return await act(known)
        except HostedOnly as refusal:
            assert known is not None  # noqa: S101 - only an act raises it
            return refusal_answer(refusal, hosted_url=hosted_url(known, refusal.step))
        except Refusal as refusal:
            return _refused(refusal)

    return answer


def _refused(refusal: Refusal) -> Response:
    answer = refusal_answer(refusal)
    if refusal.kind is INVALID_CLIENT:
        # RFC 6749 section 5.2: a caller that used the Authorization header is told the scheme.
        answer.headers["www-authenticate"] = 'Basic realm="byleave", charset="UTF-8"'
    return answer


async def _missing(_request: Request, fault: Exception) -> Response:
    """Answer a path or a method that is not there."""
    answer = refusal_answer(not_found("address"))
    if isinstance(fault, HTTPException):
        answer.status_code = fault.status_code
        answer.headers.update(fault.headers or {})
    return answer


async def _broken(_request: Request, fault: Exception) -> Response:
    """Answer a fault: nothing of it is told, its line in the log has the same id."""
    LOGGER.error("a step failed", exc_info=fault)
    told: dict[str, Any] = {
        "code": "fault",
        "message": "That did not work, and nothing was changed.",
        "way_out": "Try again; if it stays, tell those who run this server the request_id.",
        "request_id": REQUEST_ID.get(),
    }
    return JSONResponse(told, 500, dict(NO_STORE))
