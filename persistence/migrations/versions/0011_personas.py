"""Personas are found without walking all accounts.

Revision ID: 0011
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_account_persona", "account", ["tenant_id", "persona", "id"])
