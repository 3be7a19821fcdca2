"""A tenant's keys; private halves are never shown."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import Field, StrictBool

from app.api.v1.problems import CHANGES
from app.api.v1.rooms import IN_TENANT, Called, room
from app.api.v1.values import Answer, Body, Listed
from domain.operators.key_room import IndexStanding, KeyRoom, KeyStanding, key_room
from domain.tenants.keys import RotateKey, rotate, rotate_index
from domain.tenants.listing import signing_keys
from domain.tenants.records import KeyPurpose, KeyState, SigningKey

router = room(f"{IN_TENANT}/keys", "Keys")


class What(StrEnum):
    """Which key is rotated."""

    SIGNING = "signing"
    RECEIPT = "receipt"
    CHECKPOINT = "checkpoint"
    INDEX = "index"


class Alg(StrEnum):
    """Algorithm of a signing key."""

    ES256 = "ES256"
    RS256 = "RS256"


PURPOSES = {
    What.SIGNING: KeyPurpose.TOKEN,
    What.RECEIPT: KeyPurpose.RECEIPT,
    What.CHECKPOINT: KeyPurpose.CHECKPOINT,
}


class RotateKeyBody(Body):
    """A new key is wanted."""

    what: What = What.SIGNING
    alg: Alg = Alg.ES256
    at_once: StrictBool = Field(
        default=False, description="Sign with it now: for a key others may know."
    )


class KeyTold(Answer):
    """A signing key."""

    kid: str
    alg: str
    purpose: KeyPurpose
    state: KeyState
    created_at: datetime
    activated_at: datetime | None
    retiring_at: datetime | None


class Rotated(Answer):
    """The new key; for the index its version alone."""

    key: KeyTold | None = None
    index_version: int | None = None


class KeyStandingTold(KeyTold):
    """A signing key and its next step."""

    moves_on_at: datetime | None = Field(description="When a job moves it on by itself.")
    last_token_at: datetime | None = Field(
        description="From then on no access token it signed is good any more."
    )


class IndexKeyTold(Answer):
    """A version of the key under which identifiers are sealed."""

    version: int
    created_at: datetime
    current: bool
    resting: int = Field(description="Identifiers that rest on it; counting stops at `most`.")


class KeysStanding(Answer):
    """All keys of a tenant, with what hangs on each."""

    keys: list[KeyStandingTold]
    index: list[IndexKeyTold]
    most: int


def told(key: SigningKey) -> KeyTold:
    """Return a key as it is answered."""
    return KeyTold(**{name: getattr(key, name) for name in KeyTold.model_fields})


@router.get("")
async def list_keys(caller: Called) -> Listed[KeyTold]:
    """List signing keys of every purpose, without the retired."""
    return Listed(items=[told(each) for each in await caller.inside(signing_keys)])


@router.post("/rotate", responses=CHANGES)
async def rotate_key(caller: Called, body: RotateKeyBody) -> Rotated:
    """Make a new key; a signing key is published for a day before it signs."""
    if body.what is What.INDEX:
        return Rotated(index_version=await caller.inside(rotate_index))
    request = RotateKey(PURPOSES[body.what], body.alg.value, at_once=body.at_once)
    return Rotated(key=told(await caller.inside(rotate, request)))


@router.get("/standing")
async def show_keys(caller: Called) -> KeysStanding:
    """Show what hangs on each key: what it signs, until when, and who still needs it."""
    found: KeyRoom = await caller.inside(key_room)
    return KeysStanding(
        keys=[_standing(each) for each in found.keys],
        index=[_index(each) for each in found.index],
        most=found.most,
    )


def _standing(each: KeyStanding) -> KeyStandingTold:
    key = {name: getattr(each.key, name) for name in KeyTold.model_fields}
    return KeyStandingTold(**key, moves_on_at=each.moves_on_at, last_token_at=each.last_token_at)


def _index(each: IndexStanding) -> IndexKeyTold:
    return IndexKeyTold(**{name: getattr(each, name) for name in IndexKeyTold.model_fields})
