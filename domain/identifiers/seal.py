"""Seal an identifier: what is kept of it, and what limits count it by."""

from __future__ import annotations

from domain.identifiers.records import Candidate, IdentifierKind
from domain.kernel.secrets import keyed
from domain.tenants.store import TenantWork


def candidates(work: TenantWork, kind: IdentifierKind, inner: bytes) -> tuple[Candidate, ...]:
    """Return the index under each live key version, the current one first.

    Args:
        kind: takes part, so that one text of two kinds has two indexes.
        inner: the slow hash of the normalised text, 32 bytes.
    """
    return tuple(
        Candidate(key.version, keyed(key.key, "identifier", kind, inner))
        for key in work.tenant_keys.index_keys()
    )


def subject(made: tuple[Candidate, ...]) -> bytes:
    """Return what limits count this identifier by, whether or not it is anybody's.

    It is not the index: who reads the limits cannot look an account up by it.

    Args:
        made: what `candidates` returned; not empty.

    Returns:
        32 bytes.
    """
    return keyed(made[0].index, "limit subject")
