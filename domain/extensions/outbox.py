"""Keep a told fact for those outside who want to know, in the transaction that made it true."""

from __future__ import annotations

from domain.extensions.records import OutboxFact
from domain.extensions.store import OutboxWork
from domain.kernel.events import Event
from domain.kernel.facts import shown
from domain.kernel.ids import show


def keep(work: OutboxWork, event: Event) -> None:
    """Enter an outgoing event into the outbox; any other leaves nothing.

    Args:
        event: what happened.
    """
    if not event.outgoing:
        return
    facts = shown(event)
    if event.subject is not None:
        facts["subject"] = show(event.prefix, event.subject)
    work.outbox.add(OutboxFact(work.new_id(), work.now, event.name, facts))
