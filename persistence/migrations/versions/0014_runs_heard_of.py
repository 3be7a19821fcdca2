"""A run of a job says that its process is at it still: one that was killed blocks no other.

Revision ID: 0014
"""

import sqlalchemy as sa
from alembic import op

from persistence import types

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("job_run", sa.Column("heard_at", types.Utc(), nullable=True))
