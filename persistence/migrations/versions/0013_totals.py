"""How many accounts there are is kept, and never counted while somebody waits.

Lines that wait for their place in the log are counted when they get it: until then their accounts
are left out, and those they erased are still in.

Revision ID: 0013
"""

import sqlalchemy as sa
from alembic import op

from persistence import types

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_HOW_MANY = """
INSERT INTO total (tenant_id, name, amount)
SELECT t.id, 'accounts',
    (SELECT count(*) FROM account a WHERE a.tenant_id = t.id AND a.status != 'erased')
    - (SELECT count(*) FROM log_leaf l
        JOIN audit_event e ON e.tenant_id = l.tenant_id AND e.id = l.id
        WHERE l.tenant_id = t.id AND l.seq IS NULL AND l.source = 'audit'
        AND e.name = 'account.created')
    + (SELECT count(*) FROM log_leaf l
        JOIN audit_event e ON e.tenant_id = l.tenant_id AND e.id = l.id
        WHERE l.tenant_id = t.id AND l.seq IS NULL AND l.source = 'audit'
        AND e.name = 'account.erased')
FROM tenant t
"""


def upgrade() -> None:
    op.create_table(
        "total",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_total_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "name", name="pk_total"),
        sqlite_with_rowid=False,
    )
    op.execute(_HOW_MANY)
