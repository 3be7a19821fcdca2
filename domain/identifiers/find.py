"""Find whom an identifier belongs to."""

from __future__ import annotations

from domain.identifiers.records import IdentifierKind, SealedIdentifier
from domain.identifiers.seal import candidates
from domain.identifiers.store import IdentifierWork


def find(work: IdentifierWork, kind: IdentifierKind, inner: bytes) -> SealedIdentifier | None:
    """Return the sealed identifier under any live key version, or None.

    Args:
        inner: the slow hash of the normalised text, 32 bytes.
    """
    return work.identifiers.find(kind, candidates(work, kind, inner))


def reseal_if_old(
    work: IdentifierWork, found: SealedIdentifier, kind: IdentifierKind, inner: bytes
) -> bool:
    """Move a found identifier to the current key version, now that its text is at hand.

    A key can only be taken away once nothing rests on it; signing in is what moves people over.

    Returns:
        Whether it was moved.
    """
    current = candidates(work, kind, inner)[0]
    if found.key_version == current.key_version:
        return False
    work.identifiers.reseal(found.id, current)
    return True
