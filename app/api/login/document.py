"""The API's own description, made from the same records that read and write its bodies.

Source: OpenAPI 3.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.api.login.answers import Problem, StepAnswer
from app.api.login.bodies import Body
from app.api.login.door import HANDLE, PERSON_ADDRESS
from app.api.login.routes import Act

PATH: Final = "/t/{tenant}/api/login"
_REFERENCE: Final = "#/components/schemas/{model}"


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing a caller can do.

    Args:
        path: below `PATH`.
        body: what it sends; None for a GET.
        status: of the answer when all is well.
    """

    name: str
    path: str
    act: Act
    summary: str
    body: type[Body] | None = None
    status: int = 200

    @property
    def method(self) -> str:
        """GET without a body, POST with one."""
        return "POST" if self.body else "GET"


def document(operations: tuple[Operation, ...]) -> dict[str, Any]:
    """Return the OpenAPI document of these operations."""
    models: list[type[BaseModel]] = [StepAnswer, Problem]
    models += [each.body for each in operations if each.body is not None]
    _, schemas = models_json_schema(
        [(model, "validation") for model in models], ref_template=_REFERENCE
    )
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        paths.setdefault(PATH + each.path, {})[each.method.lower()] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Byleave headless login",
            "version": "1",
            "description": "A tenant's own login pages walk the same steps as the hosted ones.",
        },
        "security": [{"client": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"client": {"type": "http", "scheme": "basic"}},
            "schemas": schemas["$defs"],
        },
    }


def _operation(each: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": each.name,
        "summary": each.summary,
        "parameters": list(_parameters(each)),
        "responses": {
            str(each.status): _content("The step that comes next.", StepAnswer),
            "default": _content("A refusal.", Problem),
        },
    }
    if each.body is not None:
        described["requestBody"] = {**_content("", each.body), "required": True}
        del described["requestBody"]["description"]
    return described


def _parameters(each: Operation) -> list[dict[str, Any]]:
    text = {"type": "string"}
    found: list[dict[str, Any]] = [
        {"name": "tenant", "in": "path", "required": True, "schema": text},
        {
            "name": PERSON_ADDRESS,
            "in": "header",
            "description": "The person's IP address, for limits; believed from this caller alone.",
            "schema": text,
        },
        {
            "name": "Accept-Language",
            "in": "header",
            "description": "Language of the consent texts.",
            "schema": text,
        },
    ]
    if "{interaction}" in each.path:
        found += [
            {"name": "interaction", "in": "path", "required": True, "schema": text},
            {
                "name": HANDLE,
                "in": "header",
                "required": True,
                "description": "The handle given when the interaction began.",
                "schema": text,
            },
        ]
    return found


def _content(description: str, model: type[BaseModel]) -> dict[str, Any]:
    reference = {"$ref": _REFERENCE.format(model=model.__name__)}
    return {"description": description, "content": {"application/json": {"schema": reference}}}
