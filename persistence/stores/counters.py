"""Figures by day, of a tenant and of its clients."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Table, bindparam, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from domain.figures.records import ClientFigure
from persistence.mapping import columns_of, same, table_of
from persistence.statements import Prepared
from persistence.stores.store import Store
from persistence.tables.audit import ClientCounterRow, CounterRow, TotalRow

_COUNTER = table_of(CounterRow)
_CLIENT = table_of(ClientCounterRow)
_TOTAL = table_of(TotalRow)


def _adding(table: Table, *key: str) -> Prepared[Any]:
    """Return an upsert that adds up: what several replicas count at once is all there."""
    adding = insert(table)
    return Prepared(
        adding.on_conflict_do_update(
            index_elements=["tenant_id", *key],
            set_={"amount": table.c.amount + adding.excluded.amount},
        ),
        evidence=True,
    )


def _forgetting(table: Table, *key: str) -> Prepared[Any]:
    mine = same(table.c.tenant_id)
    columns = [table.c[name] for name in key]
    old = select(*columns).where(*mine, table.c.day < bindparam("before")).limit(bindparam("limit"))
    return Prepared(delete(table).where(*mine, tuple_(*columns).in_(old)))


_ADD = _adding(_COUNTER, "day", "name")
_ADD_FOR = _adding(_CLIENT, "client_id", "day", "name")
_ADD_UP = _adding(_TOTAL, "name")
_OF = Prepared(select(_TOTAL.c.amount).where(*same(_TOTAL.c.tenant_id, _TOTAL.c.name)))
_TIDY = _forgetting(_COUNTER, "day", "name")
_TIDY_FOR = _forgetting(_CLIENT, "client_id", "day", "name")
_BETWEEN = Prepared(
    select(_COUNTER.c.day, _COUNTER.c.name, _COUNTER.c.amount)
    .where(
        *same(_COUNTER.c.tenant_id),
        _COUNTER.c.day.between(bindparam("first"), bindparam("last")),
    )
    .order_by(_COUNTER.c.day, _COUNTER.c.name)
)


class CounterStore(Store):
    """See `domain.kernel.counters.Counters`."""

    __slots__ = ()

    def add(self, day: date, name: str, amount: int) -> None:
        """See the Protocol."""
        self._db.run(_ADD, tenant_id=self._tenant, day=day, name=name, amount=amount)

    def between(self, first: date, last: date) -> tuple[tuple[date, str, int], ...]:
        """See the Protocol."""
        return tuple(self._db.all(_BETWEEN, tenant_id=self._tenant, first=first, last=last))

    def tidy(self, before: date, limit: int) -> int:
        """See the Protocol."""
        return self._db.run(_TIDY, tenant_id=self._tenant, before=before, limit=limit)


class TotalStore(Store):
    """See `domain.kernel.counters.Totals`."""

    __slots__ = ()

    def add(self, name: str, amount: int) -> None:
        """See the Protocol."""
        self._db.run(_ADD_UP, tenant_id=self._tenant, name=name, amount=amount)

    def of(self, name: str) -> int:
        """See the Protocol."""
        row = self._db.one(_OF, tenant_id=self._tenant, name=name)
        return row[0] if row is not None else 0


class ClientCounterStore(Store):
    """See `domain.figures.store.ClientCounters`."""

    __slots__ = ()

    def add(self, figure: ClientFigure) -> None:
        """See the Protocol."""
        self._db.run(
            _ADD_FOR,
            tenant_id=self._tenant,
            client_id=figure.client_id,
            day=figure.day,
            name=figure.name,
            amount=figure.amount,
        )

    def between(
        self, clients: tuple[bytes, ...], first: date, last: date
    ) -> tuple[ClientFigure, ...]:
        """See the Protocol."""
        if not clients:
            return ()
        wanted = (
            select(*columns_of(_CLIENT, ClientFigure))
            .where(
                _CLIENT.c.tenant_id == self._tenant,
                _CLIENT.c.client_id.in_(clients),
                _CLIENT.c.day.between(first, last),
            )
            .order_by(_CLIENT.c.client_id, _CLIENT.c.day, _CLIENT.c.name)
        )
        return tuple(self._db.ask(wanted, ClientFigure))

    def tidy(self, before: date, limit: int) -> int:
        """See the Protocol."""
        return self._db.run(_TIDY_FOR, tenant_id=self._tenant, before=before, limit=limit)
