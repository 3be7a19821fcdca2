"""The consent ledger: entries that are only added, and what is in force now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Index, String

from domain.consent.records import Basis, ConsentStatus, Duration, Necessity
from persistence.tables.columns import Row, key, may, must, to_tenant, where, within_tenant
from persistence.types import Digest, Id, Json, Raw, Utc, Word, Words


class ConsentEntryRow(Row, table=True):
    """The state of one item from a moment on; never changed, erased with its person."""

    __table_args__ = (
        within_tenant("account_id", "account"),
        within_tenant("client_id", "client"),
        Index("ix_consent_entry_pair", "tenant_id", "account_id", "client_id", "id"),
        Index("ix_consent_entry_client", "tenant_id", "client_id", "id"),
        Index("ix_consent_entry_kind", "tenant_id", "necessity", "status", "id"),
    )

    tenant_id: bytes = key()
    id: bytes = key()
    record_id: str = must(String)
    account_id: bytes = must(Id)
    client_id: bytes = must(Id)
    item: str = must(String)
    necessity: Necessity = must(Word(Necessity))
    basis: Basis = must(Word(Basis))
    status: ConsentStatus = must(Word(ConsentStatus))
    reason: str = must(String)
    at: datetime = must(Utc)
    expires_at: datetime | None = may(Utc)
    duration: Duration = must(Word(Duration))
    once: bool = must(Boolean)
    previous: bytes | None = may(Id)
    actor_kind: str = must(String)
    actor_name: str = must(String)
    display_hash: str = must(String)
    locale: str = must(String)
    session_id: bytes | None = may(Id)
    note: str = must(String)
    salt: bytes = must(Raw)


class ConsentCurrentRow(Row, table=True):
    """Which entry is in force for a person, a client and an item; carries the compare-and-set.

    It names its entry without a reference: the compare comes before the entry is added.
    """

    __table_args__ = (
        to_tenant(),
        Index("ix_consent_current_status", "tenant_id", "status", "consent_id"),
        Index("ix_consent_current_item", "tenant_id", "item", "status", "consent_id"),
        where("ix_consent_current_client", "tenant_id", "client_id", only="status = 'given'"),
        where("ix_consent_current_due", "tenant_id", "expires_at", only="status = 'given'"),
        {"sqlite_with_rowid": False},
    )

    tenant_id: bytes = key()
    account_id: bytes = key(Id)
    client_id: bytes = key(Id)
    item: str = key(String)
    consent_id: bytes = must(Id)
    status: ConsentStatus = must(Word(ConsentStatus))
    expires_at: datetime | None = may(Utc)


class NoticeRow(Row, table=True):
    """What was shown, kept once by its content."""

    __table_args__ = (to_tenant(),)

    tenant_id: bytes = key()
    hash: str = key(String)
    locale: str = must(String)
    blocks: Mapping[str, Any] = must(Json)
    created_at: datetime = must(Utc)


class ConsentTokenRow(Row, table=True):
    """A one-use consent token; lives five minutes, so it names other rows without a reference."""

    __table_args__ = (
        to_tenant(),
        Index("ix_consent_token_expires_at", "tenant_id", "expires_at"),
        {"sqlite_with_rowid": False},
    )

    tenant_id: bytes = key()
    digest: bytes = key(Digest)
    interaction_id: bytes = must(Id)
    account_id: bytes = must(Id)
    client_id: bytes = must(Id)
    session_id: bytes = must(Id)
    display_hash: str = must(String)
    items: tuple[str, ...] = must(Words)
    ends_at: datetime = must(Utc)
    once: bool = must(Boolean)
    expires_at: datetime = must(Utc)
