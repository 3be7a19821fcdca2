"""Forget a remembered refusal, so that the application may ask again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.consent.entries import append, new_salt
from domain.consent.own import ensure_own
from domain.consent.records import ConsentStatus
from domain.consent.rules import remembered
from domain.consent.store import ConsentWork
from domain.kernel.errors import not_found
from domain.kernel.work import writes


@dataclass(frozen=True, slots=True)
class Forget:
    """A person lets an application ask again.

    Args:
        account_id: whose refusal; anyone else's is not found.
        item: the scope word.
    """

    account_id: bytes
    client_id: bytes
    item: str


@writes(durable=True)
def forget_refusal(work: ConsentWork, request: Forget) -> None:
    """Let the memory of an unticked box end now.

    Refuses:
        not_found: no such refusal of this person is remembered, or it is not they who act.
    """
    ensure_own(work, request.account_id)
    for entry in work.consents.current(request.account_id, request.client_id):
        if entry.item == request.item and remembered(entry, work.now):
            append(
                work,
                replace(
                    entry,
                    id=work.new_id(),
                    status=ConsentStatus.REFUSED,
                    reason="deferred",
                    at=work.now,
                    expires_at=work.now,
                    previous=entry.id,
                    actor_kind=work.actor.kind.value,
                    actor_name=work.actor.name,
                    session_id=None,
                    salt=new_salt(),
                ),
            )
            return
    raise not_found("refusal")
