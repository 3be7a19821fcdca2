"""Sign a statement about the log, so that its past cannot be rewritten as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from domain.audit.chain import Frontier
from domain.audit.records import Checkpoint, LogLeaf, Spoilt
from domain.audit.store import AuditWork
from domain.kernel.powers import Signer
from domain.kernel.secrets import base64url
from domain.kernel.work import Staged, reads, writes
from domain.tenants.issuer import issuer
from domain.tenants.records import KeyPurpose, KeyState, SigningKey

TYPE: Final = "checkpoint+jwt"
"""Header `typ`: no relying party can take a checkpoint for a token."""

BATCH: Final = 1000
"""Leaves read at a time."""


@dataclass(frozen=True, slots=True)
class SignCheckpoint:
    """A checkpoint is wanted.

    Args:
        base_url: where this installation is reached; the statement names its issuer.
    """

    base_url: str


@dataclass(frozen=True, slots=True)
class Unsigned:
    """What a checkpoint will say.

    Args:
        key: the key that signs it.
    """

    iss: str
    at: datetime
    seq: int
    entry_hash: bytes
    root: bytes
    frontier: bytes
    key: SigningKey


def claims_of(iss: str, checkpoint: Unsigned | Checkpoint) -> dict[str, Any]:
    """Return the signed statement: `{iss, iat, seq, entry_hash, root}`."""
    return {
        "iss": iss,
        "iat": int(checkpoint.at.timestamp()),
        "seq": checkpoint.seq,
        "entry_hash": base64url(checkpoint.entry_hash),
        "root": base64url(checkpoint.root),
    }


@reads
def look(work: AuditWork, request: SignCheckpoint) -> Unsigned | None:
    """Read what there is to sign.

    None when nothing was chained since the last checkpoint, and over a place that is missing or
    cannot be read.
    """
    tail, last = work.log.tail(), _last(work)
    key = _active(work)
    if tail is None or tail.seq is None or tail.entry_hash is None or key is None:
        return None
    if last is not None and last.seq >= tail.seq:
        return None
    frontier = grown(work, _resumed(work, last), tail)
    if frontier.size != tail.seq:
        return None
    return Unsigned(
        iss=issuer(request.base_url, work.tenant.slug),
        at=work.now,
        seq=tail.seq,
        entry_hash=tail.entry_hash,
        root=frontier.root(),
        frontier=frontier.packed(),
        key=key,
    )


def slow(seen: Unsigned | None, _request: SignCheckpoint, *, signer: Signer) -> str | None:
    """Sign outside any transaction."""
    return None if seen is None else signer.sign(seen.key, claims_of(seen.iss, seen), typ=TYPE)


@writes(durable=True)
def settle(
    work: AuditWork,
    _request: SignCheckpoint,
    seen: Unsigned | None,
    made: str | None,
) -> Checkpoint | None:
    """Keep the checkpoint, unless another replica was quicker.

    It tells nothing: a line about each checkpoint would be reason for the next one.
    """
    if seen is None or made is None:
        return None
    last = _last(work)
    if not work.log.take_turn() or (last is not None and last.seq >= seen.seq):
        return None
    checkpoint = Checkpoint(seen.seq, seen.entry_hash, seen.root, seen.at, made, seen.frontier)
    work.log.add_checkpoint(checkpoint)
    return checkpoint


sign = Staged(look, slow, settle, powers=("signer",))


def grown(work: AuditWork, frontier: Frontier, tail: LogLeaf | Spoilt) -> Frontier:
    """Return the frontier after all leaves up to the tail, or to a place that is no leaf's."""
    while missing := max(0, (tail.seq or 0) - frontier.size):
        leaves = work.found.leaves(frontier.size, min(BATCH, missing))
        for leaf in leaves:
            if isinstance(leaf, Spoilt) or leaf.seq != frontier.size + 1:
                return frontier
            frontier.add(leaf.leaf)
        if not leaves:
            break
    return frontier


def statement(work: AuditWork, signer: Signer, checkpoint: Checkpoint) -> Mapping[str, Any] | None:
    """Return the claims of a checkpoint signed by any key this tenant ever had, or None."""
    keys = work.found.checkpoint_keys()
    try:
        return signer.verify(keys, checkpoint.jws, typ=TYPE)
    except (AttributeError, LookupError, TypeError, ValueError):  # the key is none
        return None


def _last(work: AuditWork) -> Checkpoint | None:
    newest = work.log.checkpoints(1)
    return newest[0] if newest else None


def _resumed(work: AuditWork, last: Checkpoint | None) -> Frontier:
    """Return the edge of the tree at the last checkpoint; the beginning where that was changed."""
    if last is None:
        return Frontier()
    there = work.found.leaves(last.seq - 1, 1)
    try:
        frontier = Frontier.read(last.seq, last.frontier)
    except ValueError:
        return Frontier()
    stands = bool(there) and there[0].entry_hash == last.entry_hash
    return frontier if stands and frontier.root() == last.root else Frontier()


def _active(work: AuditWork) -> SigningKey | None:
    keys = work.tenant_keys.signing(KeyPurpose.CHECKPOINT)
    return next((key for key in keys if key.state is KeyState.ACTIVE), None)
