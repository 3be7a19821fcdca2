"""Lines and facts are found by their ids, which are ordered by time; leave in force by its key.

Each of these indexes was one more tree that every audited act and every decision wrote.

Revision ID: 0016
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_audit_event_at", "audit_event")
    op.drop_index("ix_outbox_fact_at", "outbox_fact")
    op.drop_index("ix_consent_current_entry", "consent_current")
