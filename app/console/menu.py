"""The rooms of the console, in groups; only those that exist are shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.runtime.words import later

if TYPE_CHECKING:
    from app.console.context import TenantCard


@dataclass(frozen=True, slots=True)
class Entry:
    """One room of a group.

    Args:
        name: English words of the menu.
        path: its list page, below the tenant.
        needs: permission without which there is nothing to see.
    """

    name: str
    path: str
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One line of the menu, and the rooms that unfold below it.

    Args:
        name: English words of the menu.
        icon: its outline in the sprite.
        entries: its rooms; a group of one page has one entry without a name of its own.
        below_line: whether it stands below the dividing line.
    """

    name: str
    icon: str
    entries: tuple[Entry, ...]
    below_line: bool = False


TESTING: Final = "Testing"
_GROUPS: Final = (
    Group(later("Home"), "house", (Entry("", "/", "consents.read"),)),
    Group(
        later("People"),
        "users",
        (
            Entry(later("Accounts"), "/accounts", "accounts.read"),
            Entry(later("Sessions"), "/sessions", "sessions.read"),
        ),
    ),
    Group(
        later("Apps"),
        "app-window",
        (
            Entry(later("Clients"), "/clients", "clients.read"),
            Entry(later("Scopes"), "/scopes", "clients.read"),
        ),
    ),
    Group(
        later("Consent"),
        "file-check",
        (
            Entry(later("Ledger"), "/ledger", "consents.read"),
            Entry(later("Expiring"), "/expiring", "consents.read"),
        ),
    ),
    Group(later("Sign-in"), "key-round", (Entry("", "/sign-in", "tenants.read"),)),
    Group(
        later("Look & words"),
        "palette",
        (
            Entry(later("Branding"), "/branding", "tenants.read"),
            Entry(later("Texts & languages"), "/texts", "tenants.read"),
        ),
    ),
    Group(
        later("Watch"),
        "activity",
        (Entry(later("Audit"), "/audit", "audit.read"), Entry(later("Jobs"), "/jobs", "jobs.read")),
    ),
    Group(
        later("Testing"),
        "flask-conical",
        (
            Entry(later("Test drive"), "/test-drive", "drive.use"),
            Entry(later("Personas"), "/personas", "accounts.read"),
        ),
    ),
    Group(
        later("Tenant"),
        "building-2",
        (
            Entry(later("Keys"), "/keys", "keys.read"),
            Entry(later("Operators & roles"), "/operators", "operators.read"),
            Entry(later("API keys"), "/api-keys", "operators.read"),
            Entry(later("Config"), "/config", "tenants.read"),
            Entry(later("Privacy proof"), "/privacy", "tenants.read"),
            Entry(later("Doctor"), "/doctor", "jobs.read"),
        ),
        below_line=True,
    ),
    Group(
        later("System"),
        "server",
        (
            Entry(later("Tenants"), "/system/tenants", "tenants.read"),
            Entry(later("Nodes"), "/system/nodes", "jobs.read"),
            Entry(later("Backups"), "/system/backups", "jobs.read"),
            Entry(later("About"), "/system/about", "tenants.read"),
        ),
        below_line=True,
    ),
)


def groups_for(tenant: TenantCard, paths: Collection[str]) -> tuple[Group, ...]:
    """Return the groups to show in a tenant.

    Args:
        tenant: the tenant looked at; Testing is for sandboxes and tenants with the demo client.
        paths: the pages that exist.
    """
    shown = []
    for group in _GROUPS:
        entries = tuple(
            entry
            for entry in group.entries
            if entry.path in paths and (not entry.needs or entry.needs in tenant.permissions)
        )
        hidden = group.name == TESTING and not (tenant.sandbox or tenant.test_drive)
        if entries and not hidden:
            shown.append(Group(group.name, group.icon, entries, group.below_line))
    return tuple(shown)


def covers(entry_path: str, path: str) -> bool:
    """Tell whether the page at `path` belongs to the room at `entry_path`."""
    if entry_path == "/":
        return path == "/"
    return path == entry_path or path.startswith(entry_path + "/")
