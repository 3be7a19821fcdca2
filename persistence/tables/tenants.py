"""Tenants, their keys, and the count of their configuration's changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Integer, String, UniqueConstraint

from domain.tenants.records import (
    Branding,
    KeyPurpose,
    KeyState,
    Policy,
    PrivacyMode,
    TenantKind,
    TenantStatus,
)
from persistence.shapes import Shaped
from persistence.tables.columns import Row, key, may, must, to_tenant
from persistence.types import Id, Json, Raw, Sealed, Span, Utc, Word


class TenantRow(Row, table=True):
    """One tenant; the subject key makes its pairwise `sub`s and never changes."""

    __table_args__ = (UniqueConstraint("slug"),)

    id: bytes = key()
    slug: str = must(String)
    label: str = must(String)
    kind: TenantKind = must(Word(TenantKind))
    privacy: PrivacyMode = must(Word(PrivacyMode))
    status: TenantStatus = must(Word(TenantStatus))
    locale: str = must(String)
    branding: Branding = must(Shaped(Branding))
    policy: Policy = must(Shaped(Policy))
    index_salt: bytes = must(Raw)
    clock_offset: timedelta = must(Span)
    subject_key_sealed: bytes = must(Sealed)
    created_at: datetime = must(Utc)
    version: int = must(Integer)


class ConfigVersionRow(Row, table=True):
    """Bumped with each change of a tenant's policy, clients, scopes or keys."""

    __table_args__ = (to_tenant(),)

    tenant_id: bytes = key()
    version: int = must(BigInteger)


class TenantTextRow(Row, table=True):
    """What a tenant says on its pages in place of one of our sentences."""

    __table_args__ = (to_tenant(),)

    tenant_id: bytes = key()
    language: str = key(String)
    source: str = key(String)
    text: str = must(String)
    changed_at: datetime = must(Utc)


class IndexKeyRow(Row, table=True):
    """A version of the outer key of sealed identifiers."""

    __table_args__ = (to_tenant(),)

    tenant_id: bytes = key()
    version: int = key(Integer)
    key_sealed: bytes = must(Sealed)
    created_at: datetime = must(Utc)


class SigningKeyRow(Row, table=True):
    """A signing key; its private half is gone once it is retired."""

    __table_args__ = (to_tenant(), UniqueConstraint("tenant_id", "kid"))

    tenant_id: bytes = key()
    id: bytes = key(Id)
    kid: str = must(String)
    alg: str = must(String)
    purpose: KeyPurpose = must(Word(KeyPurpose))
    state: KeyState = must(Word(KeyState))
    private_sealed: bytes | None = may(Sealed)
    public_jwk: Mapping[str, Any] = must(Json)
    created_at: datetime = must(Utc)
    activated_at: datetime | None = may(Utc)
    retiring_at: datetime | None = may(Utc)
