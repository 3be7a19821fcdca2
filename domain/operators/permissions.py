"""What each role may do: words that use cases ask for, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.operators.records import Role

READS: Final = frozenset(
    {
        "tenants.read",
        "clients.read",
        "accounts.read",
        "sessions.read",
        "consents.read",
        "audit.read",
        "keys.read",
        "operators.read",
        "jobs.read",
    }
)
CHANGES: Final = frozenset(
    {
        "tenants.change",
        "clients.change",
        "accounts.create",
        "accounts.disable",
        "accounts.erase",
        "sessions.end",
        "consents.revoke",
        "keys.rotate",
        "operators.change",
        "drive.use",
    }
)
INSTALLATION: Final = frozenset({"tenants.create", "config.apply", "jobs.change"})
"""Acts on the installation itself: no role of a single tenant has them."""

ABOVE: Final = INSTALLATION | {"jobs.read"}
"""Words of the installation as a whole: jobs, processes and the doctor tell of every tenant, and so
a role of a single tenant has none of them, not even in that tenant."""

EVERYTHING: Final = READS | CHANGES | INSTALLATION

PERMISSIONS: Final[Mapping[Role, frozenset[str]]] = {
    Role.OWNER: EVERYTHING,
    Role.TENANT_ADMIN: (READS - {"jobs.read"}) | CHANGES,
    Role.SUPPORT: (READS - {"keys.read", "operators.read", "jobs.read"})
    | {"sessions.end", "consents.revoke"},
    Role.AUDITOR: READS,
    Role.AUDIT_READER: frozenset({"audit.read"}),
}
