"""Begin an interaction: store what was asked, bound to the browser that asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.kernel.work import writes
from domain.login.records import Interaction, InteractionStatus
from domain.login.store import LoginWork
from domain.oauth.records import AuthorizationRequest
from domain.oauth.vocabulary import CREATE

ANEW: Final = frozenset({"login", "select_account", CREATE})
"""Words of prompt that want the person proven by what they do now."""


@dataclass(frozen=True, slots=True)
class Begin:
    """What an interaction starts from.

    Args:
        bound_digest: SHA-256 of the browser's binding cookie, or of the headless caller's handle.
        request: the authorization request; None for a sign-in to one's own pages.
        return_to: path under `/t/{tenant}/me`, for a sign-in without a request.
        session_digest: SHA-256 of the session cookie that came along, or None.
        headless_client: internal id of the client that shows its own pages, or None.
    """

    bound_digest: bytes
    request: AuthorizationRequest | None = None
    return_to: str = ""
    session_digest: bytes | None = None
    headless_client: bytes | None = None


@writes()
def begin(work: LoginWork, request: Begin) -> Interaction:
    """Store a new interaction; a session that came along stands for it if it is fresh enough.

    Returns:
        The interaction; ask `dispatch.next_step` what comes next.
    """
    interaction = draft(work, request)
    work.interactions.add(interaction)
    return interaction


def draft(work: LoginWork, request: Begin) -> Interaction:
    """Make the interaction without keeping it; prompt=none decides on it and needs no row."""
    session = work.sessions.by_digest(request.session_digest) if request.session_digest else None
    standing = session if session is not None and session.stands(work.now) else None
    return Interaction(
        id=work.new_id(),
        bound_digest=request.bound_digest,
        status=InteractionStatus.OPEN,
        request=request.request,
        return_to=request.return_to,
        account_id=standing.account_id if standing else None,
        subject=None,
        session_id=standing.id if standing else None,
        fresh_after=_fresh_after(request.request, work.now),
        consent_asked=False,
        registering=request.request is not None and CREATE in request.request.prompt,
        headless_client=request.headless_client,
        failure="",
        created_at=work.now,
        expires_at=work.now + work.tenant.policy.lifetimes.interaction,
        version=1,
    )


def _fresh_after(request: AuthorizationRequest | None, now: datetime) -> datetime | None:
    """Return the moment before which a proof does not count.

    Who is to be shown how to make an account is not let past it by a session that stands.

    Source: OpenID Connect Core section 3.1.2.1 (prompt=login, max_age), Initiating User
    Registration via OpenID Connect 1.0 section 4.1 (prompt=create).
    """
    if request is None:
        return None
    if ANEW.intersection(request.prompt):
        return now
    if request.max_age is not None:
        return now - timedelta(seconds=request.max_age)
    return None
