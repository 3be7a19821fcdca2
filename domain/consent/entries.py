"""Write an entry of the ledger with its leaf; the one place where entries are made."""

from __future__ import annotations

import secrets
from dataclasses import fields
from typing import Any, Final

from domain.audit.records import LeafSource, LogLeaf
from domain.consent.records import Consent
from domain.consent.store import ConsentWork
from domain.kernel.canonical import leaf
from domain.kernel.errors import CONFLICT, Refusal

_MEMBERS: Final = tuple(each.name for each in fields(Consent) if each.name != "salt")


def body(consent: Consent) -> dict[str, Any]:
    """Return the body of an entry that its leaf stands for: every field but the salt."""
    return {name: getattr(consent, name) for name in _MEMBERS}


def append(work: ConsentWork, consent: Consent) -> Consent:
    """Add an entry to the ledger and its leaf to the log.

    Refuses:
        conflict: somebody else changed this item in between.
    """
    if not work.consents.append(consent):
        raise Refusal(CONFLICT, what="leave")
    work.log.add(
        LogLeaf(consent.id, LeafSource.CONSENT, leaf(consent.salt, body(consent)), consent.at)
    )
    return consent


def new_salt() -> bytes:
    """Make the salt of a leaf: it hides a body that was erased from anyone who guesses it."""
    return secrets.token_bytes(16)
