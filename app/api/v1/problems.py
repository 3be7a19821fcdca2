"""The one shape of every no, and which of them an operation may answer with."""

from __future__ import annotations

import logging
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.runtime.answers import NO_STORE, refusal_answer
from app.runtime.log import REQUEST_ID
from domain.kernel.errors import INVALID_INPUT, Refusal, invalid, not_found

LOGGER: Final = logging.getLogger("byleave.api")


class Problem(BaseModel):
    """A refusal: a stable code, what happened, and the way out."""

    model_config = ConfigDict(frozen=True)

    code: str = Field(description="Stable word; docs/errors.md lists all.")
    message: str
    way_out: str
    request_id: str = Field(description="Finds the line of this request in the log.")
    field: str | None = Field(default=None, description="The input at fault.")
    retry_after: int | None = Field(default=None, description="Seconds to wait.")


NAME: Final = Problem.__name__
"""Of its schema in the document."""
PLACES: Final = frozenset({"body", "query", "header", "path"})
Answers = dict[int | str, dict[str, Any]]


def _told(**said: str) -> Answers:
    """Return answers that refer to the one shape: a model of each would cost the start a third."""
    shape = {"application/json": {"schema": {"$ref": f"#/components/schemas/{NAME}"}}}
    return {
        int(status.removeprefix("s")): {"content": shape, "description": text}
        for status, text in said.items()
    }


ALWAYS: Final = _told(
    s400="Something that was sent is not right; `field` names it.",
    s401="The API key is missing, unreadable, or opens nothing.",
    s403="The key, or its operator, may not do this here.",
    s404="There is no such thing in this tenant, or no such tenant for this key.",
    s429="The key's budget is spent, or this source sent too many wrong keys.",
    s503="Too much is going on; nothing was changed.",
)
CHANGES: Final = ALWAYS | _told(
    s409="What stands does not allow it, or changed in between.",
    s413="The body is too long.",
)
VERSIONED: Final = CHANGES | _told(s412="If-Match names another version.")


def add_problems(app: FastAPI) -> None:
    """Let every no of an application have the one shape."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _missing)
    app.add_exception_handler(Exception, _broken)


def _refused(_request: Request, fault: Exception) -> Response:
    assert isinstance(fault, Refusal)  # noqa: S101 - registered for it
    answer = refusal_answer(fault)
    if fault.kind.status == 401:  # noqa: PLR2004 - RFC 9110 section 15.5.2
        answer.headers["www-authenticate"] = 'Bearer realm="byleave"'
    return answer


def _unreadable(_request: Request, fault: Exception) -> Response:
    """Name the first input at fault; never say what was sent."""
    assert isinstance(fault, RequestValidationError)  # noqa: S101 - registered for it
    first = fault.errors()[0]
    place = [str(part) for part in first["loc"] if part not in PLACES]
    if first["type"] == "json_invalid":
        place = []
    return refusal_answer(invalid(".".join(place) or "body", f"{first['msg'][:200]}."))


def _missing(_request: Request, fault: Exception) -> Response:
    """Answer an address, a method or a body that cannot be taken."""
    assert isinstance(fault, HTTPException)  # noqa: S101 - registered for it
    known = {404, 405}
    answer = refusal_answer(
        not_found("address")
        if fault.status_code in known
        else Refusal(INVALID_INPUT, field="body", field_name="body", why="it cannot be read.")
    )
    answer.status_code = fault.status_code
    answer.headers.update(fault.headers or {})
    return answer


def _broken(_request: Request, fault: Exception) -> Response:
    """Answer a fault: nothing of it is told, its line in the log has the same id."""
    LOGGER.error("an operation failed", exc_info=fault)
    told = Problem(
        code="fault",
        message="That did not work, and nothing was changed.",
        way_out="Try again; if it stays, tell those who run this server the request_id.",
        request_id=REQUEST_ID.get(),
    )
    return JSONResponse(told.model_dump(exclude_none=True), 500, dict(NO_STORE))
