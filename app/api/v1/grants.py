"""Grants: what applications may do for an account now, and its end before its time."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from app.api.v1.problems import CHANGES
from app.api.v1.rooms import IN_TENANT, Called, room
from app.api.v1.values import Answer, Listed, an_id
from domain.clients.records import Client
from domain.kernel.ids import show
from domain.oauth.end_by_operator import EndedAll, end_everything, end_grant, end_refresh
from domain.oauth.hanging import Hanging
from domain.operators.grants_overview import GrantsSeen, grants

router = room(IN_TENANT, "Grants")


class RefreshTold(Answer):
    """A family of refresh tokens, by its living one."""

    rotated_at: datetime
    expires_at: datetime


class GrantTold(Answer):
    """What an application may do for an account now."""

    grant: str
    account: str
    client_id: str | None = Field(description="Null when the application was deleted.")
    session: str | None = Field(description="What bears it; null when it outlives its session.")
    scope: list[str] = Field(description="The words whose leave holds now.")
    opened_at: datetime
    ends_at: datetime
    refresh: RefreshTold | None
    opaque_tokens: int
    alone_until: datetime | None = Field(
        description="Until when a resource that verifies access tokens alone may believe one of "
        "it, whatever is ended here; null when none can be any more. Introspection is at once."
    )


class AllEnded(Answer):
    """How much of an account was ended."""

    sessions: int
    grants: int


@router.get("/accounts/{account}/grants")
async def list_grants_of_account(caller: Called, account: str) -> Listed[GrantTold]:
    """List an account's open grants with what hangs on them, newest first."""
    seen: GrantsSeen = await caller.inside(grants, an_id("acc", account, "account"))
    return Listed(
        items=[
            _told(each, seen.clients.get(each.grant.client_id), seen.at) for each in seen.hanging
        ]
    )


@router.post("/accounts/{account}/end-everything", responses=CHANGES)
async def end_everything_of_account(caller: Called, account: str) -> AllEnded:
    """End all sessions and grants of an account; account and leave stay."""
    ended: EndedAll = await caller.inside(end_everything, an_id("acc", account, "account"))
    return AllEnded(sessions=ended.sessions, grants=ended.grants)


@router.post("/grants/{grant}/end", status_code=204, responses=CHANGES)
async def end_one_grant(caller: Called, grant: str) -> None:
    """End a grant: all its tokens are dead at once; the leave stays."""
    await caller.inside(end_grant, an_id("gra", grant, "grant"))


@router.post("/grants/{grant}/end-refresh", status_code=204, responses=CHANGES)
async def end_refresh_of_grant(caller: Called, grant: str) -> None:
    """End a grant's refresh tokens; its access tokens run out by themselves."""
    await caller.inside(end_refresh, an_id("gra", grant, "grant"))


def _told(hanging: Hanging, client: Client | None, now: datetime) -> GrantTold:
    grant, family = hanging.grant, hanging.family
    return GrantTold(
        grant=show("gra", grant.id),
        account=show("acc", grant.account_id),
        client_id=client.client_id if client else None,
        session=show("ses", grant.session_id) if grant.session_id else None,
        scope=list(grant.live_scope(now)),
        opened_at=grant.opened_at,
        ends_at=grant.ends_at,
        refresh=RefreshTold(rotated_at=family.issued_at, expires_at=family.expires_at)
        if family
        else None,
        opaque_tokens=hanging.opaque,
        alone_until=hanging.alone_until,
    )
