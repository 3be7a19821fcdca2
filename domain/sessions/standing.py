"""Does the session of this cookie stand?"""

from __future__ import annotations

from domain.kernel.work import reads, writes
from domain.sessions.records import Session
from domain.sessions.rules import idle_end, is_due
from domain.sessions.store import SessionWork


@reads
def standing(work: SessionWork, digest: bytes) -> Session | None:
    """Return the session of a cookie while it stands, else None.

    Its ends are compared here, at each use; no job has to have run.

    Args:
        digest: SHA-256 of the cookie's secret.
    """
    session = work.sessions.by_digest(digest)
    return session if session is not None and session.stands(work.now) else None


@writes()
def touch(work: SessionWork, session: Session) -> None:
    """Move the idle end on, at most once a minute; an ended session stays ended.

    Args:
        session: as `standing` returned it.
    """
    if not session.stands(work.now) or not is_due(session, work.now):
        return
    idle = work.tenant.policy.lifetimes.session_idle
    work.sessions.touch(session.id, work.now, idle_end(work.now, idle, session.ends_at))
