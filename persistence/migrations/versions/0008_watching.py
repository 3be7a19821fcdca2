"""Figures by client and day, held jobs, nodes, and what operators did last.

Revision ID: 0008
"""

import sqlalchemy as sa
from alembic import op

from persistence import types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "client_counter",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("client_id", types.Raw(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_client_counter_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "client_id", "day", "name", name="pk_client_counter"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_client_counter_day", "client_counter", ["tenant_id", "day"])
    op.create_table(
        "job_hold",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("at", types.Utc(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("job", name="pk_job_hold"),
    )
    op.create_table(
        "node",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("planes", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("started_at", types.Utc(), nullable=False),
        sa.Column("seen_at", types.Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_node"),
    )
    op.create_index("ix_node_seen_at", "node", ["seen_at"])
    op.create_index(
        "ix_audit_event_operator",
        "audit_event",
        ["tenant_id", "id"],
        sqlite_where=sa.text("actor_kind = 'operator'"),
        postgresql_where=sa.text("actor_kind = 'operator'"),
    )
