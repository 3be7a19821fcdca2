"""What an operator sees of accounts: one with all that is live on it.

Read models over several rooms: one work, so that what stands together was true together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.accounts.find import get_or_refuse
from domain.accounts.records import Account
from domain.clients.records import Client
from domain.consent.records import Consent
from domain.identifiers.records import SealedIdentifier
from domain.kernel.authorize import authorize
from domain.kernel.work import reads
from domain.oauth.records import Grant
from domain.operators.seeing import OverviewWork, clients_named
from domain.sessions.records import Session


@dataclass(frozen=True, slots=True)
class LiveAccount:
    """One account and all that is live on it.

    Args:
        account: the record.
        identifiers: sealed; no text is known.
        sessions: standing ones, newest first.
        grants: open ones, newest first.
        consents: the present entry of each item.
        clients: the applications named in grants and consents, by internal id.
        at: the moment of this reading, by the tenant's clock.
    """

    account: Account
    identifiers: tuple[SealedIdentifier, ...]
    sessions: tuple[Session, ...]
    grants: tuple[Grant, ...]
    consents: tuple[Consent, ...]
    clients: Mapping[bytes, Client]
    at: datetime


@reads
def live_account(work: OverviewWork, account_id: bytes) -> LiveAccount:
    """Return one account with its sessions, grants and consents.

    Refuses:
        forbidden: the actor may not read accounts, sessions or consents.
        not_found: there is no such account.
    """
    for permission in ("accounts.read", "sessions.read", "consents.read"):
        authorize(work, permission)
    account = get_or_refuse(work, account_id)
    grants = work.grants.of(account_id)
    consents = work.consents.of_account(account_id)
    named = {grant.client_id for grant in grants} | {entry.client_id for entry in consents}
    return LiveAccount(
        account,
        work.identifiers.of_account(account_id),
        work.sessions.standing(account_id, work.now),
        grants,
        consents,
        clients_named(work, named),
        work.now,
    )
