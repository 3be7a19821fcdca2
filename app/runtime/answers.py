"""How a refusal looks to a program: one shape for every JSON door."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import JSONResponse

from app.runtime.log import REQUEST_ID
from domain.kernel.errors import Refusal

NO_STORE: Final[Mapping[str, str]] = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
}


def seconds(refusal: Refusal) -> int | None:
    """Return the whole seconds after which trying again makes sense, or None."""
    if refusal.retry_after is None:
        return None
    return max(1, math.ceil(refusal.retry_after.total_seconds()))


def refusal_fields(refusal: Refusal) -> dict[str, Any]:
    """Return `{code, message, field?, way_out, retry_after?, request_id}`."""
    fields: dict[str, Any] = {
        "code": refusal.code,
        "message": refusal.sentence(),
        "way_out": refusal.kind.way_out,
        "request_id": REQUEST_ID.get(),
    }
    if refusal.field is not None:
        fields["field"] = refusal.field
    wait = seconds(refusal)
    if wait is not None:
        fields["retry_after"] = wait
    return fields


def refusal_answer(refusal: Refusal, **more: object) -> JSONResponse:
    """Answer a program with a refusal.

    Args:
        more: what this door adds, such as an address to send the person to.
    """
    headers = dict(NO_STORE)
    wait = seconds(refusal)
    if wait is not None:
        headers["retry-after"] = str(wait)
    return JSONResponse({**refusal_fields(refusal), **more}, refusal.kind.status, headers)
