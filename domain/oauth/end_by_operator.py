"""What an operator can end below a session: a grant, a family of refresh tokens, or all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.accounts.find import get_or_refuse
from domain.kernel.authorize import authorize
from domain.kernel.errors import not_found
from domain.kernel.work import writes
from domain.oauth.events import RefreshEnded
from domain.oauth.grants import close
from domain.oauth.records import Grant
from domain.oauth.store import OAuthWork
from domain.sessions.end import end_all_for
from domain.sessions.rules import ENDED_BY_OPERATOR

NEEDS: Final = "sessions.end"


@dataclass(frozen=True, slots=True)
class EndedAll:
    """How much of an account was ended.

    Args:
        sessions: that stood until now.
        grants: that were open until now, those that sessions bore included.
    """

    sessions: int
    grants: int


@writes(durable=True)
def end_everything(work: OAuthWork, account_id: bytes) -> EndedAll:
    """Sign an account out everywhere and close all its grants; leave and account stay.

    Refuses:
        forbidden: the actor may not end sessions.
        not_found: there is no such account.

    Tells:
        SessionEnded: for each session.
        GrantClosed: for each grant.
    """
    authorize(work, NEEDS)
    get_or_refuse(work, account_id)
    grants = work.grants.of(account_id)
    sessions = end_all_for(work, account_id, ENDED_BY_OPERATOR)
    for grant in grants:
        close(work, grant, ENDED_BY_OPERATOR)
    return EndedAll(sessions, len(grants))


@writes(durable=True)
def end_grant(work: OAuthWork, grant_id: bytes) -> None:
    """Close a grant: its tokens are dead at once for whoever asks here; the leave stays.

    One that was closed already is no reason to refuse.

    Refuses:
        forbidden: the actor may not end sessions.
        not_found: there is no such grant.

    Tells:
        GrantClosed
    """
    authorize(work, NEEDS)
    close(work, _grant(work, grant_id), ENDED_BY_OPERATOR)


@writes(durable=True)
def end_refresh(work: OAuthWork, grant_id: bytes) -> None:
    """Let no refresh token of a grant work any more; its access tokens run out by themselves.

    One that was ended already is no reason to refuse.

    Refuses:
        forbidden: the actor may not end sessions.
        not_found: there is no such grant.

    Tells:
        RefreshEnded
    """
    authorize(work, NEEDS)
    grant = _grant(work, grant_id)
    if work.grants.end_refresh(grant.id, work.now):
        work.tell(RefreshEnded(subject=grant.id, account=grant.account_id, client=grant.client_id))


def _grant(work: OAuthWork, grant_id: bytes) -> Grant:
    grant = work.grants.get(grant_id)
    if grant is None:
        raise not_found("grant")
    return grant
