"""The API's own description: what FastAPI makes of the code, put right.

Source: OpenAPI 3.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI
from fastapi.encoders import jsonable_encoder
from fastapi.openapi.utils import get_openapi

from app.api.v1.problems import NAME, Problem

ABOUT: Final = """Everything the console does, for machines.

Send `Authorization: Bearer byl_ak_…`. A key has a part of its operator's permissions, resolved anew
at each call; what it may not see is not there (404), what it may not do is refused (403).
"""

_COUNT: Final = {"schema": {"type": "integer"}}
HEADERS: Final[dict[str, Any]] = {
    "RateLimit-Limit": {"description": "Calls a key has in a minute.", **_COUNT},
    "RateLimit-Remaining": {"description": "Calls it has left.", **_COUNT},
    "RateLimit-Reset": {"description": "Seconds until the count starts anew.", **_COUNT},
    "Retry-After": {"description": "Seconds to wait.", **_COUNT},
    "ETag": {"description": "Version of what is shown.", "schema": {"type": "string"}},
    "Location": {"description": "Where the new thing is.", "schema": {"type": "string"}},
    "Idempotent-Replayed": {
        "description": "`true` when an earlier call made it.",
        "schema": {"type": "string", "enum": ["true"]},
    },
}
_EVERYWHERE: Final = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
_MADE: Final = "201"


def document(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of an application, with what FastAPI cannot know."""
    made = get_openapi(
        title="Byleave management API", version="1", description=ABOUT, routes=app.routes
    )
    for operation in operations(made):
        operation["responses"].pop("422", None)  # what cannot be read is a 400 of the one shape
        operation["description"] = operation.get("description", "").strip()
        for status, answer in operation["responses"].items():
            answer["headers"] = {name: _reference(name) for name in _headers(status)}
    components = made["components"]
    components["headers"] = HEADERS
    components["schemas"][NAME] = jsonable_encoder(Problem.model_json_schema(), exclude_none=True)
    for name in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(name, None)
    for schema in components["schemas"].values():
        # Sources are for who reads the code.
        schema["description"] = schema.get("description", "").partition("\n\nSource:")[0]
    return made


def operations(made: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return every operation of a document."""
    for path in made["paths"].values():
        yield from path.values()


def _headers(status: str) -> tuple[str, ...]:
    if status == "401":
        return ()
    if status in {"429", "503"}:
        return (*_EVERYWHERE, "Retry-After")
    if status == _MADE:
        return (*_EVERYWHERE, "Location", "Idempotent-Replayed", "ETag")
    return (*_EVERYWHERE, "ETag") if status == "200" else _EVERYWHERE


def _reference(header: str) -> dict[str, str]:
    return {"$ref": f"#/components/headers/{header}"}
