"""Rotate a tenant's keys: published before use, kept after it.

A signing key goes `next` → `active` → `retiring` → `retired`. A token key waits as `next` until
every relying party has fetched it, and stays in the key set as `retiring` while anything it signed
may still be shown to us. Keys of evidence are in no key set: they change at once.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.kernel.authorize import authorize
from domain.kernel.errors import CONFLICT, Refusal, invalid
from domain.kernel.fresh import ensure_fresh
from domain.kernel.powers import KeyMaker, KeyPair
from domain.kernel.work import Staged, reads, writes
from domain.tenants.events import (
    IndexKeyRotated,
    KeyActivated,
    KeyCreated,
    KeyEvent,
    KeyRetired,
    KeyRetiring,
)
from domain.tenants.new_keys import KEY_BYTES, TOKEN_ALGS, signing_key
from domain.tenants.records import IndexKey, KeyPurpose, KeyState, SigningKey
from domain.tenants.store import TenantWork

PUBLISHED_BEFORE_USE: Final = timedelta(hours=24)
"""How long a token key is published before it signs: relying parties cache the set for hours."""

EVENTS: Final[dict[KeyState, type[KeyEvent]]] = {
    KeyState.ACTIVE: KeyActivated,
    KeyState.RETIRING: KeyRetiring,
    KeyState.RETIRED: KeyRetired,
}


@dataclass(frozen=True, slots=True)
class RotateKey:
    """A new key is wanted.

    Args:
        purpose: what it signs.
        alg: `ES256`, or `RS256` for tokens.
        at_once: let it sign now; for a key that may be known to others.
    """

    purpose: KeyPurpose = KeyPurpose.TOKEN
    alg: str = "ES256"
    at_once: bool = False


@reads
def look(work: TenantWork, request: RotateKey) -> None:
    """See whether the rotation may be, before a key is made.

    Refuses:
        forbidden: the actor may not rotate keys.
        fresh_proof_needed: the operator's last proof is too old.
        invalid_input: this purpose has no key of this algorithm.
        conflict: a next key waits already and is not yet due.
    """
    authorize(work, "keys.rotate")
    ensure_fresh(work)
    algs = TOKEN_ALGS if request.purpose is KeyPurpose.TOKEN else TOKEN_ALGS[:1]
    if request.alg not in algs:
        raise invalid("alg", "choose {algs} for this purpose.", algs=", ".join(algs))
    if not _immediate(request) and _of(work, request, KeyState.NEXT):
        raise Refusal(CONFLICT, what="next key")


def slow(_seen: None, request: RotateKey, *, key_maker: KeyMaker) -> KeyPair:
    """Make the key outside any transaction."""
    return key_maker.make(request.alg)


@writes(durable=True)
def settle(work: TenantWork, request: RotateKey, _seen: None, made: KeyPair) -> SigningKey:
    """Keep the new key; a token key waits as `next` unless it is to sign at once.

    Refuses:
        forbidden: the actor may not rotate keys.
        fresh_proof_needed: the operator's last proof is too old.
        conflict: a next key waits already and is not yet due.

    Tells:
        KeyCreated: always.
        KeyRetiring: for the key it follows, when it signs at once.
        KeyRetired: for the same, when it signed evidence.
    """
    look(work, request)
    state = KeyState.ACTIVE if _immediate(request) else KeyState.NEXT
    before = _of(work, request, KeyState.ACTIVE)
    key = signing_key(made, request.purpose, state, work.now, id_=work.new_id())
    work.tenant_keys.add_signing(key)
    work.tell(_event(KeyCreated, key))
    if state is KeyState.ACTIVE:
        for each in before:
            _step_down(work, each)
    return key


rotate = Staged(look, slow, settle, powers=("key_maker",))


@writes(durable=True)
def advance(work: TenantWork) -> int:
    """Move each token key on whose time has come; a job calls it.

    A waiting key signs once it was published long enough. A retiring one is retired when no session
    can still show an ID token it signed.

    Returns:
        How many keys moved.

    Tells:
        KeyActivated: for a key that signs from now on.
        KeyRetiring: for the one it follows.
        KeyRetired: for one whose private half is gone.
    """
    moved = 0
    keys = work.tenant_keys.signing(KeyPurpose.TOKEN)
    for key in keys:
        if key.state is KeyState.NEXT and work.now >= key.created_at + PUBLISHED_BEFORE_USE:
            olds = [k for k in keys if k.state is KeyState.ACTIVE and k.alg == key.alg]
            moved += _move(work, key, KeyState.ACTIVE)
            moved += sum(_move(work, old, KeyState.RETIRING) for old in olds)
        elif key.state is KeyState.RETIRING and work.now >= _shown_until(work, key):
            moved += _move(work, key, KeyState.RETIRED)
    return moved


@writes(durable=True)
def retire_now(work: TenantWork) -> int:
    """Retire every token key that was followed by another, whatever it signed (ADR-12).

    Returns:
        How many keys were retired.

    Tells:
        KeyRetired: for each.
    """
    keys = work.tenant_keys.signing(KeyPurpose.TOKEN)
    retiring = [key for key in keys if key.state is KeyState.RETIRING]
    return sum(_move(work, key, KeyState.RETIRED) for key in retiring)


@writes(durable=True)
def rotate_index(work: TenantWork) -> int:
    """Seal identifiers under a new key from now on; each is moved at its next use.

    Returns:
        The new key's version.

    Refuses:
        forbidden: the actor may not rotate keys.
        fresh_proof_needed: the operator's last proof is too old.

    Tells:
        IndexKeyRotated: with the new version.
    """
    authorize(work, "keys.rotate")
    ensure_fresh(work)
    version = work.tenant_keys.index_keys()[0].version + 1
    work.tenant_keys.add_index_key(IndexKey(version, secrets.token_bytes(KEY_BYTES), work.now))
    work.tell(IndexKeyRotated(version=version))
    return version


def _immediate(request: RotateKey) -> bool:
    return request.at_once or request.purpose is not KeyPurpose.TOKEN


def _of(work: TenantWork, request: RotateKey, state: KeyState) -> tuple[SigningKey, ...]:
    keys = work.tenant_keys.signing(request.purpose)
    return tuple(key for key in keys if key.state is state and key.alg == request.alg)


def _shown_until(work: TenantWork, key: SigningKey) -> datetime:
    # An ID token comes back as id_token_hint as long as its session may live.
    since = key.retiring_at or work.now
    return since + work.tenant.policy.lifetimes.session_absolute


def _step_down(work: TenantWork, key: SigningKey) -> None:
    _move(work, key, KeyState.RETIRING)
    if key.purpose is not KeyPurpose.TOKEN:
        # Its public half stays provable by `history`; the private one is destroyed now.
        retiring = work.tenant_keys.advance(key.id, KeyState.RETIRING, KeyState.RETIRED, work.now)
        if retiring:
            work.tell(_event(KeyRetired, key))


def _move(work: TenantWork, key: SigningKey, after: KeyState) -> int:
    if not work.tenant_keys.advance(key.id, key.state, after, work.now):
        return 0
    work.tell(_event(EVENTS[after], key))
    return 1


def _event(event: type[KeyEvent], key: SigningKey) -> KeyEvent:
    return event(subject=key.id, kid=key.kid, purpose=key.purpose.value, alg=key.alg)
