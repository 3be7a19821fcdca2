"""An invitation gives its roles, once, and never more than its sender may give."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.accounts.create import add_account
from domain.accounts.disable import disable
from domain.accounts.records import AccountStatus, Audience
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.operators.accept import AcceptInvitation, accept_invitation, peek_invitation
from domain.operators.assign import RoleOf, assign, remove
from domain.operators.invite import (
    INVITATION_LIFETIME,
    AskInvitation,
    ListInvitations,
    NewInvitation,
    invitation,
    invitations,
    invite,
    revoke_invitation,
)
from domain.operators.permissions import PERMISSIONS
from domain.operators.records import InvitationState, Role
from domain.operators.resolve import operators
from domain.operators.trail import operator_labels
from tests.support.ground import an_operator

PASSWORD = Secret("a long enough passphrase")


@pytest.fixture
def house(both_grounds):
    both_grounds.install()
    both_grounds.acme = both_grounds.settle(slug="acme", label="Acme")
    both_grounds.globex = both_grounds.settle(slug="globex")
    return both_grounds


def holder(house, role, tenant_id=None):
    """Make an account with a role and return it as an actor with the role's words."""
    made = house.write(
        lambda work: add_account(work, status=AccountStatus.ENABLED, audience=Audience.STAFF),
        tenant="byleave",
    )
    house.do(assign, RoleOf(made.id, role, tenant_id))
    return an_operator(*PERMISSIONS[role], account_id=made.id)


def taking(link, name="dana", password=PASSWORD):
    return AcceptInvitation(link, Secret(name), password)


def of(house, account_id):
    return [(e.role, e.tenant_id) for e in house.do(operators) if e.account_id == account_id]


def state(house, invitation):
    (row,) = [e for e in house.do(invitations, ListInvitations()).rows if e.id == invitation.id]
    return row.state(house.clock.now())


class TestInvite:
    def test_keeps_no_more_than_a_digest_and_tells_it(self, house):
        made = house.do(invite, NewInvitation((Role.AUDIT_READER,)))
        (kept,) = house.do(invitations, ListInvitations()).rows
        assert kept == made.invitation
        assert made.link.reveal().encode() not in (kept.digest, kept.id)
        (line,) = house.told("byleave", "invitation.sent")
        assert line.facts["roles"] == ("audit_reader",)
        assert made.link.reveal() not in str(line)

    def test_is_told_in_the_trail_of_its_tenant_too(self, house):
        sent = [house.do(invite, NewInvitation((Role.SUPPORT,), house.acme.id)) for _ in range(2)]
        house.do(invite, NewInvitation((Role.SUPPORT,)))
        house.do(accept_invitation, taking(sent[0].link))
        house.do(revoke_invitation, sent[1].invitation.id)
        told = {
            name: [len(house.told(slug, name)) for slug in ("byleave", "acme", "globex")]
            for name in ("invitation.sent", "invitation.taken", "invitation.revoked")
        }
        assert told == {
            "invitation.sent": [3, 2, 0],
            "invitation.taken": [1, 1, 0],
            "invitation.revoked": [1, 1, 0],
        }
        assert sent[0].link.reveal() not in str(house.told("acme", "invitation.sent"))

    def test_an_admin_of_a_tenant_invites_into_it_alone(self, house):
        admin = holder(house, Role.TENANT_ADMIN, house.acme.id)
        made = house.do(invite, NewInvitation((Role.SUPPORT,), house.acme.id), actor=admin)
        assert made.invitation.invited_by == admin.id
        for role, where in (
            (Role.SUPPORT, house.globex.id),
            (Role.SUPPORT, None),
            (Role.OWNER, None),
        ):
            with pytest.raises(Refusal, match="role_beyond"):
                house.do(invite, NewInvitation((Role.SUPPORT, role), where), actor=admin)

    def test_asks_for_a_fresh_proof_before_a_role_that_hands_out_roles(self, house):
        stale = replace(holder(house, Role.OWNER), fresh=False)
        for roles in ((Role.OWNER,), (Role.SUPPORT, Role.TENANT_ADMIN)):
            with pytest.raises(Refusal, match="fresh_proof_needed"):
                house.do(invite, NewInvitation(roles), actor=stale)
        house.do(invite, NewInvitation((Role.SUPPORT,)), actor=stale)

    def test_refuses_who_may_not_change_operators(self, house):
        for role in (Role.SUPPORT, Role.AUDITOR, Role.AUDIT_READER):
            actor = holder(house, role)
            with pytest.raises(Refusal, match="forbidden"):
                house.do(invite, NewInvitation((Role.AUDIT_READER,)), actor=actor)

    def test_refuses_words_of_one_tenant_in_another(self, house):
        both = holder(house, Role.TENANT_ADMIN, house.acme.id)
        house.do(assign, RoleOf(both.id, Role.SUPPORT, house.globex.id))
        with pytest.raises(Refusal, match="role_beyond"):
            house.do(invite, NewInvitation((Role.SUPPORT,), house.globex.id), actor=both)

    def test_refuses_no_role_and_one_that_cannot_be_there(self, house):
        own = house.look(lambda work: work.tenants.by_slug("byleave")).id
        for request in (
            NewInvitation(()),
            NewInvitation((Role.OWNER,), house.acme.id),
            NewInvitation((Role.SUPPORT,), own),
        ):
            with pytest.raises(Refusal, match="invalid_input"):
                house.do(invite, request)
        with pytest.raises(Refusal, match="not_found"):
            house.do(invite, NewInvitation((Role.SUPPORT,), b"n" * 16))

    def test_refuses_before_the_set_up(self, both_grounds):
        with pytest.raises(Refusal, match="not_installed"):
            both_grounds.do(invite, NewInvitation((Role.SUPPORT,)))


