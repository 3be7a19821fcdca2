"""End leave: withdraw (the person), revoke (anyone else), expire (time). One rule, three verbs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from domain.consent.entries import append, new_salt
from domain.consent.events import ConsentEnded, ConsentExpired, ConsentRevoked, ConsentWithdrawn
from domain.consent.own import ensure_own
from domain.consent.records import Consent, ConsentStatus, Necessity
from domain.consent.refusals import CONSENT_NOT_GIVEN
from domain.consent.store import ConsentWork
from domain.kernel.authorize import authorize
from domain.kernel.errors import CONFLICT, Refusal, invalid, not_found
from domain.kernel.work import writes

EXPIRY_BATCH: Final = 500
"""Rows a work of the expiry job takes: well below a second of a writer's time."""

EVER: Final = timedelta(days=36_500)
"""Longer than any leave is given for."""

TRIES: Final = 5
"""Several may have one item in hand at once; a third try is never needed in practice."""

MOST_NOTE: Final = 200
"""Characters of an operator's reason."""

_EVENTS: Final[dict[ConsentStatus, type[ConsentEnded]]] = {
    ConsentStatus.WITHDRAWN: ConsentWithdrawn,
    ConsentStatus.REVOKED: ConsentRevoked,
    ConsentStatus.EXPIRED: ConsentExpired,
}


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A person takes leave back.

    Args:
        account_id: whose leave; entries of anyone else are not found.
        client_id: the application.
        item: one scope word, or None for all of it.
    """

    account_id: bytes
    client_id: bytes
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Revoke:
    """An operator ends leave.

    Args:
        account_id: whose leave.
        client_id: the application.
        item: one scope word, or None for all of it.
        note: why, in the operator's words, 1 to 200 characters, free of personal data.
    """

    account_id: bytes
    client_id: bytes
    note: str
    item: str | None = None


@writes(durable=True)
def withdraw(work: ConsentWork, request: Withdraw) -> int:
    """End leave on the person's own word.

    What had run out already is taken down as expired, and that is no mistake of the person's.

    Returns:
        How many items ended now.

    Refuses:
        not_found: there is no such leave of this person, or it is not they who act.
        conflict: others changed it each time we tried.

    Tells:
        ConsentWithdrawn, or ConsentExpired where time came first.
    """
    ensure_own(work, request.account_id)
    entries = _current(work, request.account_id, request.client_id, request.item)
    if not entries:
        raise not_found("leave")
    return _end(work, entries, ConsentStatus.WITHDRAWN, reason="person", note="")


@writes(durable=True)
def revoke(work: ConsentWork, request: Revoke) -> int:
    """End leave on an operator's word.

    Returns:
        How many items ended now.

    Refuses:
        forbidden: the operator lacks `consents.revoke`.
        invalid_input: no reason was given, or it is too long.
        not_found: there is no such leave here.
        consent_not_given: nothing of it is in force.
        conflict: others changed it each time we tried.

    Tells:
        ConsentRevoked, or ConsentExpired where time came first.
    """
    authorize(work, "consents.revoke")
    note = request.note.strip()
    if not 1 <= len(note) <= MOST_NOTE:
        raise invalid("note", "give a reason of 1 to {most} characters", most=MOST_NOTE)
    entries = _current(work, request.account_id, request.client_id, request.item)
    if not entries:
        raise not_found("leave")
    if not any(entry.status is ConsentStatus.GIVEN for entry in entries):
        raise Refusal(CONSENT_NOT_GIVEN)
    return _end(work, entries, ConsentStatus.REVOKED, reason="operator", note=note)


@writes(durable=True)
def expire_due(work: ConsentWork, limit: int = EXPIRY_BATCH) -> int:
    """Take down what time has ended; correctness does not wait for it.

    Args:
        limit: most rows of this work, 1 and up.

    Returns:
        How many entries were written; as many as `limit` means there may be more.

    Tells:
        ConsentExpired, once for each item.
    """
    due = work.consents.due(work.now, limit)
    return _end(work, due, ConsentStatus.EXPIRED, reason="time", note="")


@writes(durable=True)
def end_restored(work: ConsentWork, limit: int = EXPIRY_BATCH) -> int:
    """End leave that a backup brought back: it may have been ended since (ADR-12).

    Nothing is lost but the answer: people are asked again.

    Args:
        limit: most rows of this work, 1 and up.

    Returns:
        How many entries were written; as many as `limit` means there may be more.

    Tells:
        ConsentRevoked, or ConsentExpired where time came first.
    """
    given = work.consents.due(work.now + EVER, limit)
    return _end(work, given, ConsentStatus.REVOKED, reason="restored", note="")


def end_for_account(work: ConsentWork, account_id: bytes, reason: str) -> int:
    """End all leave of an account that is erased; a subscriber's verb.

    Tells:
        ConsentRevoked for each item in force.
    """
    return _end(
        work, work.consents.of_account(account_id), ConsentStatus.REVOKED, reason=reason, note=""
    )


def _current(
    work: ConsentWork, account_id: bytes, client_id: bytes, item: str | None
) -> tuple[Consent, ...]:
    entries = work.consents.current(account_id, client_id)
    return tuple(entry for entry in entries if item is None or entry.item == item)


@dataclass(frozen=True, slots=True)
class _Ending:
    """What all entries have in common that one act writes.

    Args:
        status: withdrawn, revoked or expired; what time has ended first is expired all the same.
    """

    status: ConsentStatus
    reason: str
    note: str


def _end(
    work: ConsentWork, entries: Iterable[Consent], status: ConsentStatus, *, reason: str, note: str
) -> int:
    """End those in force; decide expiry before the compare-and-set (consent-standards 1.6)."""
    ending = _Ending(status, reason, note)
    return sum(_end_one(work, entry, ending) for entry in entries)


def _end_one(work: ConsentWork, entry: Consent, ending: _Ending) -> bool:
    """End one item if it is in force; False when it is not, or not any more.

    Whoever ends leave is never refused because somebody else had it in hand at that moment: what
    was renewed is ended as it stands now, and what was ended is.
    """
    present: Consent | None = entry
    for _ in range(TRIES):
        if present is None or present.status is not ConsentStatus.GIVEN:
            return False
        follower = _follower(work, present, ending)
        try:
            append(work, follower)
        except Refusal:
            present = _present(work, entry)
            continue
        _tell(work, follower)
        return True
    raise Refusal(CONFLICT, what="leave")


def _present(work: ConsentWork, entry: Consent) -> Consent | None:
    current = _current(work, entry.account_id, entry.client_id, entry.item)
    return current[0] if current else None


def _follower(work: ConsentWork, entry: Consent, ending: _Ending) -> Consent:
    late, actor = not entry.valid(work.now), work.actor
    return replace(
        entry,
        id=work.new_id(),
        status=ConsentStatus.EXPIRED if late else ending.status,
        reason="time" if late else ending.reason,
        at=work.now,
        expires_at=None,
        previous=entry.id,
        actor_kind=actor.kind.value,
        actor_name="time" if late else actor.name,
        session_id=None,
        note="" if late else ending.note,
        salt=new_salt(),
    )


def _tell(work: ConsentWork, entry: Consent) -> None:
    work.tell(
        _EVENTS[entry.status](
            subject=entry.id,
            account=entry.account_id,
            client=entry.client_id,
            item=entry.item,
            needed=entry.necessity is Necessity.NEEDED,
            reason=entry.reason,
        )
    )
