"""A tenant's log under test: what fills, chains, signs and proves it, and what changes it."""

from __future__ import annotations

from sqlalchemy import text

from domain.audit.checkpoint import SignCheckpoint, sign
from domain.audit.records import Checkpoint
from domain.audit.sequence import sequence
from domain.audit.verify import Fault, Verdict, verify
from domain.tenants.events import TenantEnabled
from persistence.statements import Prepared
from tests.support.ground import BASE_URL, Ground

CHECKPOINT = SignCheckpoint(BASE_URL)


def happen(ground: Ground, count: int = 5) -> None:
    for _ in range(count):
        ground.write(lambda work: work.tell(TenantEnabled(subject=work.tenant_id)), tenant="acme")


def chain(ground: Ground, limit: int = 500) -> int:
    return int(ground.do(sequence, limit, tenant="acme"))


def signed(ground: Ground) -> Checkpoint | None:
    made: Checkpoint | None = ground.do(sign, CHECKPOINT, tenant="acme")
    return made


def checked(ground: Ground) -> Verdict:
    verdict: Verdict = ground.do(verify, tenant="acme", signer=ground.signer)
    return verdict


def tamper(ground: Ground, statement: str) -> None:
    """Change the database behind our back."""
    ground.database.write(lambda db: db.run(Prepared(text(statement))))


def spoil(ground: Ground, changed: str, bytes_: str = "", table: str = "waiting_leaves") -> None:
    """Change every row of a table, by default of the leaves that wait.

    Args:
        changed: what is set; `{}` and the hexadecimal digits behind it stand for bytes.
        bytes_: more of them, in front.
    """
    sqlite = ground.database.name == "sqlite"
    head, found, tail = changed.partition("{}")
    if found:
        value = f"{bytes_}{tail}"
        head += f"x'{value}'" if sqlite else f"decode('{value}', 'hex')"
    tamper(ground, f"UPDATE {table} SET {head}")  # noqa: S608 - the test is the attacker


def faults(ground: Ground) -> list[tuple[Fault, int | None]]:
    return [(each.fault, each.seq) for each in checked(ground).findings]
