"""Privacy audits are kept; what an erased account leaves in flows and grants is found at once.

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op

from persistence import types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "privacy_scan",
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("started_at", types.Utc(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("finished_at", types.Utc(), nullable=True),
        sa.Column("holds", sa.Boolean(), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("report", types.Json(), nullable=True),
        sa.Column("jws", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_privacy_scan"),
    )
    op.create_index(
        "ix_client_grant_over",
        "client_grant",
        ["tenant_id", "account_id"],
        sqlite_where=sa.text("closed_at IS NOT NULL"),
        postgresql_where=sa.text("closed_at IS NOT NULL"),
    )
    op.create_index(
        "ix_interaction_account",
        "interaction",
        ["tenant_id", "account_id"],
        sqlite_where=sa.text("account_id IS NOT NULL"),
        postgresql_where=sa.text("account_id IS NOT NULL"),
    )
