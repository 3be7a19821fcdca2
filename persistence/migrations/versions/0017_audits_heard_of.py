"""A privacy audit says that its process is at it still: one that was killed blocks no other.

Revision ID: 0017
"""

import sqlalchemy as sa
from alembic import op

from persistence import types

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("privacy_scan", sa.Column("heard_at", types.Utc(), nullable=True))
