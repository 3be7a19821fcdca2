"""Use the link an operator made: the person, and nobody else, chooses the first password."""

from __future__ import annotations

from dataclasses import dataclass

from domain.accounts.records import AccountStatus
from domain.factors.enrol import enrol_password
from domain.factors.rules import check_password
from domain.kernel.errors import Refusal
from domain.kernel.powers import PasswordHasher
from domain.kernel.secrets import Secret, digest
from domain.kernel.work import Staged, reads, writes
from domain.limits.check import ensure_open
from domain.limits.spend import failed
from domain.login.events import Activated
from domain.login.refusals import ACTIVATION_GONE
from domain.login.store import LoginWork
from domain.sessions.end import end_all_for
from domain.sessions.rules import PASSWORD_CHANGED

_STARTABLE = (AccountStatus.PENDING, AccountStatus.ENABLED)


@dataclass(frozen=True, slots=True)
class Activate:
    """What the activation form sends.

    Args:
        link: the secret of the link.
        password: the first password; empty when the page is only being looked at.
    """

    link: Secret
    password: Secret


@reads
def peek(work: LoginWork, link: Secret) -> bool:
    """Tell whether a link is live, without using it: mail scanners open links too.

    Refuses:
        too_many_tries: this source was closed for a while.
    """
    ensure_open(work, source=work.actor.source, subject=None)
    return work.activations.peek(digest(link), work.now) is not None


@reads
def look(work: LoginWork, request: Activate) -> int:
    """Check that the link is live; return the fewest characters of a password.

    Refuses:
        activation_gone: used, run out, or never made.
        too_many_tries: this source was closed for a while.
    """
    if not peek(work, request.link):
        raise Refusal(ACTIVATION_GONE)
    return work.tenant.policy.password_least


def slow(least: int, request: Activate, hasher: PasswordHasher) -> str:
    """Judge and hash the password.

    Refuses:
        password_too_short, password_too_long, password_common: by the rules.
    """
    check_password(request.password, least=least, forbidden=())
    return hasher.make(request.password)


@writes(durable=True)
def settle(work: LoginWork, request: Activate, least: int, encoded: str) -> bytes:
    """Use the link up, enrol the password, enable the account, end every session of before.

    Where the link is the way back in for an enabled account, whoever knew the old password may
    sit in one of its sessions.

    Returns:
        The account's id.

    Refuses:
        activation_gone: used in between, or the account may not be activated any more.

    Tells:
        PasswordEnrolled, SessionEnded, Activated.
    """
    link = work.activations.consume(digest(request.link), work.now)
    account = work.accounts.get(link.account_id) if link else None
    if account is None or account.status not in _STARTABLE:
        failed(work, source=work.actor.source, subject=None)
        raise Refusal(ACTIVATION_GONE)
    work.accounts.move(account.id, (AccountStatus.PENDING,), AccountStatus.ENABLED)
    enrol_password(work, account.id, encoded)
    end_all_for(work, account.id, PASSWORD_CHANGED)
    work.tell(Activated(subject=account.id))
    return account.id


activate = Staged(look, slow, settle, ("hasher",))
