"""The caller's own keys; no key makes another, so that a stolen one ends with its own end."""

from __future__ import annotations

from datetime import date, datetime

from app.api.v1.problems import CHANGES
from app.api.v1.rooms import ROOT, Called, room
from app.api.v1.values import Answer, AnyPage, Listed, an_id, listed, wanted_page
from domain.api_keys.records import ApiKey
from domain.kernel.ids import show
from domain.operators.api_keys import WHAT, ListApiKeys, api_keys, revoke_api_key

router = room(ROOT, "API keys")


class ApiKeyTold(Answer):
    """What may be known of a key."""

    api_key: str
    operator: str
    label: str
    ends_in: str
    permissions: list[str]
    tenant: str | None
    created_at: datetime
    expires_at: datetime
    last_used_on: date | None
    revoked_at: datetime | None


class Whoami(Answer):
    """The key this request came with, and what it may do in the installation itself."""

    api_key: ApiKeyTold
    installation: list[str]


def told(key: ApiKey) -> ApiKeyTold:
    """Return a key as it is answered."""
    return ApiKeyTold(
        api_key=show("apk", key.id),
        operator=show("acc", key.account_id),
        label=key.label,
        ends_in=key.hint,
        permissions=list(key.permissions),
        tenant=show("ten", key.bound_to) if key.bound_to else None,
        created_at=key.created_at,
        expires_at=key.expires_at,
        last_used_on=key.last_used_on,
        revoked_at=key.revoked_at,
    )


@router.get("/whoami")
async def whoami(caller: Called) -> Whoami:
    """Tell which key this request came with."""
    return Whoami(
        api_key=told(caller.admitted.key), installation=sorted(caller.admitted.permissions)
    )


@router.get("/api-keys")
async def list_api_keys(caller: Called, asked: AnyPage) -> Listed[ApiKeyTold]:
    """List the operator's own keys, revoked ones too."""
    wanted = ListApiKeys(caller.actor.id, wanted_page(caller, asked))
    return listed(caller, await caller.above(api_keys, wanted), told)


@router.post("/api-keys/{api_key}/revoke", status_code=204, responses=CHANGES)
async def revoke_key(caller: Called, api_key: str) -> None:
    """Revoke a key: one's own, or another operator's with `operators.change`."""
    await caller.above(revoke_api_key, an_id("apk", api_key, WHAT))