class TestAccept:
    def test_keeps_the_name_that_others_see(self, house):
        made = house.do(invite, NewInvitation((Role.SUPPORT,)))
        request = replace(taking(made.link), label="Night shift")
        account = house.do(accept_invitation, request)
        assert house.do(operator_labels, (account.id,)) == {account.id: "Night shift"}

    def test_refuses_the_sealed_name_as_the_one_that_others_see(self, house):
        made = house.do(invite, NewInvitation((Role.SUPPORT,)))
        with pytest.raises(Refusal, match="invalid_input"):
            house.do(accept_invitation, replace(taking(made.link), label="dana"))
        assert state(house, made.invitation) is InvitationState.PENDING

    def test_refuses_the_name_of_another_operator(self, house):
        first, second = (house.do(invite, NewInvitation((Role.SUPPORT,))) for _ in range(2))
        house.do(accept_invitation, replace(taking(first.link), label="Night shift"))
        request = replace(taking(second.link, "robin"), label="NIGHT shift")
        with pytest.raises(Refusal, match="invalid_input") as told:
            house.do(accept_invitation, request)
        assert told.value.field == "label"
        assert state(house, second.invitation) is InvitationState.PENDING

    def test_makes_an_operator_with_exactly_its_roles(self, house):
        wanted = NewInvitation((Role.SUPPORT, Role.AUDIT_READER), house.acme.id)
        made = house.do(invite, wanted)
        face = house.do(peek_invitation, made.link)
        assert (face.roles, face.tenant) == ((Role.SUPPORT, Role.AUDIT_READER), "Acme")
        account = house.do(accept_invitation, taking(made.link))
        assert of(house, account.id) == [
            (Role.AUDIT_READER, house.acme.id),
            (Role.SUPPORT, house.acme.id),
        ]
        assert account.audience is Audience.STAFF
        assert state(house, made.invitation) is InvitationState.USED
        (line,) = house.told("byleave", "invitation.taken")
        assert line.subject_id == made.invitation.id
        with pytest.raises(Refusal, match="invitation_gone"):
            house.do(accept_invitation, taking(made.link, "evan"))
        with pytest.raises(Refusal, match="invitation_gone"):
            house.do(peek_invitation, made.link)

    def test_of_two_at_once_one_wins(self, house):
        made = house.do(invite, NewInvitation((Role.SUPPORT,)))
        request = taking(made.link)
        seen = house.look(lambda work: accept_invitation.look(work, request))
        powers = {name: house.powers[name] for name in accept_invitation.powers}
        hashed = accept_invitation.slow(seen, request, **powers)
        house.do(accept_invitation, taking(made.link, "evan"))
        with pytest.raises(Refusal, match="invitation_gone"):
            house.write(lambda work: accept_invitation.settle(work, request, seen, hashed))
        assert len(house.do(operators)) == 1

    def test_a_name_that_is_taken_leaves_it_good(self, house):
        first, second = (house.do(invite, NewInvitation((Role.SUPPORT,))) for _ in range(2))
        house.do(accept_invitation, taking(first.link))
        with pytest.raises(Refusal, match="identifier_taken"):
            house.do(accept_invitation, taking(second.link, "DANA"))
        house.do(accept_invitation, taking(second.link, "evan"))

    def test_refuses_what_cannot_be_a_name_or_a_password(self, house):
        made = house.do(invite, NewInvitation((Role.SUPPORT,)))
        with pytest.raises(Refusal, match="invalid_identifier"):
            house.do(accept_invitation, taking(made.link, ""))
        with pytest.raises(Refusal, match="password_too_short"):
            house.do(accept_invitation, taking(made.link, password=Secret("short")))
        assert state(house, made.invitation) is InvitationState.PENDING

    def test_runs_out_after_three_days(self, house):
        made = house.do(invite, NewInvitation((Role.SUPPORT,)))
        house.clock.advance(INVITATION_LIFETIME - timedelta(seconds=1))
        house.do(peek_invitation, made.link)
        house.clock.advance(timedelta(seconds=1))
        with pytest.raises(Refusal, match="invitation_gone"):
            house.do(accept_invitation, taking(made.link))
        assert state(house, made.invitation) is InvitationState.EXPIRED

    @pytest.mark.parametrize("how", ["role taken", "suspended", "narrowed"])
    def test_refuses_what_its_sender_may_not_give_any_more(self, house, how):
        sender = holder(house, Role.OWNER)
        holder(house, Role.OWNER)
        made = house.do(invite, NewInvitation((Role.SUPPORT,)), actor=sender)
        if how == "suspended":
            house.do(disable, sender.id, tenant="byleave")
        else:
            house.do(remove, RoleOf(sender.id, Role.OWNER))
        if how == "narrowed":
            house.do(assign, RoleOf(sender.id, Role.TENANT_ADMIN, house.acme.id))
        before = house.do(operators)
        for act in (
            lambda: house.do(peek_invitation, made.link),
            lambda: house.do(accept_invitation, taking(made.link)),
        ):
            with pytest.raises(Refusal, match="invitation_void"):
                act()
        assert house.do(operators) == before
        assert len(house.told("byleave", "invitation.refused")) == 1

    def test_refuses_before_the_set_up(self, both_grounds):
        with pytest.raises(Refusal, match="not_installed"):
            both_grounds.do(accept_invitation, taking(Secret("x")))


