"""Under which name does a client know a person?."""

from __future__ import annotations

from domain.clients.records import Client
from domain.kernel.secrets import base64url, keyed
from domain.tenants.store import TenantWork


def subject(work: TenantWork, client: Client, account_id: bytes) -> str:
    """Return the pairwise `sub` of an account for a client's sector.

    The same on every channel of a group, another in every other sector, and traceable only with the
    tenant's key.

    Args:
        client: who will see it.
        account_id: 16 bytes.

    Source: OpenID Connect Core section 8.1.
    """
    return base64url(keyed(work.tenant_keys.subject_key(), "sub", sector(client), account_id))


def sector(client: Client) -> str:
    """Return the sector of a client: its channel group, or itself alone."""
    if client.channel_group is not None:
        return f"group:{client.channel_group}"
    return f"client:{client.id.hex()}"
