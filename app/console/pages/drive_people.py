"""Who signs in to a test drive: somebody new, or a made-up person of the tenant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.console.pages.personas import signs_in_as
from app.console.parts.buttons import Button, Weight, go_button
from app.console.parts.elements import Tag, icon
from app.console.parts.fields import Choice
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card
from app.operations.demo import demo_client
from domain.accounts.listing import AccountsPage
from domain.accounts.listing import page as accounts_page
from domain.accounts.records import Account, AccountFilter, AccountStatus
from domain.clients.register import register
from domain.kernel.ids import show
from domain.kernel.paging import PageRequest
from domain.sandbox.look_up import PersonasSeen, personas_seen
from domain.tenants.listing import show as show_tenant
from domain.tenants.records import Registration, Tenant

if TYPE_CHECKING:
    from app.console.context import PageContext

CREATE: Final = "create"
"""The prompt that opens a drive with the page that makes an account."""

MOST: Final = 3
"""Made-up people that are offered; the page Personas has all."""

_FULL_LOAD: Final = "(e) => e.stopPropagation()"


@dataclass(frozen=True, slots=True)
class People:
    """Who could sign in here.

    Args:
        registering: whether anybody may make an account.
        anybody: whether there is an account at all.
        personas: a few made-up people who may sign in, with what each types.
    """

    registering: bool
    anybody: bool
    personas: tuple[tuple[Account, str], ...] = ()


async def people(context: PageContext) -> People | None:
    """Return who could sign in here; None for who may not see it."""
    if not (context.may("tenants.read") and context.may("accounts.read")):
        return None
    registering = await is_registering(context)
    wanted = AccountsPage(AccountFilter(), PageRequest(1))
    found = await context.call(accounts_page, wanted)
    made_up: tuple[tuple[Account, str], ...] = ()
    if context.tenant.sandbox:
        seen: PersonasSeen = await context.call(personas_seen, PageRequest(MOST))
        made_up = tuple(
            (each, signs_in_as(seen.claims.get(each.id, {})))
            for each in seen.page.rows
            if each.status is AccountStatus.ENABLED
        )
    return People(registering, bool(found.rows), made_up)


async def is_registering(context: PageContext) -> bool:
    """Tell whether anybody may make an account here; who may not see it is told no."""
    if not context.may("tenants.read"):
        return False
    tenant: Tenant = await context.call(show_tenant)
    return tenant.policy.registration is Registration.OPEN


def prompts(context: PageContext, *, registering: bool) -> tuple[Choice, ...]:
    """Return the prompts that a drive may ask with; where nobody registers, `create` is refused."""
    words = ("login", "consent", "none", *((CREATE,) if registering else ()))
    return Choice("", context.words("as needed")), *(Choice(word, word) for word in words)


def who_signs_in(
    context: PageContext, found: People, scope: str, begun: Callable[[], None]
) -> None:
    """Offer the ways to sign in; where nobody is here yet, the way to be somebody comes first.

    Args:
        context: the page.
        found: who could.
        scope: what is asked for, as the request's form begins.
        begun: waits for the drive that was begun.
    """
    words = context.words
    whole = card(words("Who signs in?"), flush=True, testid="drive.people")
    with whole.body, Tag("ul", "", "bl-lines bl-wrapped"):
        if found.registering:
            loud = Weight.PLAIN if found.anybody else Weight.PRIMARY
            said = words("Somebody new: any made-up name will do, and nothing is sent.")
            with _line("user", said):
                address = context.href("/drive/start", scope=scope, prompt=CREATE)
                new = go_button(words("Make an account"), address, weight=loud, testid="drive.new")
                _own_tab(new, begun)
        for account, name in found.personas:
            with _line("flask-conical", name):
                key = show("acc", account.id)
                address = context.href("/drive/start", scope=scope, prompt="login", persona=key)
                as_them = words("Sign in as this persona")
                _own_tab(go_button(as_them, address, testid=f"drive.persona.{key}"), begun)
        if not found.personas and context.may("accounts.create"):
            _make_somebody(context, found)


def _make_somebody(context: PageContext, found: People) -> None:
    words = context.words
    loud = Weight.PLAIN if found.anybody or found.registering else Weight.PRIMARY
    if context.tenant.sandbox:
        with _line("flask-conical", words("A made-up person whose password you know.")):
            there = context.href("/personas/new")
            go_button(words("Make a persona"), there, weight=loud, testid="drive.persona.new")
    elif not found.registering:
        said = words("Nobody makes an account here themselves: a person gets a link from you.")
        with _line("user", said):
            there = context.href("/accounts/new")
            go_button(words("Create an account"), there, weight=loud, testid="drive.account.new")


def _line(sign: str, said: str) -> Tag:
    made = Tag("li")
    with made:
        icon(sign)
        Tag("span", said, "bl-grow")
    return made


def _own_tab(way: Tag, begun: Callable[[], None]) -> None:
    way.set(target="_blank", rel="opener")
    way.on("click", js_handler=_FULL_LOAD)
    way.on("click", begun, args=[])


def turn_on(context: PageContext) -> None:
    """Draw that the demo client is off here, and the button that turns it on."""
    words = context.words

    async def act() -> None:
        wanted = demo_client(context.console.base_url, context.tenant.slug)
        await context.call(register, wanted)
        context.go("/test-drive")

    whole = card(flush=True)
    with (
        whole.body,
        empty_state(
            words("The demo application is off here"),
            words("It is an ordinary client named test-drive that you can ask for leave with."),
            sign="circle-play",
            testid="drive.off",
        ),
    ):
        Button(
            context,
            words("Turn it on"),
            act,
            weight=Weight.PRIMARY,
            sign="plus",
            testid="drive.on",
        )
