"""The ledger of one kind of item, newest first, without walking the other.

Revision ID: 0012
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_consent_entry_kind", "consent_entry", ["tenant_id", "necessity", "status", "id"]
    )
