"""Look sessions up."""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel.authorize import authorize
from domain.kernel.errors import not_found
from domain.kernel.paging import Page, PageRequest
from domain.kernel.work import ActorKind, reads
from domain.sessions.records import Session, SessionFilter
from domain.sessions.store import STANDING, SessionWork


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """Which sessions are wanted, a page at a time."""

    wanted: SessionFilter = STANDING
    page: PageRequest = PageRequest()


@reads
def page(work: SessionWork, request: SessionsPage) -> Page[Session]:
    """Return the tenant's sessions, newest first.

    Refuses:
        forbidden: the actor may not read sessions.
    """
    authorize(work, "sessions.read")
    return work.sessions.page(work.now, request.page, request.wanted)


@reads
def detail(work: SessionWork, session_id: bytes) -> Session:
    """Return one session, standing or ended, whose row is kept.

    Refuses:
        forbidden: the actor may not read sessions.
        not_found: there is no such session.
    """
    authorize(work, "sessions.read")
    session = work.sessions.get(session_id)
    if session is None:
        raise not_found("session")
    return session


@reads
def of_account(work: SessionWork, account_id: bytes) -> tuple[Session, ...]:
    """Return a person's standing sessions, newest first, to an operator.

    Refuses:
        forbidden: the actor may not read sessions.
    """
    authorize(work, "sessions.read")
    return work.sessions.standing(account_id, work.now)


@reads
def own_sessions(work: SessionWork, account_id: bytes) -> tuple[Session, ...]:
    """Return one's own standing sessions, newest first.

    Refuses:
        not_found: the account is not the acting person's own.
    """
    if work.actor.kind is not ActorKind.PERSON or work.actor.id != account_id:
        raise not_found("account")
    return work.sessions.standing(account_id, work.now)
