"""Interactions and steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.oauth.records import AuthorizationRequest


class InteractionStatus(StrEnum):
    """Whether an interaction goes on."""

    OPEN = "open"
    DONE = "done"
    FAILED = "failed"


class StepKind(StrEnum):
    """What must happen next; every face shows the same word."""

    IDENTIFY = "identify"
    PROVE = "prove"
    REGISTER = "register"
    CONSENT = "consent"
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Interaction:
    """A pending flow: one authorization request, or a sign-in to one's own pages.

    Args:
        id: public in addresses; worth nothing without what it is bound to.
        bound_digest: SHA-256 of the browser's binding cookie, or of a headless caller's handle.
        request: the authorization request, sealed at rest; None for a sign-in to `/me`.
        return_to: path on our own origin, for a sign-in without a request; empty otherwise.
        account_id: whom the typed identifier belongs to; None when nobody, which no step shows.
        subject: keyed hash of what was typed, for limits; None before identify.
        session_id: the session that stands for it once the proofs suffice.
        fresh_after: proofs older than this do not count (prompt=login, max_age); None when any do.
        consent_asked: whether prompt=consent was answered in this interaction.
        registering: whether the person chose to make an account.
        failure: code of the refusal that ended it, or empty.
        version: counts changes; compare-and-set.
    """

    id: bytes
    bound_digest: bytes = field(repr=False)
    status: InteractionStatus
    request: AuthorizationRequest | None
    return_to: str
    account_id: bytes | None
    subject: bytes | None
    session_id: bytes | None
    fresh_after: datetime | None
    consent_asked: bool
    registering: bool
    headless_client: bytes | None
    failure: str
    created_at: datetime
    expires_at: datetime
    version: int
