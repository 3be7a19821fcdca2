"""Prove oneself again in the same session."""

from __future__ import annotations

from dataclasses import replace

from domain.factors.score import acr
from domain.kernel.errors import CONFLICT, Refusal
from domain.kernel.secrets import digest, new_secret
from domain.sessions.events import SessionRenewed
from domain.sessions.records import Session
from domain.sessions.rules import idle_end
from domain.sessions.start import Started
from domain.sessions.store import SessionWork


def prove_again(work: SessionWork, session: Session, *, amr: tuple[str, ...]) -> Started:
    """Give a standing session a new secret and a later moment of proof.

    The secret of before is worth nothing from then on; the absolute end stays.

    Args:
        session: as it was read in this work.
        amr: all methods that count now, the earlier ones included only if they still do.

    Refuses:
        conflict: it has ended, or was renewed at the same moment.

    Tells:
        SessionRenewed
    """
    if not session.stands(work.now):
        raise Refusal(CONFLICT, what="session")
    cookie = new_secret()
    renewed = replace(
        session,
        digest=digest(cookie),
        auth_time=work.now,
        amr=amr,
        acr=acr(amr),
        last_seen_at=work.now,
        idle_ends_at=idle_end(work.now, work.tenant.policy.lifetimes.session_idle, session.ends_at),
    )
    if not work.sessions.rotate(renewed, session.digest):
        raise Refusal(CONFLICT, what="session")
    work.tell(SessionRenewed(subject=session.id, account=session.account_id, acr=renewed.acr))
    return Started(renewed, cookie)
