"""The first drive of a new tenant leads to somebody who can sign in."""

import pytest

from app.console.pages.drive_people import is_registering, people, prompts, who_signs_in
from domain.accounts.listing import page as accounts_page
from domain.kernel.ids import show
from domain.kernel.paging import Page
from domain.sandbox.look_up import PersonasSeen, personas_seen
from domain.tenants.listing import show as show_tenant
from domain.tenants.records import Policy, Registration, TenantKind
from tests.support.factories import HOUR, a_tenant, an_account

PIA = an_account(persona=True)
MAY = ("tenants.read", "accounts.read", "accounts.create", "drive.use")


@pytest.fixture
def shown(window):
    """Draw the ways to sign in; return what each leads to, and which of them is loud."""

    async def draw(registration, *there, sandbox=True, may=MAY):
        tenant = a_tenant(
            kind=TenantKind.SANDBOX if sandbox else TenantKind.PRODUCTION,
            policy=Policy(registration=registration),
        )

        async def call(use_case, *_, **__):
            return {
                show_tenant: tenant,
                accounts_page: Page(there),
                personas_seen: PersonasSeen(
                    Page(tuple(each for each in there if each.persona)),
                    {PIA.id: {"preferred_username": "pia"}},
                    HOUR,
                ),
            }[use_case]

        context = window.context(permissions=may, call=call, sandbox=sandbox)
        found = await people(context)
        if found is None:
            return None
        who_signs_in(context, found, "openid", lambda: None)
        ways = [each for each in window.client.elements.values() if "href" in each.props]
        loud = [each.props["data-testid"] for each in ways if "pri" in each.classes]
        return {each.props["data-testid"]: each.props["href"] for each in ways}, loud

    return draw


async def test_where_nobody_is_yet_an_account_is_made_first(shown):
    ways, loud = await shown(Registration.OPEN)
    assert loud == ["drive.new"]
    assert "prompt=create" in ways["drive.new"]
    assert "drive.persona.new" in ways


async def test_where_nobody_may_register_a_persona_is_made_first(shown):
    ways, loud = await shown(Registration.CLOSED)
    assert loud == ["drive.persona.new"]
    assert "drive.new" not in ways


async def test_where_nobody_is_made_up_a_person_gets_a_link(shown):
    ways, loud = await shown(Registration.INVITATION, sandbox=False)
    assert list(ways) == loud == ["drive.account.new"]
    assert ways["drive.account.new"].endswith("/accounts/new")


async def test_made_up_people_are_offered_by_name_and_never_in_an_address(shown):
    ways, loud = await shown(Registration.OPEN, PIA)
    key = show("acc", PIA.id)
    assert f"persona={key}" in ways[f"drive.persona.{key}"]
    assert "pia" not in ways[f"drive.persona.{key}"]
    assert loud == []


async def test_who_may_see_no_people_is_offered_none(shown):
    assert await shown(Registration.OPEN, may=("drive.use",)) is None


@pytest.mark.parametrize(
    ("registration", "may", "offered"),
    [
        (Registration.OPEN, MAY, True),
        (Registration.OPEN, ("drive.use",), False),
        (Registration.INVITATION, MAY, False),
        (Registration.CLOSED, MAY, False),
    ],
)
async def test_create_is_a_prompt_where_anybody_may_register(window, registration, may, offered):
    async def call(use_case, *_, **__):
        return {show_tenant: a_tenant(policy=Policy(registration=registration))}[use_case]

    context = window.context(permissions=may, call=call)
    words = [each.value for each in prompts(context, registering=await is_registering(context))]
    assert words == ["", "login", "consent", "none", *(["create"] if offered else [])]
