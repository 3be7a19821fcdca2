"""What an operator sees of sessions: who is signed in where, and for which applications."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.clients.records import Client
from domain.kernel.authorize import authorize
from domain.kernel.paging import Page, PageRequest
from domain.kernel.work import reads
from domain.operators.seeing import OverviewWork, clients_named
from domain.sessions.records import Session, SessionFilter, SessionState


@dataclass(frozen=True, slots=True)
class SessionsAsked:
    """Which sessions are wanted, a page at a time.

    Args:
        client_id: the public id of an application; empty means any. It asks for standing sessions
            alone: an ended one bears nothing any more.
    """

    state: SessionState = SessionState.STANDING
    client_id: str = ""
    page: PageRequest = PageRequest()


@dataclass(frozen=True, slots=True)
class SessionsSeen:
    """A page of sessions with the applications that hang on them.

    Args:
        page: newest first.
        bears: internal ids of the applications with an open grant, by session.
        clients: the applications, by internal id.
        at: the moment of this reading, by the tenant's clock.
    """

    page: Page[Session]
    bears: Mapping[bytes, tuple[bytes, ...]]
    clients: Mapping[bytes, Client]
    at: datetime


@reads
def sessions(work: OverviewWork, request: SessionsAsked) -> SessionsSeen:
    """Return a page of the tenant's sessions, newest first, with what they bear.

    Refuses:
        forbidden: the actor may not read sessions.
    """
    authorize(work, "sessions.read")
    wanted = SessionFilter(request.state)
    if request.client_id:
        client = work.clients.by_client_id(request.client_id)
        if client is None:
            return SessionsSeen(Page(()), {}, {}, work.now)
        wanted = SessionFilter(SessionState.STANDING, client.id)
    found = work.sessions.page(work.now, request.page, wanted)
    borne = work.grants.borne(tuple(each.id for each in found.rows))
    bears: dict[bytes, tuple[bytes, ...]] = {}
    for session_id, client_id in sorted(set(borne)):
        bears[session_id] = (*bears.get(session_id, ()), client_id)
    named = {client_id for _, client_id in borne}
    return SessionsSeen(found, bears, clients_named(work, named), work.now)
