"""Chain what waits for a place in a tenant's log, and say once what gets none."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from domain.audit.sequence import BATCH, stuck, waiting
from domain.figures.count import sequence_and_count

if TYPE_CHECKING:
    from app.operations.jobs import Round
    from domain.tenants.records import Tenant

LOGGER: Final = logging.getLogger("byleave.jobs")

_TOLD: Final[set[bytes]] = set()
"""Tenants whose log has something stuck, as this process has said: it looks every few seconds."""


def sequence_all(turn: Round, tenant: Tenant) -> int:
    """Chain a tenant's leaves, a batch after another.

    What is stuck holds nothing up: it is left as it was found, for `verify` and the doctor to name.

    Returns:
        How many got their place.
    """
    done = 0
    while turn.do(tenant, waiting):
        rows = int(turn.do(tenant, sequence_and_count, BATCH))
        done += rows
        if not rows:
            _tell(turn, tenant)
        if rows < BATCH:
            return done
    _TOLD.discard(tenant.id)
    return done


def _tell(turn: Round, tenant: Tenant) -> None:
    """Log what is stuck when it is first met; nothing where another replica has just chained."""
    found = turn.do(tenant, stuck)
    if found and tenant.id not in _TOLD:
        _TOLD.add(tenant.id)
        LOGGER.error(
            "leaves that wait for the log of %s were changed past Byleave and get no place: "
            "run `byleave audit verify --tenant %s`",
            tenant.slug,
            tenant.slug,
        )
