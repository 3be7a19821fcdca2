"""The first operator: a one-time link, then a name and a password on a hosted page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from domain.accounts.records import Account
from domain.identifiers.claim import ensure_free
from domain.kernel.authorize import authorize
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret, digest, new_secret
from domain.kernel.work import Staged, reads, writes
from domain.operators.assign import RoleOf, give
from domain.operators.events import SetUpLinkIssued
from domain.operators.newcomer import Hashed, Seen, examine, settle_in, slow
from domain.operators.records import Role, Ticket
from domain.operators.refusals import LINK_GONE
from domain.operators.staff import staff
from domain.operators.store import OperatorWork

PURPOSE: Final = "first_operator"
TICKET_LIFETIME: Final = timedelta(hours=24)
"""A link printed in the morning works in the evening; the next day `bootstrap` prints a new one."""


@dataclass(frozen=True, slots=True)
class FirstOperator:
    """What the person typed on the hosted page.

    Args:
        ticket: the secret of the link.
        identifier: a username or an e-mail address.
        label: what other operators see them as, 0 to 80 characters.
    """

    ticket: Secret
    identifier: Secret
    password: Secret
    label: str = field(default="", repr=False)


@writes(durable=True)
def issue_ticket(work: OperatorWork) -> Secret:
    """Make the one-time link's secret, in place of any earlier one.

    Who can start a process on the machine can have it: it is also the way back in when every owner
    lost their password.

    Returns:
        The secret, to be shown once.

    Refuses:
        forbidden: the actor may not change operators.
        not_installed: the operators' tenant was not made yet.

    Tells:
        SetUpLinkIssued: always.
    """
    authorize(work, "operators.change")
    desk = staff(work)
    secret = new_secret()
    work.tickets.add(Ticket(digest(secret), PURPOSE, work.now + TICKET_LIFETIME))
    desk.tell(SetUpLinkIssued())
    return secret


@reads
def has_operator(work: OperatorWork) -> bool:
    """Tell whether anybody holds a role; until then the start prints a link."""
    return bool(work.operators.all())


@reads
def check_ticket(work: OperatorWork, ticket: Secret) -> None:
    """Go on only with a live link, without using it: a page is looked at before it is sent.

    Refuses:
        link_gone: it was used, has run out, or never was.
    """
    if work.tickets.peek(digest(ticket), work.now) is None:
        raise Refusal(LINK_GONE)


@reads
def look(work: OperatorWork, request: FirstOperator) -> Seen:
    """See whether link, name and password will do.

    Refuses:
        link_gone: the link was used, has run out, or never was.
        invalid_identifier: it cannot be a username or an address.
        invalid_input: the name that others see is not as it must be.
        password_too_short: and its neighbours, as `factors.rules` says.
        not_installed: the operators' tenant was not made yet.
    """
    check_ticket(work, request.ticket)
    return examine(work, request)


@writes(durable=True)
def settle(work: OperatorWork, request: FirstOperator, seen: Seen, made: Hashed) -> Account:
    """Use the link up and make its owner.

    Refuses:
        identifier_taken: an account has this name; the link stays good.
        link_gone: the link was used or ran out in between.
        not_installed: the operators' tenant was not made yet.

    Tells:
        AccountCreated: the owner's account.
        OperatorAssigned: the role.
    """
    desk = staff(work)
    ensure_free(desk, seen.typed.kind, made.inner)
    if work.tickets.consume(digest(request.ticket), work.now) is None:
        raise Refusal(LINK_GONE)
    account = settle_in(desk, seen, made)
    give(work, RoleOf(account.id, Role.OWNER))
    return account


first_operator = Staged(look, slow, settle, powers=("hasher", "identifier_hasher"))
