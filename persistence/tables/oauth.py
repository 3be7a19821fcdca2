"""Grants and their tokens, codes, and pushed requests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Index, Integer, String, UniqueConstraint

from domain.oauth.records import GrantItem
from persistence.shapes import Shaped
from persistence.tables.columns import Row, key, may, must, to_tenant, where, within_tenant
from persistence.types import Digest, Id, Json, Raw, Sealed, Utc, Words


class ClientGrantRow(Row, table=True):
    """Live authorisation of a client (`grant` is a word of SQL); root of its tokens."""

    __table_args__ = (
        within_tenant("account_id", "account"),
        within_tenant("client_id", "client"),
        UniqueConstraint("tenant_id", "public_id"),
        where(
            "ix_client_grant_open",
            "tenant_id",
            "account_id",
            "client_id",
            "id",
            only="closed_at IS NULL",
        ),
        where("ix_client_grant_session", "tenant_id", "session_id", only="closed_at IS NULL"),
        Index("ix_client_grant_client", "tenant_id", "client_id"),
        Index("ix_client_grant_ends_at", "tenant_id", "ends_at"),
        where("ix_client_grant_closed", "tenant_id", "closed_at", only="closed_at IS NOT NULL"),
        where("ix_client_grant_over", "tenant_id", "account_id", only="closed_at IS NOT NULL"),
    )

    tenant_id: bytes = key()
    id: bytes = key()
    public_id: str = must(String)
    account_id: bytes = must(Id)
    client_id: bytes = must(Id)
    session_id: bytes | None = may(Id)
    sub: str = must(String)
    items: tuple[GrantItem, ...] = must(Shaped(tuple[GrantItem, ...]))
    ends_at: datetime = must(Utc)
    once: bool = must(Boolean)
    auth_time: datetime = must(Utc)
    amr: tuple[str, ...] = must(Words)
    acr: str = must(String)
    sid: str = must(String)
    opened_at: datetime = must(Utc)
    closed_at: datetime | None = may(Utc)
    close_reason: str = must(String)
    version: int = must(Integer)
    refresh_ended_at: datetime | None = may(Utc)


class AuthorizationCodeRow(Row, table=True):
    """A one-time code, kept used until it is tidied away: a replay must be seen."""

    __table_args__ = (
        within_tenant("grant_id", "client_grant", cascade=True),
        Index("ix_authorization_code_grant", "tenant_id", "grant_id"),
        Index("ix_authorization_code_expires_at", "tenant_id", "expires_at"),
        {"sqlite_with_rowid": False},
    )

    tenant_id: bytes = key()
    digest: bytes = key(Digest)
    grant_id: bytes = must(Id)
    client_id: bytes = must(Id)
    redirect_uri: str = must(String)
    redirect_uri_given: bool = must(Boolean)
    code_challenge: str | None = may(String)
    nonce: str | None = may(String)
    max_age_asked: bool = must(Boolean)
    claims: Mapping[str, Any] = must(Json)
    expires_at: datetime = must(Utc)
    consumed_at: datetime | None = may(Utc)


class RefreshTokenRow(Row, table=True):
    """A refresh token; rotated ones stay as long as their grant: a replay must be seen."""

    __table_args__ = (
        within_tenant("grant_id", "client_grant", cascade=True),
        Index("ix_refresh_token_grant", "tenant_id", "grant_id"),
        {"sqlite_with_rowid": False},
    )

    tenant_id: bytes = key()
    digest: bytes = key(Digest)
    grant_id: bytes = must(Id)
    client_id: bytes = must(Id)
    issued_at: datetime = must(Utc)
    expires_at: datetime = must(Utc)
    consumed_at: datetime | None = may(Utc)
    heir_salt: bytes | None = may(Raw)


class OpaqueTokenRow(Row, table=True):
    """An access token that is only a key to this row."""

    __table_args__ = (
        to_tenant(),
        within_tenant("grant_id", "client_grant", cascade=True),
        where("ix_opaque_token_grant", "tenant_id", "grant_id", only="grant_id IS NOT NULL"),
        Index("ix_opaque_token_expires_at", "tenant_id", "expires_at"),
        {"sqlite_with_rowid": False},
    )

    tenant_id: bytes = key()
    digest: bytes = key(Digest)
    jti: str = must(String)
    grant_id: bytes | None = may(Id)
    client_id: bytes = must(Id)
    scope: tuple[str, ...] = must(Words)
    issued_at: datetime = must(Utc)
    expires_at: datetime = must(Utc)


class DeniedTokenRow(Row, table=True):
    """A JWT that was revoked by itself, until it would have ended."""

    __table_args__ = (
        to_tenant(),
        Index("ix_denied_token_expires_at", "tenant_id", "expires_at"),
        {"sqlite_with_rowid": False},
    )

    tenant_id: bytes = key()
    jti: str = key(String)
    expires_at: datetime = must(Utc)


class PushedRequestRow(Row, table=True):
    """A pushed authorization request, sealed: it may name a person."""

    __table_args__ = (
        within_tenant("client_id", "client", cascade=True),
        Index("ix_pushed_request_client", "tenant_id", "client_id"),
        Index("ix_pushed_request_expires_at", "tenant_id", "expires_at"),
        {"sqlite_with_rowid": False},
    )

    tenant_id: bytes = key()
    digest: bytes = key(Digest)
    client_id: bytes = must(Id)
    parameters_sealed: bytes = must(Sealed)
    expires_at: datetime = must(Utc)
