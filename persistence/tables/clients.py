"""Clients, their secrets, and the scopes a tenant defined itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Boolean, Index, Integer, String, UniqueConstraint

from domain.clients.records import (
    AccessTokenForm,
    AuthMethod,
    ClientStatus,
    ClientType,
    ConsentNeed,
    GrantType,
    Relaxation,
)
from persistence.shapes import Shaped
from persistence.tables.columns import Row, key, may, must, to_tenant, within_tenant
from persistence.types import Digest, Id, Span, Utc, Word, Words


class ClientRow(Row, table=True):
    """A registered application."""

    __table_args__ = (to_tenant(), UniqueConstraint("tenant_id", "client_id"))

    tenant_id: bytes = key()
    id: bytes = key()
    client_id: str = must(String)
    label: str = must(String)
    purpose: str = must(String)
    type: ClientType = must(Word(ClientType))
    status: ClientStatus = must(Word(ClientStatus))
    auth_method: AuthMethod = must(Word(AuthMethod))
    redirect_uris: tuple[str, ...] = must(Words)
    post_logout_redirect_uris: tuple[str, ...] = must(Words)
    cors_origins: tuple[str, ...] = must(Words)
    grant_types: tuple[GrantType, ...] = must(Shaped(tuple[GrantType, ...]))
    scopes: tuple[str, ...] = must(Words)
    audiences: tuple[str, ...] = must(Words)
    require_pkce: bool = must(Boolean)
    id_token_alg: str = must(String)
    access_token: AccessTokenForm = must(Word(AccessTokenForm))
    first_party: bool = must(Boolean)
    login_ui: bool = must(Boolean)
    channel_group: str | None = may(String)
    proposed_consent: timedelta | None = may(Span)
    longest_consent: timedelta | None = may(Span)
    relaxations: tuple[Relaxation, ...] = must(Shaped(tuple[Relaxation, ...]))
    created_at: datetime = must(Utc)
    version: int = must(Integer)


class ClientSecretRow(Row, table=True):
    """One of a client's secrets, as its digest."""

    __table_args__ = (
        within_tenant("client_id", "client", cascade=True),
        Index("ix_client_secret_client", "tenant_id", "client_id"),
    )

    tenant_id: bytes = key()
    id: bytes = key()
    client_id: bytes = must(Id)
    digest: bytes = must(Digest)
    hint: str = must(String)
    created_at: datetime = must(Utc)
    expires_at: datetime | None = may(Utc)


class ScopeRow(Row, table=True):
    """A scope of this tenant's own."""

    __table_args__ = (to_tenant(),)

    tenant_id: bytes = key()
    value: str = key(String)
    label: str = must(String)
    sentence: str = must(String)
    consent: ConsentNeed = must(Word(ConsentNeed))
    longest_consent: timedelta | None = may(Span)
    claims: tuple[str, ...] = must(Words)
    hosted_only: bool = must(Boolean)
