"""What lies where? One module for each domain room; together they are the schema.

Owns: tables, keys, foreign keys, indexes. Does not own: queries (`stores`), history (`migrations`).
A tenant's row is keyed (tenant_id, …), and so is every reference to it: a row of one tenant cannot
point into another's (ADR-2).
"""

from sqlalchemy import MetaData

from persistence.tables import (
    accounts,
    api_keys,
    audit,
    claims,
    clients,
    consent,
    extensions,
    factors,
    identifiers,
    installation,
    limits,
    login,
    oauth,
    operators,
    privacy,
    sessions,
    tenants,
)
from persistence.tables.columns import Row

SCHEMA: MetaData = Row.metadata

__all__ = [
    "SCHEMA",
    "accounts",
    "api_keys",
    "audit",
    "claims",
    "clients",
    "consent",
    "extensions",
    "factors",
    "identifiers",
    "installation",
    "limits",
    "login",
    "oauth",
    "operators",
    "privacy",
    "sessions",
    "tenants",
]
