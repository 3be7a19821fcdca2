"""No statement on a tenant's table forgets the tenant (ADR-2)."""

from __future__ import annotations

import importlib
import pkgutil

from sqlalchemy.sql import visitors
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, ColumnElement
from sqlalchemy.sql.operators import eq
from sqlalchemy.sql.schema import Column, Table

from persistence import stores
from persistence.statements import Prepared, watchers
from tests.support.furnished import SEEN, WROTE, Furnished


def _statements():
    for module in pkgutil.iter_modules(stores.__path__):
        loaded = importlib.import_module(f"persistence.stores.{module.name}")
        for name, value in vars(loaded).items():
            for prepared in value.values() if isinstance(value, dict) else (value,):
                if isinstance(prepared, Prepared):
                    yield f"{module.name}.{name}", prepared


def _forgotten(statement) -> set[str]:
    """Return the tables of tenants that a statement touches without naming the tenant.

    A table is bound by `tenant_id = :value`, or by `tenant_id = other.tenant_id` where the other
    one is bound.
    """
    tables: set[Table] = set()
    pinned: set[Table] = set()
    ties: list[tuple[Table, Table]] = []

    def equality(node: BinaryExpression) -> None:
        if node.operator is not eq:
            return
        sides = [_tenant_of(side) for side in (node.left, node.right)]
        if sides[0] is not None and sides[1] is not None:
            ties.append((sides[0], sides[1]))
        elif sides[0] is not None and isinstance(node.right, BindParameter):
            pinned.add(sides[0])

    visitors.traverse(
        statement,
        {"include_scalar_selects": True},
        {"table": tables.add, "binary": equality},
    )
    if isinstance(statement, Insert):
        # An insert gives every column, the tenant among them; what it returns is its own row.
        tables.discard(statement.table)
    for _ in ties:
        for one, other in ties:
            if one in pinned or other in pinned:
                pinned |= {one, other}
    return {table.name for table in tables if "tenant_id" in table.c and table not in pinned}


def _tenant_of(side: ColumnElement) -> Table | None:
    if isinstance(side, Column) and side.name == "tenant_id" and isinstance(side.table, Table):
        return side.table
    return None


def test_no_prepared_statement_forgets_the_tenant():
    found = {name: _forgotten(prepared.statement) for name, prepared in _statements()}
    assert len(found) > 100
    assert {name: tables for name, tables in found.items() if tables} == {}


def test_no_statement_that_ran_forgets_the_tenant(both):
    ran = []
    watchers.append(ran.append)
    try:
        furnished = Furnished(both)
        for see in SEEN.values():
            both.read(lambda work, see=see: see(work, furnished))
        for write in WROTE.values():
            both.write(lambda work, write=write: write(work, furnished))
    finally:
        watchers.remove(ran.append)
    pages = [prepared for prepared in ran if _forgotten(prepared.statement)]
    assert pages == []


def test_the_search_for_forgotten_tenants_finds_its_plant():
    from sqlalchemy import bindparam, delete, select, update

    from persistence.mapping import same, table_of
    from persistence.tables.accounts import AccountRow
    from persistence.tables.oauth import ClientGrantRow

    account, grant = table_of(AccountRow), table_of(ClientGrantRow)
    loose = select(grant.c.id).where(grant.c.id == account.c.id, *same(grant.c.tenant_id))
    assert _forgotten(select(account.c.id).where(account.c.id == bindparam("id"))) == {"account"}
    assert _forgotten(delete(account).where(account.c.id == bindparam("id"))) == {"account"}
    assert _forgotten(update(account).values(label="x")) == {"account"}
    assert _forgotten(loose) == {"account"}
    assert _forgotten(loose.where(account.c.tenant_id == grant.c.tenant_id)) == set()
