"""What this room does when it hears of something, in the same transaction."""

from __future__ import annotations

from domain.api_keys.store import ApiKeyWork
from domain.kernel.events import Event


def on_account_erased(work: ApiKeyWork, event: Event) -> None:
    """Delete the keys of an erased account."""
    if event.subject is not None:
        work.api_keys.remove_all(event.subject)
