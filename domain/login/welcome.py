"""Sign a person in who has just made the account on our own page, without asking twice."""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel.errors import not_found
from domain.kernel.work import writes
from domain.login.events import SignedIn
from domain.login.prove import PASSWORD_AMR
from domain.login.store import LoginWork
from domain.sessions.start import Started, start


@dataclass(frozen=True, slots=True)
class Welcome:
    """Who has just chosen a password on our own page.

    Args:
        account_id: the account made in this very request.
        browser: coarse label of the browser.
    """

    account_id: bytes
    browser: str


@writes(durable=True)
def welcome(work: LoginWork, request: Welcome) -> Started:
    """Start a session for an account that was made a moment ago, in the same request of the door.

    Refuses:
        not_found: there is no such account here.

    Tells:
        SessionStarted, SignedIn.
    """
    if work.accounts.get(request.account_id) is None:
        raise not_found("account")
    started = start(work, account_id=request.account_id, amr=PASSWORD_AMR, browser=request.browser)
    work.tell(SignedIn(subject=request.account_id, amr=" ".join(PASSWORD_AMR)))
    return started
