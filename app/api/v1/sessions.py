"""Sessions."""

from __future__ import annotations

from datetime import datetime

from app.api.v1.problems import CHANGES
from app.api.v1.rooms import IN_TENANT, Called, room
from app.api.v1.values import Answer, AnyPage, Listed, an_id, listed, wanted_page
from domain.kernel.ids import show
from domain.sessions.end import end_by_operator
from domain.sessions.listing import SessionsPage, page
from domain.sessions.records import Session

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
async def list_sessions(caller: Called, asked: AnyPage) -> Listed[SessionTold]:
    """List standing sessions, newest first."""
    found = await caller.inside(page, SessionsPage(page=wanted_page(caller, asked)))
    return listed(caller, found, told_session)


@router.post("/{session}/end", status_code=204, responses=CHANGES)
async def end_session(caller: Called, session: str) -> None:
    """End a session; the tokens that hang on it are dead at once."""
    await caller.inside(end_by_operator, an_id("ses", session, "session"))
