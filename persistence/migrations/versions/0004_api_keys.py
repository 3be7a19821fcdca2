"""API keys, and what was made once under them.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

from persistence import types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_key",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("account_id", types.Raw(), nullable=False),
        sa.Column("digest", types.Raw(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("permissions", types.Json(), nullable=False),
        sa.Column("bound_to", types.Raw(), nullable=True),
        sa.Column("created_at", types.Utc(), nullable=False),
        sa.Column("expires_at", types.Utc(), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", types.Utc(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["account.tenant_id", "account.id"],
            name="fk_api_key_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_api_key"),
    )
    op.create_index("ix_api_key_account", "api_key", ["tenant_id", "account_id", "id"])
    op.create_table(
        "made_once",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("digest", types.Raw(), nullable=False),
        sa.Column("request_digest", types.Raw(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("expires_at", types.Utc(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_made_once_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "digest", name="pk_made_once"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_made_once_expires_at", "made_once", ["tenant_id", "expires_at"])
