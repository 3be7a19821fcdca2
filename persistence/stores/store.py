"""What all stores have: a connection, a tenant, a key ring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import Column, ColumnElement, Table, bindparam, delete, select, update

from domain.kernel.paging import PAGE_SIZE
from persistence.db import Db
from persistence.mapping import same, table_of
from persistence.sealing import KeyRing
from persistence.shelves import Shelf, keep
from persistence.statements import Prepared
from persistence.tables.tenants import ConfigVersionRow

T = TypeVar("T")

INSTALLATION: Final = bytes(16)
"""The `tenant_id` of a work of the installation itself; no tenant has it."""


class Held(Protocol):
    """What a store is made on: the work of one tenant."""

    @property
    def db(self) -> Db:
        """The connection of this job."""
        ...

    @property
    def tenant_id(self) -> bytes:
        """The tenant."""
        ...

    @property
    def ring(self) -> KeyRing:
        """What seals and opens."""
        ...

    @property
    def shelf(self) -> Shelf | None:
        """What is kept of the tenant's configuration; None once this work changed it."""
        ...

    def configured(self) -> None:
        """Tell that the configuration changed: nothing kept counts any more."""
        ...


class Store:
    """A store of one tenant, for the length of one work."""

    __slots__ = ("_db", "_held", "_tenant")

    def __init__(self, held: Held) -> None:
        """Bind to the work's connection and tenant."""
        self._held = held
        self._db = held.db
        self._tenant = held.tenant_id

    @property
    def _ring(self) -> KeyRing:
        """What seals and opens; few stores ask."""
        return self._held.ring

    def _configured(self, met: int) -> bool:
        """Bump the tenant's config version if a row was met."""
        if met:
            bump(self._db, self._tenant)
            self._held.configured()
        return bool(met)

    def _kept(self, key: tuple[object, ...], load: Callable[[], T]) -> T:
        """Return a thing from the tenant's shelf, or load it and keep it if there is one.

        A write may keep it too: that it has a shelf means that neither it nor another job of its
        transaction has changed the configuration, so that what it reads is committed.
        """
        shelf = self._held.shelf
        if shelf is None:
            return load()
        thing: T | None = shelf.things.get(key)
        if thing is None:
            thing = load()
            if thing is not None:
                keep(shelf, key, thing)
        return thing


def storable(text: str) -> bool:
    """Tell whether a text can stand in a row at all: Postgres takes no NUL, not even to look for.

    Asked where a stranger's own text is looked up, so that it is not found instead of a fault.
    """
    return "\x00" not in text


_SOME: Final = tuple(f"id_{place}" for place in range(PAGE_SIZE))
"""Binds of a statement that is written once, for as many rows as a page shows."""


def among(column: Column[bytes]) -> ColumnElement[bool]:
    """Return `column in (…)` for the ids of a portion."""
    return column.in_([bindparam(each, type_=column.type) for each in _SOME])


def portions(ids: tuple[bytes, ...]) -> Iterator[dict[str, bytes]]:
    """Return the binds of `among`, a portion at a time.

    The last id fills up what is left of a portion: it is asked for twice and found once.
    """
    for first in range(0, len(ids), PAGE_SIZE):
        part = ids[first : first + PAGE_SIZE]
        yield dict(zip(_SOME, part + part[-1:] * (PAGE_SIZE - len(part)), strict=True))


_CONFIG = table_of(ConfigVersionRow)
_BUMP = Prepared(
    update(_CONFIG).where(*same(_CONFIG.c.tenant_id)).values(version=_CONFIG.c.version + 1)
)


def bump(db: Db, tenant_id: bytes) -> None:
    """Move a tenant's config version on."""
    db.run(_BUMP, tenant_id=tenant_id)
    db.announce(tenant_id)


def tidying(table: Table, key: Column[Any], *due: ColumnElement[bool]) -> Prepared[Any]:
    """Return a delete of the tenant's rows that are due, at most `limit` at a time.

    Args:
        table: where they lie.
        key: the other column of the primary key.
        due: which rows; served by an index, so that looking for none costs nothing.
    """
    mine = same(table.c.tenant_id)
    chosen = select(key).where(*mine, *due).limit(bindparam("limit"))
    return Prepared(delete(table).where(*mine, key.in_(chosen)))


def tidying_old(table: Table, key: Column[Any], at: Column[datetime]) -> Prepared[Any]:
    """Return a delete of the tenant's rows from before a moment, the oldest first.

    Ids are ordered by time: the key leads to the oldest without an index of its own. A row's moment
    is never later than its id's, but for a sandbox tenant, whose clock may be ahead.

    Args:
        table: where they lie.
        key: the other column of the primary key, an id.
        at: the row's moment; the statement takes it as `before`, and `first_id` of it as `bound`.
    """
    mine = same(table.c.tenant_id)
    old = (*mine, key < bindparam("bound"), before(at))
    chosen = select(key).where(*old).order_by(key).limit(bindparam("limit"))
    return Prepared(delete(table).where(*mine, key.in_(chosen)))


def before(column: Column[datetime]) -> ColumnElement[bool]:
    """Return `column < :before`."""
    return column < bindparam("before", type_=column.type)
