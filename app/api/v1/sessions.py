"""Sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import Field

from app.api.v1.problems import CHANGES
from app.api.v1.rooms import IN_TENANT, Called, room
from app.api.v1.values import Answer, Listed, Paged, Text, an_id, listed, wanted_page
from domain.kernel.ids import show
from domain.operators.sessions_overview import SessionsAsked, SessionsSeen, sessions
from domain.sessions.end import end_by_operator
from domain.sessions.listing import detail
from domain.sessions.records import Session, SessionState

router = room(f"{IN_TENANT}/sessions", "Sessions")


class SessionTold(Answer):
    """A signed-in browser."""

    session: str
    account: str
    started_at: datetime
    auth_time: datetime
    amr: list[str]
    acr: str
    browser: str
    last_seen_at: datetime
    idle_ends_at: datetime
    ends_at: datetime


class SessionListed(SessionTold):
    """A session of the tenant's list."""

    applications: list[str] = Field(description="Client ids with an open grant on it.")
    ended_at: datetime | None = Field(description="Null unless it was ended before its time.")
    end_reason: str


class SessionsWanted(Paged):
    """Which sessions."""

    state: SessionState = SessionState.STANDING
    client_id: Text = Field(
        default="", description="Only standing ones that bear an open grant of this application."
    )


class Ended(Answer):
    """How many were ended."""

    ended: int


def told_session(session: Session) -> SessionTold:
    """Return a session as it is answered."""
    return SessionTold(
        session=show("ses", session.id),
        account=show("acc", session.account_id),
        started_at=session.started_at,
        auth_time=session.auth_time,
        amr=list(session.amr),
        acr=session.acr,
        browser=session.browser,
        last_seen_at=session.last_seen_at,
        idle_ends_at=session.idle_ends_at,
        ends_at=session.ends_at,
    )


@router.get("")
async def list_sessions(
    caller: Called, asked: Annotated[SessionsWanted, Query()]
) -> Listed[SessionListed]:
    """List sessions, newest first: standing ones, those ended before their time, or all."""
    request = SessionsAsked(asked.state, asked.client_id, wanted_page(caller, asked))
    seen: SessionsSeen = await caller.inside(sessions, request)

    def told(session: Session) -> SessionListed:
        clients = [seen.clients.get(each) for each in seen.bears.get(session.id, ())]
        return SessionListed(
            **told_session(session).model_dump(),
            applications=sorted(client.client_id for client in clients if client is not None),
            ended_at=session.ended_at,
            end_reason=session.end_reason,
        )

    return listed(caller, seen.page, told)


@router.get("/{session}")
async def show_session(caller: Called, session: str) -> SessionTold:
    """Show one session, standing or ended, whose row is kept."""
    found: Session = await caller.inside(detail, an_id("ses", session, "session"))
    return told_session(found)


@router.post("/{session}/end", status_code=204, responses=CHANGES)
async def end_session(caller: Called, session: str) -> None:
    """End a session; the tokens that hang on it are dead at once."""
    await caller.inside(end_by_operator, an_id("ses", session, "session"))
