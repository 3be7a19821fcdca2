"""Sealed identifiers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.kernel.secrets import Secret


class IdentifierKind(StrEnum):
    """Kind by shape."""

    USERNAME = "username"
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class SealedIdentifier:
    """What is kept of an identifier: an index, never the text.

    Args:
        index: HMAC-SHA-256 under the tenant's index key over the inner hash, 32 bytes.
        key_version: which index key made it.
    """

    id: bytes
    account_id: bytes
    kind: IdentifierKind
    index: bytes = field(repr=False)
    key_version: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way an identifier may be stored: the index under one live key version."""

    key_version: int
    index: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed to be recognised, in its one spelling; lives in memory only.

    Args:
        kind: by shape.
        text: normalised; goes to the inner hash and nowhere else.
    """

    kind: IdentifierKind
    text: Secret
