"""Invitations to become an operator; identifiers can be counted by the version of their key.

Revision ID: 0009
"""

import sqlalchemy as sa
from alembic import op

from persistence import types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("digest", types.Raw(), nullable=False),
        sa.Column("roles", types.Json(), nullable=False),
        sa.Column("bound_to", types.Raw(), nullable=True),
        sa.Column("invited_by", types.Raw(), nullable=True),
        sa.Column("created_at", types.Utc(), nullable=False),
        sa.Column("expires_at", types.Utc(), nullable=False),
        sa.Column("used_at", types.Utc(), nullable=True),
        sa.Column("account_id", types.Raw(), nullable=True),
        sa.Column("revoked_at", types.Utc(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_invitation_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_invitation"),
        sa.UniqueConstraint("tenant_id", "digest", name="uq_invitation_tenant_id_digest"),
    )
    op.create_index("ix_invitation_bound_to", "invitation", ["tenant_id", "bound_to", "id"])
    op.create_index("ix_invitation_expires_at", "invitation", ["tenant_id", "expires_at"])
    op.create_index("ix_identifier_key_version", "identifier", ["tenant_id", "key_version"])
