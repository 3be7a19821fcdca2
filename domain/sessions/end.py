"""End sessions before their time."""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel.authorize import authorize
from domain.kernel.errors import NOT_FOUND, not_found
from domain.kernel.many import Came, Many, Outcome, each_of
from domain.kernel.work import ActorKind, writes
from domain.sessions.events import SessionEnded
from domain.sessions.records import Session
from domain.sessions.rules import ENDED_BY_OPERATOR, ENDED_BY_PERSON
from domain.sessions.store import SessionWork


@dataclass(frozen=True, slots=True)
class EndOwn:
    """One of the acting person's sessions, to be ended.

    Args:
        account_id: the acting person's own.
        reason: `signed_out` or `ended_by_person`.
    """

    account_id: bytes
    session_id: bytes
    reason: str = ENDED_BY_PERSON


@dataclass(frozen=True, slots=True)
class EndOthers:
    """All of the acting person's sessions but one, to be ended.

    Args:
        account_id: the acting person's own.
        keep: the session that is kept.
    """

    account_id: bytes
    keep: bytes


def end(work: SessionWork, session_id: bytes, reason: str) -> bool:
    """End a session; whoever calls this has asked whether it may be ended.

    Args:
        reason: a word of `rules.REASONS`.

    Returns:
        Whether it stood until now.

    Tells:
        SessionEnded: if it stood until now.
    """
    session = work.sessions.get(session_id)
    return session is not None and _end(work, session, reason)


@writes(durable=True)
def end_own(work: SessionWork, request: EndOwn) -> None:
    """End one of one's own sessions; one that has ended already is no reason to refuse.

    Refuses:
        not_found: there is no such session, or it is another person's; both look alike.

    Tells:
        SessionEnded
    """
    _ensure_own(work, request.account_id)
    session = work.sessions.get(request.session_id)
    if session is None or session.account_id != request.account_id:
        raise not_found("session")
    _end(work, session, request.reason)


@writes(durable=True)
def end_others(work: SessionWork, request: EndOthers) -> int:
    """End all of one's own sessions but one.

    Returns:
        How many were ended.

    Refuses:
        not_found: the account is not the acting person's own.

    Tells:
        SessionEnded: for each of them.
    """
    _ensure_own(work, request.account_id)
    return end_all_but(work, request.account_id, request.keep, ENDED_BY_PERSON)


@writes(durable=True)
def end_by_operator(work: SessionWork, session_id: bytes) -> None:
    """End a person's session, as an operator.

    Refuses:
        forbidden: the actor may not end sessions.
        not_found: there is no such session.

    Tells:
        SessionEnded
    """
    authorize(work, "sessions.end")
    session = work.sessions.get(session_id)
    if session is None:
        raise not_found("session")
    _end(work, session, ENDED_BY_OPERATOR)


@writes(durable=True)
def end_many(work: SessionWork, request: Many) -> tuple[Came, ...]:
    """End many sessions, as an operator; each comes out by itself.

    Refuses:
        forbidden: the actor may not end sessions.
        invalid_input: none or too many are named.

    Tells:
        SessionEnded: for each that stood until now.
    """
    authorize(work, "sessions.end")

    def end_one(session_id: bytes) -> Came:
        session = work.sessions.get(session_id)
        if session is None:
            return Came(Outcome.FAILED, NOT_FOUND.code)
        ended = _end(work, session, ENDED_BY_OPERATOR)
        return Came(Outcome.DONE if ended else Outcome.LEFT, count=int(ended))

    return each_of(request, end_one)


def end_all_for(work: SessionWork, account_id: bytes, reason: str) -> int:
    """End all sessions of an account; a building block.

    Returns:
        How many were ended.

    Tells:
        SessionEnded: for each of them.
    """
    return end_all_but(work, account_id, None, reason)


def end_all_but(work: SessionWork, account_id: bytes, keep: bytes | None, reason: str) -> int:
    """End all sessions of an account but one; a building block.

    Args:
        keep: the session that is kept; None keeps none.

    Returns:
        How many were ended.

    Tells:
        SessionEnded: for each of them.
    """
    standing = work.sessions.standing(account_id, work.now)
    return sum(_end(work, each, reason) for each in standing if each.id != keep)


def _end(work: SessionWork, session: Session, reason: str) -> bool:
    ended = work.sessions.end(session.id, work.now, reason)
    if ended:
        work.tell(SessionEnded(subject=session.id, account=session.account_id, reason=reason))
    return ended


def _ensure_own(work: SessionWork, account_id: bytes) -> None:
    if work.actor.kind is not ActorKind.PERSON or work.actor.id != account_id:
        raise not_found("session")
