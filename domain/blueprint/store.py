"""What `blueprint` needs kept: what the rooms it writes to keep."""

from __future__ import annotations

from typing import Protocol, cast

from domain.clients.store import ClientWork
from domain.operators.store import OperatorWork
from domain.sandbox.store import SandboxWork
from domain.tenants.store import TextWork


class TenantDesk(ClientWork, SandboxWork, TextWork, Protocol):
    """A work of one tenant in which everything a file describes can be written."""


def desk(work: OperatorWork, tenant_id: bytes) -> TenantDesk:
    """Open a work of one tenant inside this one, with the same actor.

    Args:
        tenant_id: a tenant that is there.
    """
    return cast("TenantDesk", work.enter(tenant_id))
