"""The console's own session: it hangs on the operator's session by a grant (ADR-10)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from domain.accounts.store import AccountWork
from domain.clients.records import ClientStatus
from domain.kernel.errors import not_found
from domain.kernel.secrets import Secret
from domain.kernel.work import reads, writes
from domain.oauth.code_grant import RedeemCode, redeem
from domain.oauth.records import Grant
from domain.oauth.store import OAuthWork
from domain.oauth.tokens import ToSign
from domain.operators.install import CONSOLE
from domain.operators.records import Assignment
from domain.operators.store import OperatorsWork
from domain.sessions.records import Session


class ConsoleWork(OAuthWork, OperatorsWork, AccountWork, Protocol):
    """A work of the tenant `byleave` that knows grants and roles."""


@dataclass(frozen=True, slots=True)
class ConsoleSession:
    """An operator who is signed in to the console.

    Args:
        account_id: an account of the tenant `byleave`.
        label: the account's label; may be empty.
        session: the operator's session that bears it.
        roles: what the account holds, oldest first; may be empty.
    """

    account_id: bytes
    label: str
    session: Session
    roles: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class EnterConsole:
    """The console's own redemption of its code.

    Args:
        code: as it came back.
        verifier: the PKCE verifier of the request.
        redirect_uri: the console's callback.
    """

    code: Secret = field(repr=False)
    verifier: str = field(repr=False)
    redirect_uri: str


@reads
def console_session(work: ConsoleWork, public_id: str) -> ConsoleSession | None:
    """Tell who is signed in by a grant of the console, now.

    Fails closed: the grant, its account, its session and the console's client must all stand.

    Args:
        public_id: the grant's public id.

    Returns:
        Who it is, or None.
    """
    standing = work.grants.standing_by_public(public_id, work.now)
    if standing is None or not (standing.account_enabled and standing.session_stands):
        return None
    if not _is_console(work, standing.grant) or not standing.grant.live_scope(work.now):
        return None
    account = work.accounts.get(standing.grant.account_id)
    session = work.sessions.get(standing.grant.session_id or b"")
    if account is None or session is None:
        return None
    return ConsoleSession(account.id, account.label, session, work.operators.of_account(account.id))


@writes(durable=True)
def enter_console(work: ConsoleWork, request: EnterConsole) -> str:
    """Take the console's code in exchange for a grant; no token leaves the house.

    Returns:
        The grant's public id.

    Refuses:
        not_found: the console is no client here, or its tokens have no public id.
        invalid_grant: as `redeem` says.

    Tells:
        CodeReplayed, CodeMisused, GrantClosed, GrantNarrowed: as `redeem` says.
    """
    client = work.clients.by_client_id(CONSOLE)
    if client is None:
        raise not_found("client")
    issued = redeem(work, RedeemCode(client, request.code, request.redirect_uri, request.verifier))
    public_id = issued.access.claims.get("gid") if isinstance(issued.access, ToSign) else None
    if not isinstance(public_id, str):
        raise not_found("grant")
    return public_id


def _is_console(work: ConsoleWork, grant: Grant) -> bool:
    client = work.clients.get(grant.client_id)
    return (
        client is not None and client.client_id == CONSOLE and client.status is ClientStatus.ENABLED
    )
