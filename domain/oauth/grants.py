"""Open, narrow and close grants: the live authorisation of a client, root of its tokens."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from domain.clients.records import Client, GrantType
from domain.clients.scopes import OFFLINE
from domain.kernel.errors import BUSY, Refusal
from domain.kernel.ids import random_id
from domain.oauth.events import GrantClosed, GrantNarrowed
from domain.oauth.records import AuthorizationRequest, Grant, GrantItem
from domain.oauth.rules import broken, covered
from domain.oauth.store import OAuthWork
from domain.oauth.subject import subject
from domain.oauth.vocabulary import INVALID_REQUEST_URI
from domain.sessions.records import Session

TRIES: Final = 5
"""Two replicas may cut one grant at once; a third try is never needed in practice."""


def open_grant(  # noqa: PLR0913 - one record of many parts, made in one place
    work: OAuthWork,
    *,
    client: Client,
    request: AuthorizationRequest,
    session: Session,
    items: tuple[GrantItem, ...],
    ends_at: datetime,
    once: bool,
) -> Grant:
    """Open a grant on what a person decided in a session.

    With `offline_access` among its items, for a client that may refresh, it outlives the session;
    otherwise the session bears it. A pushed request is used up first: it is consumed
    when the authorization completes, not when a page is first seen, for a person may load the page
    again before the sign-in.

    Args:
        client: who may act.
        request: what is answered.
        session: in which it was decided.
        items: what is covered, as `rules.items_of` makes them.
        ends_at: end of the whole decision; without offline access never past the session's.
        once: whether it is good for one access token only.

    Refuses:
        invalid_request_uri: the pushed request was used for another authorization.

    Source: RFC 9126 section 7.3, FAPI 2.0 section 5.3.2.2.
    """
    if request.pushed is not None and not work.pushed_requests.consume(request.pushed):
        raise Refusal(INVALID_REQUEST_URI)
    offline = any(item.scope == OFFLINE for item in items) and not once
    free = offline and GrantType.REFRESH_TOKEN in client.grant_types
    grant = Grant(
        id=work.new_id(),
        public_id=random_id(),
        account_id=session.account_id,
        client_id=client.id,
        session_id=None if free else session.id,
        sub=subject(work, client, session.account_id),
        items=_with_refused(items, request.scope, work.now),
        ends_at=ends_at if free else min(ends_at, session.ends_at),
        once=once,
        auth_time=session.auth_time,
        amr=session.amr,
        acr=session.acr,
        sid=session.sid,
        opened_at=work.now,
    )
    work.grants.add(grant)
    return grant


def _with_refused(
    items: tuple[GrantItem, ...], asked: tuple[str, ...], now: datetime
) -> tuple[GrantItem, ...]:
    """Keep the words that were asked and not given as ended from the start.

    Common libraries name all they first asked for at every refresh: they get what was given, and
    only words that were never asked are refused as too much.
    """
    given = {item.scope for item in items}
    refused = (GrantItem(word, needed=False, ends_at=now) for word in asked if word not in given)
    return tuple(sorted((*items, *refused), key=lambda item: item.scope))


def close(work: OAuthWork, grant: Grant, reason: str) -> bool:
    """Close a grant; every token of it is dead from now on. False when it was closed already.

    Tells:
        GrantClosed.
    """
    if not work.grants.close(grant.id, work.now, reason):
        return False
    work.tell(
        GrantClosed(
            subject=grant.id, account=grant.account_id, client=grant.client_id, reason=reason
        )
    )
    return True


def realign(work: OAuthWork, grant: Grant, reason: str) -> Grant | None:
    """Cut a grant to the leave that stands now, and close it when a needed item or the last ended.

    Args:
        grant: an open grant, as it was read.
        reason: why it closes, if it does.

    Returns:
        The grant as it stands, or None when it is closed.

    Refuses:
        busy: others changed it each time we tried.

    Tells:
        GrantNarrowed, GrantClosed.
    """
    states = work.consents.states(grant.account_id, grant.client_id)
    current = {state.item: state for state in states}
    for _ in range(TRIES):
        items = covered(grant.items, current, work.now)
        if broken(items, work.now) or work.now >= grant.ends_at:
            close(work, grant, reason)
            return None
        if items == grant.items:
            return grant
        if work.grants.narrow(grant.id, grant.version, items):
            return _narrowed(work, grant, items)
        again = work.grants.get(grant.id)
        if again is None or again.closed_at is not None:
            return None
        grant = again
    raise Refusal(BUSY)


def _narrowed(work: OAuthWork, before: Grant, items: tuple[GrantItem, ...]) -> Grant:
    after = replace(before, items=items, version=before.version + 1)
    living = after.live_scope(work.now)
    ended = tuple(word for word in before.live_scope(work.now) if word not in living)
    if ended:
        work.tell(
            GrantNarrowed(
                subject=after.id, account=after.account_id, client=after.client_id, items=ended
            )
        )
    return after
