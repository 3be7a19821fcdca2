"""A tenant as a file: written down, compared, applied; YAML or JSON."""

from __future__ import annotations

from typing import Any, Final

import yaml
from fastapi import Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from app.api.v1.door import Caller
from app.api.v1.problems import ALWAYS, CHANGES
from app.api.v1.rooms import IN_TENANT, ROOT, Called, room
from app.api.v1.values import Answer
from app.operations.configuration import apply_file, plan_file
from domain.blueprint.apply import Applied, Difference
from domain.blueprint.describe import describe
from domain.blueprint.steps import Act, Change, Shown
from domain.kernel.errors import invalid
from domain.tenants.records import BUILT_IN

router = room(f"{ROOT}/config", "Config")
inside = room(f"{IN_TENANT}/config", "Config")

YAML: Final = "application/yaml"
JSON: Final = "application/json"
_FILE: Final = {"type": "object", "description": "As docs/apply.md says."}
FILE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {YAML: {"schema": _FILE}, JSON: {"schema": _FILE}},
    }
}


class ChangeTold(Answer):
    """One difference between the file and what stands."""

    act: Act
    what: str
    tenant: str
    name: str
    details: list[str]


class Plan(Answer):
    """What applying the file would do."""

    changes: list[ChangeTold]
    unknown: list[str] = Field(description="What stands and the file does not name.")


class SecretShown(Answer):
    """A secret that was made, shown once."""

    what: str
    name: str
    secret: str


class Done(Answer):
    """What was done."""

    changes: list[ChangeTold]
    secrets: list[SecretShown]


@inside.get(
    "",
    response_class=Response,
    responses={200: {"content": {YAML: {"schema": _FILE}, JSON: {"schema": _FILE}}}},
)
async def describe_tenant(caller: Called) -> Response:
    """Write a tenant down as the file that would make it again; secrets and people are left out.

    YAML, unless `Accept` names `application/json`.
    """
    told: dict[str, Any] = await caller.inside(describe)
    if JSON in caller.request.headers.get("accept", ""):
        return JSONResponse(told)
    text = yaml.safe_dump(told, sort_keys=False, allow_unicode=True)
    return Response(text, media_type=YAML)


@router.post("/plan", responses=ALWAYS, openapi_extra=FILE)
async def plan_config(caller: Called) -> Plan:
    """Show what applying a file would do, and what stands that it does not name."""
    found: Difference = await caller.at_length(
        plan_file, caller.door.call, await _text(caller.request), actor=caller.actor
    )
    return Plan(changes=_told(found.changes), unknown=list(found.unknown))


@router.post("/apply", responses=CHANGES, openapi_extra=FILE)
async def apply_config(caller: Called) -> Done:
    """Make what stands as a file says: all of it or nothing; a second time changes nothing."""
    done: Applied = await caller.at_length(
        apply_file, caller.door.call, await _text(caller.request), actor=caller.actor
    )
    return Done(changes=_told(done.changes), secrets=[_clear(caller, s) for s in done.secrets])


async def _text(request: Request) -> str:
    """Return the file; JSON is read as the YAML that it is.

    Refuses:
        invalid_input: it is no UTF-8 text.
    """
    try:
        return (await request.body()).decode("utf-8")
    except UnicodeDecodeError:
        raise invalid("body", "send UTF-8.") from None


def _told(changes: tuple[Change, ...]) -> list[ChangeTold]:
    return [
        ChangeTold(
            act=each.act,
            what=each.what,
            tenant=each.tenant,
            name=each.name,
            details=list(each.details),
        )
        for each in changes
    ]


def _clear(caller: Caller, shown: Shown) -> SecretShown:
    """Write a secret out: this is the one time it is shown."""
    secret = shown.secret.reveal()
    if shown.what == "activation link":
        secret = f"{caller.door.base_url}/t/{BUILT_IN}/activate/{secret}"
    return SecretShown(what=shown.what, name=shown.name, secret=secret)
