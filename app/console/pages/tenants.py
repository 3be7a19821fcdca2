"""Tenants: which ones there are, finding one, and letting one rest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from app.console.parts.badges import badge, plain_badge
from app.console.parts.buttons import Button, Weight, go_button
from app.console.parts.commands import AsCommand
from app.console.parts.effects import Effect, Stop, confirm
from app.console.parts.elements import Tag, icon, link
from app.console.parts.fields import Choice, Field, Shape
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head
from domain.operators.resolve import tenants_of
from domain.tenants.change import disable_tenant, enable_tenant
from domain.tenants.records import BUILT_IN, Tenant, TenantKind, TenantStatus

if TYPE_CHECKING:
    from app.console.context import PageContext

_FULL_LOAD: Final = "(e) => e.stopPropagation()"
CHANGES: Final = "tenants.create"
"""Permission of who decides which tenants there are."""

STATES: Final = ("enabled", "disabled")


async def tenants(context: PageContext) -> None:
    """Draw the tenants this operator may see."""
    words = context.words
    head = page_head(
        context, words("Tenants"), crumbs=[(words("System"), ""), (words("Tenants"), "")]
    )
    with head.acts:
        AsCommand(context, head, "byleave tenant list")
        if context.may(CHANGES):
            go_button(
                words("Make a tenant"),
                context.href("/system/tenants/new"),
                weight=Weight.PRIMARY,
                sign="plus",
                testid="tenants.new",
            )
    found = await context.call_installation(tenants_of, context.identity.account_id)
    shown = [each for each in found if _wanted(context, each)]
    whole = card(flush=True, testid="tenants")
    with whole.body:
        _filters(context)
        if not shown:
            empty_state(
                words("Nothing matches these filters"),
                words("Look for a part of the name or of the slug."),
                sign="building-2",
                testid="tenants.empty",
            )
            return
        with Tag("ul", "", "bl-lines bl-wrapped"):
            for tenant in sorted(shown, key=lambda each: (each.slug == BUILT_IN, each.label)):
                _line(context, tenant)


def _wanted(context: PageContext, tenant: Tenant) -> bool:
    part = context.query.get("q", "").casefold()
    state = context.query.get("state", "")
    if state in STATES and tenant.status.value != state:
        return False
    return part in tenant.label.casefold() or part in tenant.slug


def _filters(context: PageContext) -> None:
    words = context.words
    states = (
        Choice("", words("Any")),
        Choice("enabled", words("Enabled")),
        Choice("disabled", words("Disabled")),
    )
    with Tag("div", "", "bl-filters"):
        part = Field("q", words("Name or slug"), context.query.get("q", ""))
        state = Field(
            "state",
            words("State"),
            context.query.get("state", ""),
            shape=Shape("select", options=states),
        )

    def look() -> None:
        context.go("/system/tenants", q=part.text, state=state.text)

    part.on("enter", look, args=[])
    state.on("told", look, args=[])


def _line(context: PageContext, tenant: Tenant) -> None:
    words = context.words
    enabled = tenant.status is TenantStatus.ENABLED
    with Tag("li", data_testid=f"tenants.{tenant.slug}"):
        icon("building-2")
        if enabled:
            here = link(tenant.label, f"{context.console.doorway.prefix}/{tenant.slug}")
            here.on("click", js_handler=_FULL_LOAD)
        else:
            Tag("span", tenant.label, "bl-mute")
        Tag("span", tenant.slug, "bl-mono bl-mute bl-grow")
        if tenant.kind is TenantKind.SANDBOX:
            plain_badge(words("Sandbox"), "flask-conical", "sandbox")
        else:
            plain_badge(words("Production"), "circle", "")
        plain_badge(context.words(tenant.privacy.value), "lock", "good")
        badge(words, tenant.status.value)
        if tenant.slug != BUILT_IN and context.may(CHANGES):
            act, said = (_disable, words("Disable…")) if enabled else (_enable, words("Enable"))
            Button(
                context,
                said,
                partial(act, context, tenant),
                mini=True,
                testid=f"tenants.turn.{tenant.slug}",
            )


async def _disable(context: PageContext, tenant: Tenant) -> None:
    words = context.words

    async def act(_reason: str) -> None:
        await context.console.call(disable_tenant, tenant=tenant.slug, actor=context.identity)
        if tenant.slug == context.tenant.slug:
            context.floor.client.open(f"/{BUILT_IN}/system/tenants")
            return
        context.toaster.done(words("{tenant} is disabled.", tenant=tenant.label))
        context.go("/system/tenants")

    effect = Effect(
        lede=words("It answers nobody any more; what it keeps stays."),
        stops=[
            Stop(words("Its sign-in pages and its endpoints"), words("at once")),
            Stop(words("Every session, and every use of its tokens"), words("at once")),
            Stop(words("Accounts, leave, keys and the trail"), stays=True),
        ],
        verb=words("Disable {tenant}", tenant=tenant.slug),
        after=words("Enabling it again brings everything back that has not run out."),
        typed=tenant.slug,
        reason=False,
    )
    confirm(context, words("Disable a tenant"), effect, act, testid="tenants.disable")


async def _enable(context: PageContext, tenant: Tenant) -> None:
    await context.call_installation(enable_tenant, tenant.slug)
    context.toaster.done(context.words("{tenant} is enabled.", tenant=tenant.label))
    context.go("/system/tenants")
