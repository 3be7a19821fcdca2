"""Entries of the ledger as rows of a sheet: ids and words, nothing of a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.operations.sheets import sheet
from domain.consent.records import Consent
from domain.kernel.ids import show

MOST: Final = 10_000
"""Rows of one file; who needs more reads the list page by page."""

HEAD: Final = (
    "consent",
    "record",
    "account",
    "client",
    "item",
    "necessity",
    "basis",
    "status",
    "reason",
    "at",
    "expires_at",
    "duration",
    "actor_kind",
    "actor",
    "display_hash",
    "note",
)


def ledger_sheet(entries: Iterable[Consent]) -> str:
    """Return entries as CSV."""
    return sheet(HEAD, map(_row, entries))


def _row(entry: Consent) -> tuple[object, ...]:
    return (
        show("con", entry.id),
        entry.record_id,
        show("acc", entry.account_id),
        show("cli", entry.client_id),
        entry.item,
        entry.necessity.value,
        entry.basis.value,
        entry.status.value,
        entry.reason,
        entry.at,
        entry.expires_at,
        entry.duration.value,
        entry.actor_kind,
        entry.actor_name,
        entry.display_hash,
        entry.note,
    )
