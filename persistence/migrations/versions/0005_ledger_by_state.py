"""The ledger by state and by item, newest first, and how many hold an item.

Revision ID: 0005
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_consent_current_status", "consent_current", ["tenant_id", "status", "consent_id"]
    )
    op.create_index(
        "ix_consent_current_item",
        "consent_current",
        ["tenant_id", "item", "status", "consent_id"],
    )
