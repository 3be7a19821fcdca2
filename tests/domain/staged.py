"""Run a staged use case on a stage, as `call` does for doors; and the actors of these tests."""

from __future__ import annotations

from typing import Any

from app.runtime.powers.identifiers import Argon2IdentifierHasher
from app.runtime.powers.passwords import Argon2PasswordHasher
from app.runtime.powers.strength import Strength
from domain.kernel.ids import show
from domain.kernel.work import Actor, ActorKind, Staged
from tests.support.stage import TEST, Stage

POWERS = {
    "hasher": Argon2PasswordHasher(Strength(64, 1)),
    "identifier_hasher": Argon2IdentifierHasher(),
}
"""Real hashes, of the least strength that argon2 knows for passwords."""


def run(stage: Stage, use_case: Staged, request: Any, *, actor: Actor = TEST) -> Any:
    seen = stage.read(lambda work: use_case.look(work, request), actor=actor)
    powers = {name: POWERS[name] for name in use_case.powers}
    made = use_case.slow(seen, request, **powers)
    return stage.write(lambda work: use_case.settle(work, request, seen, made), actor=actor)


def a_person(account_id: bytes, source: bytes | None = None) -> Actor:
    return Actor(ActorKind.PERSON, show("acc", account_id), account_id, source=source)


def an_operator(*permissions: str) -> Actor:
    return Actor(ActorKind.OPERATOR, "acc_operator", bytes(16), frozenset(permissions))
