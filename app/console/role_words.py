"""What roles and permissions are called for people."""

from __future__ import annotations

from typing import Final

from app.runtime.words import later
from domain.operators.records import Role

ROLE_NAMES: Final = {
    Role.OWNER: later("Owner"),
    Role.TENANT_ADMIN: later("Tenant admin"),
    Role.SUPPORT: later("Support"),
    Role.AUDITOR: later("Auditor"),
    Role.AUDIT_READER: later("Audit reader"),
}

ROLE_NOTES: Final = {
    Role.OWNER: later("Everything, everywhere; makes tenants and other owners."),
    Role.TENANT_ADMIN: later("Everything in a tenant, and who else works there."),
    Role.SUPPORT: later("Sees accounts and consents, ends sessions, revokes leave."),
    Role.AUDITOR: later("Sees everything and changes nothing."),
    Role.AUDIT_READER: later("Sees the audit trail, and nothing else."),
}

PERMISSION_NAMES: Final = {
    "tenants.read": later("See the tenant and its settings"),
    "clients.read": later("See clients and scopes"),
    "accounts.read": later("See accounts"),
    "sessions.read": later("See sessions"),
    "consents.read": later("See the consent ledger"),
    "audit.read": later("See the audit trail"),
    "keys.read": later("See signing keys"),
    "operators.read": later("See operators and invitations"),
    "jobs.read": later("See jobs and the installation's state"),
    "tenants.change": later("Change settings, look and words"),
    "clients.change": later("Change clients and scopes"),
    "accounts.create": later("Make accounts and activation links"),
    "accounts.disable": later("Disable and enable accounts"),
    "accounts.erase": later("Erase accounts"),
    "sessions.end": later("End sessions"),
    "consents.revoke": later("Revoke leave"),
    "keys.rotate": later("Rotate keys"),
    "operators.change": later("Give and take roles, invite"),
    "drive.use": later("Use the test drive"),
    "tenants.create": later("Make and enable tenants"),
    "config.apply": later("Apply configuration files"),
    "jobs.change": later("Run, pause and resume jobs"),
}
"""A word for each permission there is, in the order people look for them."""
