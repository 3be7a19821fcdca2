"""Who comes: accounts, identifiers, passwords, sessions, clients.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

from persistence import types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("persona", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.Utc(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_account_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_account"),
    )
    op.create_index("ix_account_status", "account", ["tenant_id", "status", "id"])
    op.create_table(
        "client",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("auth_method", sa.String(), nullable=False),
        sa.Column("redirect_uris", types.Json(), nullable=False),
        sa.Column("post_logout_redirect_uris", types.Json(), nullable=False),
        sa.Column("cors_origins", types.Json(), nullable=False),
        sa.Column("grant_types", types.Json(), nullable=False),
        sa.Column("scopes", types.Json(), nullable=False),
        sa.Column("audiences", types.Json(), nullable=False),
        sa.Column("require_pkce", sa.Boolean(), nullable=False),
        sa.Column("id_token_alg", sa.String(), nullable=False),
        sa.Column("access_token", sa.String(), nullable=False),
        sa.Column("first_party", sa.Boolean(), nullable=False),
        sa.Column("login_ui", sa.Boolean(), nullable=False),
        sa.Column("channel_group", sa.String(), nullable=True),
        sa.Column("proposed_consent", types.Span(), nullable=True),
        sa.Column("longest_consent", types.Span(), nullable=True),
        sa.Column("relaxations", types.Json(), nullable=False),
        sa.Column("created_at", types.Utc(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_client_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_client"),
        sa.UniqueConstraint("tenant_id", "client_id", name="uq_client_tenant_id_client_id"),
    )
    op.create_table(
        "scope",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("consent", sa.String(), nullable=False),
        sa.Column("longest_consent", types.Span(), nullable=True),
        sa.Column("claims", types.Json(), nullable=False),
        sa.Column("hosted_only", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_scope_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "value", name="pk_scope"),
    )
    op.create_table(
        "activation",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("digest", types.Raw(), nullable=False),
        sa.Column("account_id", types.Raw(), nullable=False),
        sa.Column("expires_at", types.Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["account.tenant_id", "account.id"],
            name="fk_activation_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "digest", name="pk_activation"),
        sa.UniqueConstraint("tenant_id", "account_id", name="uq_activation_tenant_id_account_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_activation_expires_at", "activation", ["tenant_id", "expires_at"])
    op.create_table(
        "client_secret",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("client_id", types.Raw(), nullable=False),
        sa.Column("digest", types.Raw(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("created_at", types.Utc(), nullable=False),
        sa.Column("expires_at", types.Utc(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["client.tenant_id", "client.id"],
            name="fk_client_secret_client",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_client_secret"),
    )
    op.create_index("ix_client_secret_client", "client_secret", ["tenant_id", "client_id"])
    op.create_table(
        "identifier",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("account_id", types.Raw(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sealed_index", types.Raw(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["account.tenant_id", "account.id"],
            name="fk_identifier_account",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_identifier"),
        sa.UniqueConstraint(
            "tenant_id", "sealed_index", name="uq_identifier_tenant_id_sealed_index"
        ),
    )
    op.create_index("ix_identifier_account", "identifier", ["tenant_id", "account_id"])
    op.create_table(
        "password",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("account_id", types.Raw(), nullable=False),
        sa.Column("encoded", sa.String(), nullable=False),
        sa.Column("created_at", types.Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["account.tenant_id", "account.id"],
            name="fk_password_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_password"),
        sa.UniqueConstraint("tenant_id", "account_id", name="uq_password_tenant_id_account_id"),
    )
    op.create_table(
        "persona_claims",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("account_id", types.Raw(), nullable=False),
        sa.Column("claims_sealed", types.Raw(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["account.tenant_id", "account.id"],
            name="fk_persona_claims_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "account_id", name="pk_persona_claims"),
    )
    op.create_table(
        "session",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("digest", types.Raw(), nullable=False),
        sa.Column("sid", sa.String(), nullable=False),
        sa.Column("account_id", types.Raw(), nullable=False),
        sa.Column("started_at", types.Utc(), nullable=False),
        sa.Column("auth_time", types.Utc(), nullable=False),
        sa.Column("amr", types.Json(), nullable=False),
        sa.Column("acr", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("last_seen_at", types.Utc(), nullable=False),
        sa.Column("idle_ends_at", types.Utc(), nullable=False),
        sa.Column("ends_at", types.Utc(), nullable=False),
        sa.Column("ended_at", types.Utc(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["account.tenant_id", "account.id"],
            name="fk_session_account",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_session"),
        sa.UniqueConstraint("tenant_id", "digest", name="uq_session_tenant_id_digest"),
    )
    op.create_index("ix_session_account", "session", ["tenant_id", "account_id", "id"])
    op.create_index(
        "ix_session_ended",
        "session",
        ["tenant_id", "ended_at"],
        sqlite_where=sa.text("ended_at IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NOT NULL"),
    )
    op.create_index("ix_session_ends_at", "session", ["tenant_id", "ends_at"])
    op.create_index(
        "ix_session_standing",
        "session",
        ["tenant_id", "id"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
