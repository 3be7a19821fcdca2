"""Consents: append-only entries, and a present one for each (account, client, item)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class ConsentStatus(StrEnum):
    """The seven states; only `given` allows processing."""

    REQUESTED = "requested"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


class Necessity(StrEnum):
    """Needed to give the service, or chosen by the person."""

    NEEDED = "needed"
    CHOSEN = "chosen"


class Basis(StrEnum):
    """Lawful basis of an item."""

    CONTRACT = "contract"
    CONSENT = "consent"


class Duration(StrEnum):
    """What a person may pick; the words are the form's values."""

    ONCE = "once"
    HOUR = "PT1H"
    DAY = "P1D"
    MONTH = "P30D"
    UNTIL_WITHDRAWN = "until"


@dataclass(frozen=True, slots=True)
class Consent:
    """One entry of the ledger: the state of one item from a moment on.

    Args:
        id: 16 bytes, ordered by time.
        record_id: random public id of the decision it belongs to; one grantee sees it.
        client_id: internal id of the grantee.
        item: the scope word.
        status: state from `at` on.
        reason: finer reason (`declined`, `not_selected`, `operator`, `account_erased`, `time`,
            ...), or empty.
        at: when this entry was made.
        expires_at: end of a `given`, or of the memory of an empty box; None for states that end
            nothing later.
        once: given for one authorization only; covers nothing later.
        previous: the entry it follows, or None.
        actor_kind: person, operator, client, system.
        actor_name: opaque name of who made it.
        display_hash: SHA-256 of what was shown, hex; empty when nothing was shown.
        session_id: session in which it was decided, or None.
        note: an operator's reason in words, or empty; never in a receipt.
        salt: 16 random bytes of its leaf.
    """

    id: bytes
    record_id: str
    account_id: bytes
    client_id: bytes
    item: str
    necessity: Necessity
    basis: Basis
    status: ConsentStatus
    reason: str
    at: datetime
    expires_at: datetime | None
    duration: Duration
    once: bool
    previous: bytes | None
    actor_kind: str
    actor_name: str
    display_hash: str
    locale: str
    session_id: bytes | None
    note: str
    salt: bytes = field(repr=False)

    def valid(self, now: datetime) -> bool:
        """Tell whether it allows processing now: given, and its end not reached."""
        return _allows(self.status, self.expires_at, now)


@dataclass(frozen=True, slots=True)
class ConsentState:
    """What of a present entry decides whether it stands: all that a token asks.

    Args:
        item: the scope word.
        status: its present state.
        expires_at: end of a `given`, or None.
    """

    item: str
    status: ConsentStatus
    expires_at: datetime | None

    def valid(self, now: datetime) -> bool:
        """Tell the same as its entry does."""
        return _allows(self.status, self.expires_at, now)


def _allows(status: ConsentStatus, expires_at: datetime | None, now: datetime) -> bool:
    return status is ConsentStatus.GIVEN and (expires_at is None or now < expires_at)


@dataclass(frozen=True, slots=True)
class Notice:
    """What was shown, kept by its content; free of personal data.

    Args:
        hash: SHA-256 hex of the canonical JSON of `blocks`.
        blocks: the texts, scope by scope, and the choices offered.
    """

    hash: str
    locale: str
    blocks: Mapping[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ConsentToken:
    """One-use proof handed to the flow that leave was given.

    Bound to interaction, account, client, session and display hash.

    Args:
        digest: SHA-256 of the token.
        items: scope words that are covered now.
        ends_at: end of the whole decision; None never occurs for a person's decision.
        once: whether it is good for this authorization only.
    """

    digest: bytes
    interaction_id: bytes
    account_id: bytes
    client_id: bytes
    session_id: bytes
    display_hash: str
    items: tuple[str, ...]
    ends_at: datetime
    once: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ConsentFilter:
    """Which entries of the ledger are wanted; None means any.

    Args:
        item: the scope word.
        current: only the present state of each item, not its history.
        expiring_before: given ones whose end lies before this moment.
    """

    account_id: bytes | None = None
    client_id: bytes | None = None
    item: str | None = None
    necessity: Necessity | None = None
    statuses: tuple[ConsentStatus, ...] = ()
    current: bool = True
    expiring_before: datetime | None = None
