"""Somebody who was invited becomes an operator on a hosted page, and nowhere else."""

from domain.operators.invite import revoke_invitation
from domain.operators.resolve import operators
from tests.laws.holdings import SYSTEM

NEW = "another long passphrase of the tests"


def page_of(world, slug="acme"):
    return f"/invitation/{world.staff.invited[slug].link.reveal()}"


class TestInvitation:
    async def test_says_what_it_gives_and_makes_it_once(self, visitor, world):
        page = page_of(world)
        shown = await visitor.get(page)
        assert "Acme" in shown.text
        assert "Support:" in shown.text
        answer = await visitor.fill(page, username="irene", password=NEW)
        assert (answer.status, answer.location) == (303, "/console")
        assert "__Host-byl-s-byleave" in visitor.cookies
        held = world.house.call.now(operators, tenant=None, actor=SYSTEM)
        assert held[-1].role.value == "support"
        assert held[-1].tenant_id == world.a.tenant.id
        assert (await visitor.get(page)).status == 410

    async def test_keeps_the_name_and_not_the_password(self, visitor, world):
        answer = await visitor.fill(page_of(world), username="irene", password="short-one")
        assert answer.status == 400
        assert answer.hidden("username") == "irene"
        assert "short-one" not in answer.text

    async def test_a_name_that_is_taken_leaves_it_good(self, visitor, world):
        answer = await visitor.fill(page_of(world), username="olive", password=NEW)
        assert answer.status == 409
        assert (await visitor.fill(page_of(world), username="irene", password=NEW)).status == 303

    async def test_one_that_was_taken_back_or_never_was_looks_used(self, visitor, world):
        world.house.call.now(
            revoke_invitation,
            world.staff.invited["acme"].invitation.id,
            tenant=None,
            actor=SYSTEM,
        )
        gone = await visitor.get(page_of(world))
        never = await visitor.get(f"/invitation/{'A' * 43}")
        assert (gone.status, never.status) == (410, 410)
        assert "Ask whoever invited you" in gone.text

    async def test_a_form_without_its_token_is_refused(self, visitor, world):
        fields = {"username": "irene", "password": NEW}
        assert (await visitor.post(page_of(world), fields)).status == 403
