"""Leave: consents, grants and tokens, interactions.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

from persistence import types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent_current",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("account_id", types.Raw(), nullable=False),
        sa.Column("client_id", types.Raw(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("consent_id", types.Raw(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("expires_at", types.Utc(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_consent_current_tenant"),
        sa.PrimaryKeyConstraint(
            "tenant_id", "account_id", "client_id", "item", name="pk_consent_current"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_consent_current_client",
        "consent_current",
        ["tenant_id", "client_id"],
        sqlite_where=sa.text("status = 'given'"),
        postgresql_where=sa.text("status = 'given'"),
    )
    op.create_index(
        "ix_consent_current_due",
        "consent_current",
        ["tenant_id", "expires_at"],
        sqlite_where=sa.text("status = 'given'"),
        postgresql_where=sa.text("status = 'given'"),
    )
    op.create_index("ix_consent_current_entry", "consent_current", ["tenant_id", "consent_id"])
    op.create_table(
        "consent_token",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("digest", types.Raw(), nullable=False),
        sa.Column("interaction_id", types.Raw(), nullable=False),
        sa.Column("account_id", types.Raw(), nullable=False),
        sa.Column("client_id", types.Raw(), nullable=False),
        sa.Column("session_id", types.Raw(), nullable=False),
        sa.Column("display_hash", sa.String(), nullable=False),
        sa.Column("items", types.Json(), nullable=False),
        sa.Column("ends_at", types.Utc(), nullable=False),
        sa.Column("once", sa.Boolean(), nullable=False),
        sa.Column("expires_at", types.Utc(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_consent_token_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "digest", name="pk_consent_token"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_consent_token_expires_at", "consent_token", ["tenant_id", "expires_at"])
    op.create_table(
        "denied_token",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("jti", sa.String(), nullable=False),
        sa.Column("expires_at", types.Utc(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_denied_token_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "jti", name="pk_denied_token"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_denied_token_expires_at", "denied_token", ["tenant_id", "expires_at"])
    op.create_table(
        "interaction",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("bound_digest", types.Raw(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("request_sealed", types.Raw(), nullable=True),
        sa.Column("return_to", sa.String(), nullable=False),
        sa.Column("account_id", types.Raw(), nullable=True),
        sa.Column("subject", types.Raw(), nullable=True),
        sa.Column("session_id", types.Raw(), nullable=True),
        sa.Column("fresh_after", types.Utc(), nullable=True),
        sa.Column("consent_asked", sa.Boolean(), nullable=False),
        sa.Column("registering", sa.Boolean(), nullable=False),
        sa.Column("headless_client", types.Raw(), nullable=True),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("created_at", types.Utc(), nullable=False),
        sa.Column("expires_at", types.Utc(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_interaction_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_interaction"),
    )
    op.create_index("ix_interaction_expires_at", "interaction", ["tenant_id", "expires_at"])
    op.create_table(
        "notice",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("blocks", types.Json(), nullable=False),
        sa.Column("created_at", types.Utc(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_notice_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "hash", name="pk_notice"),
    )
    op.create_table(
        "client_grant",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("account_id", types.Raw(), nullable=False),
        sa.Column("client_id", types.Raw(), nullable=False),
        sa.Column("session_id", types.Raw(), nullable=True),
        sa.Column("sub", sa.String(), nullable=False),
        sa.Column("items", types.Json(), nullable=False),
        sa.Column("ends_at", types.Utc(), nullable=False),
        sa.Column("once", sa.Boolean(), nullable=False),
        sa.Column("auth_time", types.Utc(), nullable=False),
        sa.Column("amr", types.Json(), nullable=False),
        sa.Column("acr", sa.String(), nullable=False),
        sa.Column("sid", sa.String(), nullable=False),
        sa.Column("opened_at", types.Utc(), nullable=False),
        sa.Column("closed_at", types.Utc(), nullable=True),
        sa.Column("close_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["account.tenant_id", "account.id"],
            name="fk_client_grant_account",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["client.tenant_id", "client.id"],
            name="fk_client_grant_client",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_client_grant"),
        sa.UniqueConstraint("tenant_id", "public_id", name="uq_client_grant_tenant_id_public_id"),
    )
    op.create_index("ix_client_grant_client", "client_grant", ["tenant_id", "client_id"])
    op.create_index(
        "ix_client_grant_closed",
        "client_grant",
        ["tenant_id", "closed_at"],
        sqlite_where=sa.text("closed_at IS NOT NULL"),
        postgresql_where=sa.text("closed_at IS NOT NULL"),
    )
    op.create_index("ix_client_grant_ends_at", "client_grant", ["tenant_id", "ends_at"])
    op.create_index(
        "ix_client_grant_open",
        "client_grant",
        ["tenant_id", "account_id", "client_id", "id"],
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_client_grant_session",
        "client_grant",
        ["tenant_id", "session_id"],
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "consent_entry",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("account_id", types.Raw(), nullable=False),
        sa.Column("client_id", types.Raw(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("necessity", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", types.Utc(), nullable=False),
        sa.Column("expires_at", types.Utc(), nullable=True),
        sa.Column("duration", sa.String(), nullable=False),
        sa.Column("once", sa.Boolean(), nullable=False),
        sa.Column("previous", types.Raw(), nullable=True),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("display_hash", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("session_id", types.Raw(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("salt", types.Raw(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["account.tenant_id", "account.id"],
            name="fk_consent_entry_account",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["client.tenant_id", "client.id"],
            name="fk_consent_entry_client",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_consent_entry"),
    )
    op.create_index("ix_consent_entry_client", "consent_entry", ["tenant_id", "client_id", "id"])
    op.create_index(
        "ix_consent_entry_pair", "consent_entry", ["tenant_id", "account_id", "client_id", "id"]
    )
    op.create_table(
        "pushed_request",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("digest", types.Raw(), nullable=False),
        sa.Column("client_id", types.Raw(), nullable=False),
        sa.Column("parameters_sealed", types.Raw(), nullable=False),
        sa.Column("expires_at", types.Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["client.tenant_id", "client.id"],
            name="fk_pushed_request_client",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "digest", name="pk_pushed_request"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_pushed_request_client", "pushed_request", ["tenant_id", "client_id"])
    op.create_index("ix_pushed_request_expires_at", "pushed_request", ["tenant_id", "expires_at"])
    op.create_table(
        "authorization_code",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("digest", types.Raw(), nullable=False),
        sa.Column("grant_id", types.Raw(), nullable=False),
        sa.Column("client_id", types.Raw(), nullable=False),
        sa.Column("redirect_uri", sa.String(), nullable=False),
        sa.Column("redirect_uri_given", sa.Boolean(), nullable=False),
        sa.Column("code_challenge", sa.String(), nullable=True),
        sa.Column("nonce", sa.String(), nullable=True),
        sa.Column("max_age_asked", sa.Boolean(), nullable=False),
        sa.Column("claims", types.Json(), nullable=False),
        sa.Column("expires_at", types.Utc(), nullable=False),
        sa.Column("consumed_at", types.Utc(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "grant_id"],
            ["client_grant.tenant_id", "client_grant.id"],
            name="fk_authorization_code_client_grant",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "digest", name="pk_authorization_code"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_authorization_code_expires_at", "authorization_code", ["tenant_id", "expires_at"]
    )
    op.create_index("ix_authorization_code_grant", "authorization_code", ["tenant_id", "grant_id"])
    op.create_table(
        "opaque_token",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("digest", types.Raw(), nullable=False),
        sa.Column("jti", sa.String(), nullable=False),
        sa.Column("grant_id", types.Raw(), nullable=True),
        sa.Column("client_id", types.Raw(), nullable=False),
        sa.Column("scope", types.Json(), nullable=False),
        sa.Column("issued_at", types.Utc(), nullable=False),
        sa.Column("expires_at", types.Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "grant_id"],
            ["client_grant.tenant_id", "client_grant.id"],
            name="fk_opaque_token_client_grant",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_opaque_token_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "digest", name="pk_opaque_token"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_opaque_token_expires_at", "opaque_token", ["tenant_id", "expires_at"])
    op.create_index("ix_opaque_token_grant", "opaque_token", ["tenant_id", "grant_id"])
    op.create_table(
        "refresh_token",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("digest", types.Raw(), nullable=False),
        sa.Column("grant_id", types.Raw(), nullable=False),
        sa.Column("client_id", types.Raw(), nullable=False),
        sa.Column("issued_at", types.Utc(), nullable=False),
        sa.Column("expires_at", types.Utc(), nullable=False),
        sa.Column("consumed_at", types.Utc(), nullable=True),
        sa.Column("heir_salt", types.Raw(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "grant_id"],
            ["client_grant.tenant_id", "client_grant.id"],
            name="fk_refresh_token_client_grant",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "digest", name="pk_refresh_token"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_refresh_token_grant", "refresh_token", ["tenant_id", "grant_id"])