class TestRevoke:
    def test_ends_it_once_and_tells_it(self, house):
        made = house.do(invite, NewInvitation((Role.SUPPORT,)))
        house.do(revoke_invitation, made.invitation.id)
        assert state(house, made.invitation) is InvitationState.REVOKED
        with pytest.raises(Refusal, match="invitation_gone"):
            house.do(accept_invitation, taking(made.link))
        with pytest.raises(Refusal, match="invitation_over"):
            house.do(revoke_invitation, made.invitation.id)
        assert len(house.told("byleave", "invitation.revoked")) == 1

    def test_refuses_one_that_was_used_or_never_was(self, house):
        made = house.do(invite, NewInvitation((Role.SUPPORT,)))
        house.do(accept_invitation, taking(made.link))
        with pytest.raises(Refusal, match="invitation_over"):
            house.do(revoke_invitation, made.invitation.id)
        with pytest.raises(Refusal, match="not_found"):
            house.do(revoke_invitation, b"n" * 16)

    def test_refuses_an_admin_what_is_not_of_their_tenant(self, house):
        admin = holder(house, Role.TENANT_ADMIN, house.acme.id)
        theirs = house.do(invite, NewInvitation((Role.SUPPORT,), house.globex.id))
        with pytest.raises(Refusal, match="role_beyond"):
            house.do(revoke_invitation, theirs.invitation.id, actor=admin)
        mine = house.do(invite, NewInvitation((Role.SUPPORT,), house.acme.id))
        house.do(revoke_invitation, mine.invitation.id, actor=admin)

    def test_refuses_who_may_not_change_operators(self, house):
        made = house.do(invite, NewInvitation((Role.SUPPORT,)))
        with pytest.raises(Refusal, match="forbidden"):
            house.do(revoke_invitation, made.invitation.id, actor=holder(house, Role.AUDITOR))


class TestInvitations:
    def test_an_admin_of_a_tenant_sees_those_of_it_alone(self, house):
        admin = holder(house, Role.TENANT_ADMIN, house.acme.id)
        mine = house.do(invite, NewInvitation((Role.SUPPORT,), house.acme.id)).invitation
        house.do(invite, NewInvitation((Role.SUPPORT,), house.globex.id))
        house.do(invite, NewInvitation((Role.OWNER,)))
        seen = house.do(invitations, ListInvitations(house.acme.id), actor=admin).rows
        assert seen == (mine,)
        assert house.do(invitation, AskInvitation(mine.id, house.acme.id), actor=admin) == mine
        for id_, where, code in (
            (mine.id, None, "forbidden"),
            (mine.id, house.globex.id, "forbidden"),
            (b"n" * 16, house.acme.id, "not_found"),
        ):
            with pytest.raises(Refusal, match=code):
                house.do(invitation, AskInvitation(id_, where), actor=admin)
        for elsewhere in (None, house.globex.id):
            with pytest.raises(Refusal, match="forbidden"):
                house.do(invitations, ListInvitations(elsewhere), actor=admin)
        assert len(house.do(invitations, ListInvitations()).rows) == 3
