"""Opaque tokens are found by their grant; those of no grant stand in that index no more.

Revision ID: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_opaque_token_grant", "opaque_token")
    op.create_index(
        "ix_opaque_token_grant",
        "opaque_token",
        ["tenant_id", "grant_id"],
        sqlite_where=sa.text("grant_id IS NOT NULL"),
        postgresql_where=sa.text("grant_id IS NOT NULL"),
    )
