"""Start a session."""

from __future__ import annotations

from dataclasses import dataclass

from domain.factors.score import acr
from domain.kernel.ids import random_id
from domain.kernel.secrets import Secret, digest, new_secret
from domain.sessions.events import SessionStarted
from domain.sessions.records import Session
from domain.sessions.rules import browser_label, idle_end
from domain.sessions.store import SessionWork


@dataclass(frozen=True, slots=True)
class Started:
    """A session and the secret that goes into its browser's cookie, once.

    Args:
        cookie: only its digest is kept.
    """

    session: Session
    cookie: Secret


def start(work: SessionWork, *, account_id: bytes, amr: tuple[str, ...], browser: str) -> Started:
    """Start a session with a new id and a new secret, once the proofs suffice.

    Args:
        account_id: who proved themselves; whoever calls this has seen that they may sign in.
        amr: RFC 8176 words of the methods used, at least one.
        browser: coarse label such as "Firefox on Linux"; never the whole user agent.

    Tells:
        SessionStarted
    """
    cookie = new_secret()
    lifetimes = work.tenant.policy.lifetimes
    ends_at = work.now + lifetimes.session_absolute
    session = Session(
        id=work.new_id(),
        digest=digest(cookie),
        sid=random_id(),
        account_id=account_id,
        started_at=work.now,
        auth_time=work.now,
        amr=amr,
        acr=acr(amr),
        browser=browser_label(browser),
        last_seen_at=work.now,
        idle_ends_at=idle_end(work.now, lifetimes.session_idle, ends_at),
        ends_at=ends_at,
    )
    work.sessions.add(session)
    work.tell(SessionStarted(subject=session.id, account=account_id, acr=session.acr))
    return Started(session, cookie)
