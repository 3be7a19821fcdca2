"""The house: tenants and their keys, audit, limits, jobs.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

from persistence import types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("account_id", types.Raw(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("scope_id", types.Raw(), nullable=False),
        sa.Column("created_at", types.Utc(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "role", "scope_id", name="pk_assignment"),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("master_key_id", types.Raw(), nullable=False),
        sa.Column("master_key_check", types.Raw(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
    )
    op.create_table(
        "job_run",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("slot", types.Utc(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("started_at", types.Utc(), nullable=False),
        sa.Column("finished_at", types.Utc(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("job", "slot", name="pk_job_run"),
    )
    op.create_index("ix_job_run_started_at", "job_run", ["started_at"])
    op.create_table(
        "tenant",
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("privacy", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("branding", types.Json(), nullable=False),
        sa.Column("policy", types.Json(), nullable=False),
        sa.Column("index_salt", types.Raw(), nullable=False),
        sa.Column("clock_offset", types.Span(), nullable=False),
        sa.Column("subject_key_sealed", types.Raw(), nullable=False),
        sa.Column("created_at", types.Utc(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tenant"),
        sa.UniqueConstraint("slug", name="uq_tenant_slug"),
    )
    op.create_table(
        "ticket",
        sa.Column("digest", types.Raw(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("expires_at", types.Utc(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_ticket"),
        sa.UniqueConstraint("purpose", name="uq_ticket_purpose"),
    )
    op.create_table(
        "audit_event",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("at", types.Utc(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("subject_prefix", sa.String(), nullable=False),
        sa.Column("subject_id", types.Raw(), nullable=True),
        sa.Column("facts", types.Json(), nullable=False),
        sa.Column("salt", types.Raw(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_audit_event_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_audit_event"),
    )
    op.create_index("ix_audit_event_actor", "audit_event", ["tenant_id", "actor_name", "id"])
    op.create_index("ix_audit_event_at", "audit_event", ["tenant_id", "at"])
    op.create_index("ix_audit_event_name", "audit_event", ["tenant_id", "name", "id"])
    op.create_index("ix_audit_event_subject", "audit_event", ["tenant_id", "subject_id", "id"])
    op.create_table(
        "checkpoint",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("entry_hash", types.Raw(), nullable=False),
        sa.Column("root", types.Raw(), nullable=False),
        sa.Column("at", types.Utc(), nullable=False),
        sa.Column("jws", sa.String(), nullable=False),
        sa.Column("frontier", types.Raw(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_checkpoint_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "seq", name="pk_checkpoint"),
    )
    op.create_table(
        "config_version",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_config_version_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_config_version"),
    )
    op.create_table(
        "counter",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_counter_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "day", "name", name="pk_counter"),
    )
    op.create_table(
        "index_key",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key_sealed", types.Raw(), nullable=False),
        sa.Column("created_at", types.Utc(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_index_key_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "version", name="pk_index_key"),
    )
    op.create_table(
        "limit_bucket",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("key", types.Raw(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("strikes", sa.Integer(), nullable=False),
        sa.Column("window_ends_at", types.Utc(), nullable=False),
        sa.Column("blocked_until", types.Utc(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_limit_bucket_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "key", name="pk_limit_bucket"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_limit_bucket_window_ends_at", "limit_bucket", ["tenant_id", "window_ends_at"]
    )
    op.create_table(
        "log_leaf",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("leaf", types.Raw(), nullable=False),
        sa.Column("at", types.Utc(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("entry_hash", types.Raw(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_log_leaf_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_log_leaf"),
        sa.UniqueConstraint("tenant_id", "seq", name="uq_log_leaf_tenant_id_seq"),
    )
    op.create_index(
        "ix_log_leaf_pending",
        "log_leaf",
        ["tenant_id", "id"],
        sqlite_where=sa.text("seq IS NULL"),
        postgresql_where=sa.text("seq IS NULL"),
    )
    op.create_table(
        "outbox_fact",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("at", types.Utc(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("facts", types.Json(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_outbox_fact_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_outbox_fact"),
    )
    op.create_index("ix_outbox_fact_at", "outbox_fact", ["tenant_id", "at"])
    op.create_table(
        "signing_key",
        sa.Column("tenant_id", types.Raw(), nullable=False),
        sa.Column("id", types.Raw(), nullable=False),
        sa.Column("kid", sa.String(), nullable=False),
        sa.Column("alg", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("private_sealed", types.Raw(), nullable=True),
        sa.Column("public_jwk", types.Json(), nullable=False),
        sa.Column("created_at", types.Utc(), nullable=False),
        sa.Column("activated_at", types.Utc(), nullable=True),
        sa.Column("retiring_at", types.Utc(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_signing_key_tenant"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_signing_key"),
        sa.UniqueConstraint("tenant_id", "kid", name="uq_signing_key_tenant_id_kid"),
    )
