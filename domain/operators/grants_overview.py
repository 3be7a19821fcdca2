"""What an operator sees of grants: what applications may do for one account now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.clients.records import Client
from domain.kernel.work import reads
from domain.oauth.hanging import Hanging, grants_of_account
from domain.operators.seeing import OverviewWork, clients_named


@dataclass(frozen=True, slots=True)
class GrantsSeen:
    """An account's open grants.

    Args:
        hanging: with their tokens, newest first.
        clients: their applications, by internal id.
        at: the moment of this reading, by the tenant's clock.
    """

    hanging: tuple[Hanging, ...]
    clients: Mapping[bytes, Client]
    at: datetime


@reads
def grants(work: OverviewWork, account_id: bytes) -> GrantsSeen:
    """Return an account's open grants with the names an operator needs to read them.

    Refuses:
        forbidden: the actor may not read sessions.
        not_found: there is no such account.
    """
    found = grants_of_account(work, account_id)
    named = {each.grant.client_id for each in found}
    return GrantsSeen(found, clients_named(work, named), work.now)
