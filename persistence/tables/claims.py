"""Synthetic claims of sandbox personas."""

from __future__ import annotations

from persistence.tables.columns import Row, key, must, within_tenant
from persistence.types import Id, Sealed


class PersonaClaimsRow(Row, table=True):
    """A persona's claims, sealed like real ones would be."""

    __table_args__ = (within_tenant("account_id", "account", cascade=True),)

    tenant_id: bytes = key()
    account_id: bytes = key(Id)
    claims_sealed: bytes = must(Sealed)
