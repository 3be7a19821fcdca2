"""What an account was before it was disabled, when a family of refresh tokens was ended.

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op

from persistence import types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("status_before", sa.String(), nullable=True))
    # Whoever was disabled without ever having chosen a password was still waiting for it.
    op.execute(
        "UPDATE account SET status_before = 'pending' WHERE status = 'disabled' AND NOT EXISTS "
        "(SELECT 1 FROM password WHERE password.tenant_id = account.tenant_id "
        "AND password.account_id = account.id)"
    )
    op.add_column("client_grant", sa.Column("refresh_ended_at", types.Utc(), nullable=True))
    only = sa.text("ended_at IS NOT NULL")
    op.create_index(
        "ix_session_over",
        "session",
        ["tenant_id", "id"],
        sqlite_where=only,
        postgresql_where=only,
    )
