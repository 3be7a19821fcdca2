"""What ends with a leave, a session or an account: subscribers, in the same transaction."""

from __future__ import annotations

from domain.consent.events import ConsentEnded, ConsentSuperseded
from domain.kernel.events import Event
from domain.oauth.grants import close, realign
from domain.oauth.store import OAuthWork


def on_consent_ended(work: OAuthWork, event: ConsentEnded | ConsentSuperseded) -> None:
    """Narrow or close the grants between a person and a client after a leave ended or was replaced.

    The ledger decides, not the event: whatever the present entries no longer cover ends. A leave
    replaced by one that lasts at least as long takes nothing from anybody: no grant is looked at,
    however many there are.

    Tells:
        GrantNarrowed, GrantClosed.
    """
    if isinstance(event, ConsentSuperseded) and not event.shortens:
        return
    reason = event.reason if isinstance(event, ConsentEnded) else "superseded"
    for grant in work.grants.of(event.account, event.client):
        if any(item.scope == event.item for item in grant.items):
            realign(work, grant, f"consent_{reason}" if reason else "consent_ended")


def on_session_ended(work: OAuthWork, event: Event) -> None:
    """Close the grants that an ended session bore; those with offline access stay.

    Tells:
        GrantClosed.
    """
    if event.subject is None:
        return
    for grant in work.grants.of_session(event.subject):
        close(work, grant, "session_ended")


def on_account_stopped(work: OAuthWork, event: Event) -> None:
    """Close every grant of an account that was disabled or erased.

    Tells:
        GrantClosed.
    """
    if event.subject is None:
        return
    for grant in work.grants.of(event.subject):
        close(work, grant, "account_stopped")


def on_account_erased(work: OAuthWork, event: Event) -> None:
    """Delete the closed grants of an erased account, and with them the digests of its tokens.

    What is gone opens nothing: an unknown token is answered as an ended one.
    """
    if event.subject is not None:
        work.grants.forget(event.subject)
