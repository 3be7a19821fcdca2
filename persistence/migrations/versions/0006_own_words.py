"""A tenant's own texts, and how many sources and names wait for how long.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

from persistence import types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tenant_text",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("changed_at", types.Utc(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_tenant_text_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "language", "source", name="pk_tenant_text"),
    )
    op.add_column("limit_bucket", sa.Column("level", sa.String(), nullable=True))
    only = sa.text("blocked_until IS NOT NULL")
    op.create_index(
        "ix_limit_bucket_closed",
        "limit_bucket",
        ["tenant_id", "blocked_until", "level"],
        sqlite_where=only,
        postgresql_where=only,
    )
