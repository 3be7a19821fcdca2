"""The words tables are written in."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from sqlalchemy import Column, ForeignKeyConstraint, Index, MetaData, text
from sqlalchemy.orm import declared_attr
from sqlalchemy.types import TypeEngine
from sqlmodel import Field, SQLModel

from persistence.types import Id

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}

Type = TypeEngine[Any] | type[TypeEngine[Any]]


class Row(SQLModel):
    """A row of a table; the table is called as the class, in snake case, without `Row`."""

    # No row is ever checked by Pydantic, so what would check it is not built.
    model_config = {"defer_build": True}
    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)

    @declared_attr  # type: ignore[arg-type]
    @classmethod
    def __tablename__(cls) -> str:
        """Return the table's name."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__.removesuffix("Row")).lower()


def key(kind: Type = Id) -> Any:
    """Return a column of the primary key."""
    return Field(sa_column=Column(kind, primary_key=True, nullable=False, autoincrement=False))


def must(kind: Type) -> Any:
    """Return a column that always has a value."""
    return Field(sa_column=Column(kind, nullable=False))


def may(kind: Type) -> Any:
    """Return a column that may be empty."""
    return Field(default=None, sa_column=Column(kind, nullable=True))


def to_tenant() -> ForeignKeyConstraint:
    """Return the reference of a tenant's row to its tenant."""
    return ForeignKeyConstraint(["tenant_id"], ["tenant.id"])


def within_tenant(
    column: str, table: str, *, cascade: bool = False, later: bool = False
) -> ForeignKeyConstraint:
    """Return a reference to a row of the same tenant.

    Args:
        column: names the other row's id.
        table: where it lies.
        cascade: this row goes when the other one goes.
        later: the other row may follow until the commit: claims come first (ADR-3).
    """
    return ForeignKeyConstraint(
        ["tenant_id", column],
        [f"{table}.tenant_id", f"{table}.id"],
        ondelete="CASCADE" if cascade else None,
        deferrable=True if later else None,
        initially="DEFERRED" if later else None,
    )


def where(name: str, *columns: str, only: str) -> Index:
    """Return an index of the rows for which a condition holds.

    Args:
        name: of the index.
        columns: in their order.
        only: SQL of the condition; a statement that is to use the index repeats it literally.
    """
    return Index(name, *columns, sqlite_where=text(only), postgresql_where=text(only))
