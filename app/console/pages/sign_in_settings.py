"""Sign-in settings: who may come, how they prove it, how long it lasts, and what limits do now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.console.pages.limits_now import draw_limits
from app.console.pages.sign_in_rules import Rules
from app.console.parts.buttons import Button, Weight
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag, icon
from app.console.parts.surfaces import card, page_head
from domain.limits.now import LimitsNow, limits_now
from domain.tenants.change import ChangeTenant, change_tenant
from domain.tenants.listing import show
from domain.tenants.records import Tenant

if TYPE_CHECKING:
    from app.console.context import PageContext


async def sign_in_settings(context: PageContext) -> None:
    """Draw the page.

    Refuses:
        forbidden: the operator may not read this tenant.
    """
    words = context.words
    tenant: Tenant = await context.call(show)
    now: LimitsNow = await context.call(limits_now)
    head = page_head(
        context,
        words("Sign-in"),
        lede=words("Rules can be made stricter than the product's own, never weaker."),
    )
    slug = context.tenant.slug
    AsCommand(
        context,
        head,
        f"byleave tenant set {slug} \\\n  --registration invitation --password-least 20",
        "tenants:\n"
        f"  - slug: {slug}\n"
        f"    registration: {tenant.policy.registration.value}\n"
        f"    policy: {{password_least: {tenant.policy.password_least}}}",
    )
    desk = _Desk(context, tenant)
    with Tag("div", "", "bl-grid bl-side"):
        with Tag("div", "", "bl-section"):
            desk.rules.draw()
            draw_limits(context, now)
        with Tag("div", "", "bl-section bl-stay"):
            desk.draw_turns()


class _Desk:
    """What is chosen, and what it would change."""

    def __init__(self, context: PageContext, tenant: Tenant) -> None:
        self._context = context
        self._tenant = tenant
        self.rules = Rules(context, tenant, self._show_turns)
        self._turns: Tag | None = None

    def draw_turns(self) -> None:
        """Draw the place for what would change, and what saves it."""
        context, words = self._context, self._context.words
        whole = card(words("Before and after"), testid="sign-in.turns")
        with whole.body, Tag("div", "", "bl-col"):
            self._turns = Tag("div", "", "", role="status")
            if context.may("tenants.change"):
                Button(
                    context,
                    words("Save the rules"),
                    self._save,
                    weight=Weight.PRIMARY,
                    sign="save",
                    testid="sign-in.save",
                )
        self._show_turns()

    def _show_turns(self) -> None:
        if self._turns is None:
            return
        words, found = self._context.words, self.rules.turns()
        self._turns.clear()
        with self._turns:
            if not found:
                Tag("p", words("Nothing is different yet."), "bl-s bl-sub")
                return
            with Tag("ul", "", "bl-turns"):
                for name, before, after in found:
                    with Tag("li"):
                        Tag("b", name)
                        with Tag("span"):
                            Tag("del", before)
                            icon("arrow-right")
                            Tag("ins", after)

    async def _save(self) -> None:
        before = self._tenant
        if not self.rules.turns():
            return
        if not await self.rules.form.send(self._write):
            return

        async def undo() -> None:
            request = ChangeTenant(self._tenant.version, locale=before.locale, policy=before.policy)
            self._tenant = await self._context.call(change_tenant, request)
            self._context.go(self._context.path)

        self.rules.stands(self._tenant)
        self._show_turns()
        self._context.toaster.undo(self._context.words("Saved. It holds from now on."), undo)

    async def _write(self) -> None:
        locale, policy = self.rules.read()
        request = ChangeTenant(self._tenant.version, locale=locale, policy=policy)
        self._tenant = await self._context.call(change_tenant, request)
