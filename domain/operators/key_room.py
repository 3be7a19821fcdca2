"""A tenant's keys with what hangs on each: what it signs, until when, and who still needs it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from domain.identifiers.store import IdentifierWork
from domain.kernel.authorize import authorize
from domain.kernel.work import reads
from domain.tenants.keys import PUBLISHED_BEFORE_USE
from domain.tenants.records import KeyPurpose, KeyState, SigningKey, Tenant

MOST_COUNTED: Final = 10_000
"""Where counting identifiers stops: beyond it the answer is "many", and costs the same."""

MOST_RETIRED: Final = 20
"""Retired keys of a purpose that are shown."""


class KeyRoomWork(IdentifierWork, Protocol):
    """A tenant's work that sees keys and what rests on them."""


@dataclass(frozen=True, slots=True)
class KeyStanding:
    """A signing key and its next step.

    Args:
        key: without its private half.
        moves_on_at: when a job moves it on: a waiting key to active, a retiring one to retired.
        last_token_at: from when on no access token it signed is good any more; None while it still
            signs, or signs no tokens.
    """

    key: SigningKey
    moves_on_at: datetime | None
    last_token_at: datetime | None


@dataclass(frozen=True, slots=True)
class IndexStanding:
    """A version of the key under which identifiers are sealed.

    Args:
        current: whether new ones are sealed under it.
        resting: how many identifiers rest on it; `KeyRoom.most` means that many or more.
    """

    version: int
    created_at: datetime
    current: bool
    resting: int


@dataclass(frozen=True, slots=True)
class KeyRoom:
    """All keys of a tenant.

    Args:
        keys: of every purpose, the newest first; the last retired ones too.
        index: versions, the current one first.
        most: where counting stopped.
        now: by the tenant's clock.
    """

    keys: tuple[KeyStanding, ...]
    index: tuple[IndexStanding, ...]
    most: int
    now: datetime


@reads
def key_room(work: KeyRoomWork) -> KeyRoom:
    """Return every key with what hangs on it; no private half leaves the store.

    Refuses:
        forbidden: the actor may not read keys.
    """
    authorize(work, "keys.read")
    versions = work.tenant_keys.index_keys()
    return KeyRoom(
        keys=tuple(
            _standing(key, work.tenant) for purpose in KeyPurpose for key in _shown(work, purpose)
        ),
        index=tuple(
            IndexStanding(
                each.version,
                each.created_at,
                current=each is versions[0],
                resting=work.identifiers.count_on(each.version, MOST_COUNTED),
            )
            for each in versions
        ),
        most=MOST_COUNTED,
        now=work.now,
    )


def _shown(work: KeyRoomWork, purpose: KeyPurpose) -> tuple[SigningKey, ...]:
    keys = work.tenant_keys.history(purpose)
    retired = [key.id for key in keys if key.state is KeyState.RETIRED][MOST_RETIRED:]
    return tuple(key for key in keys if key.id not in retired)


def _standing(key: SigningKey, tenant: Tenant) -> KeyStanding:
    lifetimes = tenant.policy.lifetimes
    moves_on_at, last_token_at = None, None
    if key.state is KeyState.NEXT:
        moves_on_at = key.created_at + PUBLISHED_BEFORE_USE
    if key.purpose is KeyPurpose.TOKEN and key.retiring_at is not None:
        last_token_at = key.retiring_at + max(lifetimes.access_token, lifetimes.id_token)
        if key.state is KeyState.RETIRING:
            moves_on_at = key.retiring_at + lifetimes.session_absolute
    return KeyStanding(replace(key, private_pem=None), moves_on_at, last_token_at)
