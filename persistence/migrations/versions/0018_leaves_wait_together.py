"""The leaves of one transaction wait in one row; the log holds what has its place, in its order.

Revision ID: 0018
"""

import struct

import sqlalchemy as sa
from alembic import op

from persistence import types

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_LEAF = struct.Struct(">16s32sq8s")
"""As a waiting leaf is packed: id, hash, microseconds since 1970, the source's word."""
_PORTION = 10_000
_COLUMNS = "tenant_id, seq, id, source, leaf, at, entry_hash"
_BEFORE = sa.table(
    "log_leaf",
    sa.column("tenant_id", types.Raw()),
    sa.column("id", types.Raw()),
    sa.column("source", sa.String()),
    sa.column("leaf", types.Raw()),
    sa.column("at", types.Utc()),
    sa.column("seq", sa.BigInteger()),
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        # Whoever is at work on the older version ends first: a leaf they add or place while ours
        # move would be lost, or be there twice.
        op.execute("LOCK TABLE log_leaf IN ACCESS EXCLUSIVE MODE")
    waiting = op.create_table(
        "waiting_leaves",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("last", types.Raw(), nullable=False),
        sa.Column("leaves", types.Raw(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_waiting_leaves_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_waiting_leaves"),
        sqlite_with_rowid=False,
    )
    _move(waiting)
    op.drop_index("ix_log_leaf_pending", "log_leaf")
    if op.get_bind().dialect.name == "sqlite":
        _write_anew()
    else:
        _reorder()


def _move(waiting: sa.Table) -> None:
    """Let each leaf without a place wait in a row of its own."""
    connection = op.get_bind()
    without_place = sa.select(*_BEFORE.c).where(_BEFORE.c.seq.is_(None)).order_by(_BEFORE.c.id)
    for rows in connection.execute(without_place).partitions(_PORTION):
        values = [
            {"tenant_id": row.tenant_id, "id": row.id, "last": row.id, "leaves": _packed(row)}
            for row in rows
        ]
        connection.execute(sa.insert(waiting), values)


def _packed(row: sa.Row) -> bytes:
    at = (row.at - types.EPOCH) // types.MICROSECOND
    return _LEAF.pack(row.id, row.leaf, at, row.source.encode())


def _write_anew() -> None:
    """SQLite orders a table by another key only by writing it anew."""
    op.create_table(
        "log_leaf_in_order",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("leaf", types.Raw(), nullable=False),
        sa.Column("at", types.Utc(), nullable=False),
        sa.Column("entry_hash", types.Raw(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_log_leaf_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "seq", name="pk_log_leaf"),
        sa.UniqueConstraint("tenant_id", "id", name="uq_log_leaf_tenant_id_id"),
        sqlite_with_rowid=False,
    )
    op.execute(
        f"INSERT INTO log_leaf_in_order ({_COLUMNS}) SELECT {_COLUMNS} FROM log_leaf "  # noqa: S608 - our own columns
        "WHERE seq IS NOT NULL ORDER BY tenant_id, seq"
    )
    op.drop_table("log_leaf")
    op.rename_table("log_leaf_in_order", "log_leaf")


def _reorder() -> None:
    op.execute("DELETE FROM log_leaf WHERE seq IS NULL")
    op.drop_constraint("uq_log_leaf_tenant_id_seq", "log_leaf")
    op.drop_constraint("pk_log_leaf", "log_leaf")
    op.alter_column("log_leaf", "seq", nullable=False)
    op.alter_column("log_leaf", "entry_hash", nullable=False)
    op.create_primary_key("pk_log_leaf", "log_leaf", ["tenant_id", "seq"])
    op.create_unique_constraint("uq_log_leaf_tenant_id_id", "log_leaf", ["tenant_id", "id"])
