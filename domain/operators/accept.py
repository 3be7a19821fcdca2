"""Take an invitation: a name and a password on a hosted page make an account with its roles."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.accounts.records import Account
from domain.identifiers.claim import ensure_free
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret, digest
from domain.kernel.work import Staged, reads, writes
from domain.operators.assign import RoleOf, give
from domain.operators.events import InvitationRefused, InvitationTaken
from domain.operators.newcomer import Hashed, Seen, examine, settle_in, slow
from domain.operators.records import Invitation, Role
from domain.operators.refusals import INVITATION_GONE, INVITATION_VOID
from domain.operators.rules import may_hand_out
from domain.operators.staff import may_sign_in, staff
from domain.operators.store import OperatorWork
from domain.operators.telling import tell_there


@dataclass(frozen=True, slots=True)
class AcceptInvitation:
    """What the person typed on the hosted page.

    Args:
        link: the secret of the link.
        identifier: a username or an e-mail address.
        label: what other operators see them as, 0 to 80 characters.
    """

    link: Secret
    identifier: Secret
    password: Secret
    label: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class InvitationFace:
    """What the page of an invitation says of it.

    Args:
        roles: what whoever takes it becomes.
        tenant: label of the tenant they are for; empty for the whole installation.
    """

    roles: tuple[Role, ...]
    tenant: str


@reads
def peek_invitation(work: OperatorWork, link: Secret) -> InvitationFace:
    """Say what an invitation gives, without using it: a page is looked at before it is sent.

    Refuses:
        invitation_gone: it was used, was taken back, has run out, or never was.
        invitation_void: whoever sent it may not give its roles any more.
        not_installed: the operators' tenant was not made yet.
    """
    found = _live(work, link)
    if not _counts(work, found):
        raise Refusal(INVITATION_VOID)
    tenant = work.tenants.get(found.bound_to) if found.bound_to else None
    return InvitationFace(found.roles, tenant.label if tenant else "")


@reads
def look(work: OperatorWork, request: AcceptInvitation) -> Seen:
    """See whether link, name and password will do.

    Refuses:
        invitation_gone: it was used, was taken back, has run out, or never was.
        invalid_identifier: it cannot be a username or an address.
        invalid_input: the name that others see is not as it must be.
        password_too_short: and its neighbours, as `factors.rules` says.
        not_installed: the operators' tenant was not made yet.
    """
    _live(work, request.link)
    return examine(work, request)


@writes(durable=True)
def settle(work: OperatorWork, request: AcceptInvitation, seen: Seen, made: Hashed) -> Account:
    """Use the invitation up and make its operator, with its roles and no other.

    Whether its sender may give these roles is asked again now: an invitation does not outlive the
    trust it came from.

    Refuses:
        invitation_gone: it was used, taken back or ran out in between.
        invitation_void: whoever sent it may not give its roles any more.
        identifier_taken: an account has this name; the link stays good.
        not_installed: the operators' tenant was not made yet.

    Tells:
        AccountCreated: the operator's account.
        InvitationTaken: always.
        OperatorAssigned: for each role.
        InvitationRefused: when its sender may not give its roles any more.
    """
    desk = staff(work)
    found = _live(work, request.link)
    if not _counts(work, found):
        tell_there(work, InvitationRefused(subject=found.id), (found.bound_to,))
        raise Refusal(INVITATION_VOID)
    ensure_free(desk, seen.typed.kind, made.inner)
    account_id = desk.new_id()
    if not desk.invitations.use(found.id, account_id, desk.now):
        raise Refusal(INVITATION_GONE)
    account = settle_in(desk, seen, made, account_id=account_id)
    taken = InvitationTaken(subject=found.id, account=account.id)
    tell_there(work, taken, (found.bound_to,))
    for role in found.roles:
        give(work, RoleOf(account.id, role, found.bound_to))
    return account


accept_invitation = Staged(look, slow, settle, powers=("hasher", "identifier_hasher"))


def _live(work: OperatorWork, link: Secret) -> Invitation:
    desk = staff(work)
    found = desk.invitations.live(digest(link), desk.now)
    if found is None:
        raise Refusal(INVITATION_GONE)
    return found


def _counts(work: OperatorWork, invitation: Invitation) -> bool:
    """Tell whether the sender may still give each of its roles; the machine always may."""
    sender = invitation.invited_by
    if sender is None:
        return True
    if not may_sign_in(staff(work), sender):
        return False
    held = work.operators.of_account(sender)
    return all(may_hand_out(held, role, invitation.bound_to) for role in invitation.roles)
