"""Claim an identifier for an account."""

from __future__ import annotations

from domain.identifiers.events import IdentifierClaimed
from domain.identifiers.find import find
from domain.identifiers.records import IdentifierKind, SealedIdentifier
from domain.identifiers.refusals import taken
from domain.identifiers.seal import candidates
from domain.identifiers.store import IdentifierWork
from domain.kernel.errors import Refusal


def ensure_free(work: IdentifierWork, kind: IdentifierKind, inner: bytes) -> None:
    """Go on only if nobody has it; asked for every identifier before the first change.

    Refuses:
        identifier_taken: an account has it under a live key version.
    """
    if find(work, kind, inner) is not None:
        raise Refusal(taken(work.actor), field="identifier")


def claim(
    work: IdentifierWork, account_id: bytes, kind: IdentifierKind, inner: bytes
) -> SealedIdentifier:
    """Make the account recognisable by it, unless any live key version of it is taken.

    The store decides, in the transaction. Claims come before all other changes, so that their
    refusal is a clean one (ADR-3); who claims several asks `ensure_free` for each of them
    first. Where two replicas still meet at the second name, the refusal undoes the first.

    Args:
        account_id: an account that is kept by the end of this work.
        inner: the slow hash of the normalised text, 32 bytes.

    Refuses:
        identifier_taken: an account has it.

    Tells:
        IdentifierClaimed
    """
    made = candidates(work, kind, inner)
    current = made[0]
    sealed = SealedIdentifier(
        id=work.new_id(),
        account_id=account_id,
        kind=kind,
        index=current.index,
        key_version=current.key_version,
        created_at=work.now,
    )
    if not work.identifiers.claim(sealed, made):
        raise Refusal(taken(work.actor), field="identifier")
    work.tell(IdentifierClaimed(subject=sealed.id, account=account_id, kind=kind))
    return sealed
