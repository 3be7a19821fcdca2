"""Facts on their way out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from domain.extensions.records import OutboxFact
from domain.kernel.ids import first_id
from persistence.mapping import columns_of, same, table_of, values_of
from persistence.statements import Prepared
from persistence.stores.store import Store, tidying_old
from persistence.tables.extensions import OutboxFactRow

_FACT = table_of(OutboxFactRow)
_values = values_of(OutboxFact)

_ADD = Prepared(insert(_FACT), evidence=True)
_PENDING = Prepared(
    select(*columns_of(_FACT, OutboxFact))
    .where(*same(_FACT.c.tenant_id))
    .order_by(_FACT.c.id)
    .limit(bindparam("limit")),
    OutboxFact,
)
_REMOVE = Prepared(delete(_FACT).where(*same(_FACT.c.tenant_id, _FACT.c.id)))
_TIDY = tidying_old(_FACT, _FACT.c.id, _FACT.c.at)


class OutboxStore(Store):
    """See `domain.extensions.store.Outbox`."""

    __slots__ = ()

    def add(self, fact: OutboxFact) -> None:
        """See the Protocol."""
        self._db.add(_ADD, tenant_id=self._tenant, **_values(fact))

    def pending(self, limit: int) -> tuple[OutboxFact, ...]:
        """See the Protocol."""
        return tuple(self._db.all(_PENDING, tenant_id=self._tenant, limit=limit))

    def remove(self, fact_id: bytes) -> bool:
        """See the Protocol."""
        return self._db.run(_REMOVE, tenant_id=self._tenant, id=fact_id) == 1

    def tidy(self, before: datetime, limit: int) -> int:
        """See the Protocol."""
        binds = {"bound": first_id(before), "before": before, "limit": limit}
        return self._db.run(_TIDY, tenant_id=self._tenant, **binds)
