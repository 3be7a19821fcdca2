"""Making a tenant: the page, and the second page of the first run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from unicodedata import combining, normalize

from nicegui import ui

from app.console.parts.buttons import Button, Weight
from app.console.parts.elements import Tag, icon
from app.console.parts.fields import Choice, Field, Form, Shape
from app.console.parts.surfaces import card, page_head
from app.operations.demo import demo_client
from domain.clients.register import register
from domain.kernel.errors import Refusal
from domain.tenants.create import NewTenant, create_tenant
from domain.tenants.records import Policy, Registration, Tenant, TenantKind

if TYPE_CHECKING:
    from app.console.context import PageContext

_SPELT_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_NOT_IN_A_SLUG: Final = re.compile(r"[^a-z0-9]+")
_SLUG_LETTERS: Final = 40


async def new_tenant(context: PageContext) -> None:
    """Draw the form that makes a tenant."""
    words = context.words
    page_head(
        context,
        words("Make a tenant"),
        crumbs=[(words("System"), ""), (words("Tenants"), "/system/tenants")],
        lede=words("An isolated house of its own: people, applications, keys and rules."),
    )
    whole = card()
    with whole.body, Tag("div", "", "bl-col bl-narrow"):
        TenantForm(context, words("Make the tenant")).draw()


async def start(context: PageContext) -> None:
    """Draw the second page of the first run: one question, no menus."""
    words = context.words
    ui.page_title(words("Your first tenant") + " · Byleave")
    with Tag("div", "", "bl-start"):
        with Tag("div", "", "bar"):
            with Tag("b", "", "bl-own"):
                icon("mark")
                Tag("span", "Byleave")
            with Tag("ol", "", "bl-steps", aria_label=words("Steps")):
                Tag("li", words("This is you"), "done")
                Tag("li", words("Your first tenant"), "on", aria_current="step")
                Tag("li", words("Try it"))
            Tag("span", words("about a minute left"), "bl-s bl-mute")
        Tag("h1", words("What is your first tenant?"), tabindex=-1)
        Tag("p", words("A house for people and applications. Nothing is sent anywhere."), "bl-sub")
        with Tag("div", "", "bl-col"):
            TenantForm(context, words("Go on"), kind=TenantKind.SANDBOX).draw()


@dataclass(slots=True)
class TenantForm:
    """Name, kind and slug of a new tenant.

    Args:
        context: the page.
        verb: words of the button.
        kind: which one is chosen at first.
    """

    context: PageContext
    verb: str
    kind: TenantKind = TenantKind.PRODUCTION

    def draw(self) -> None:
        """Draw the fields and the button."""
        words = self.context.words
        kinds = (
            Choice("sandbox", words("Sandbox"), words("To try and to test: made-up people.")),
            Choice("production", words("Production"), words("For real people.")),
        )
        kind = Field(
            "kind",
            words("What it is for"),
            self.kind.value,
            shape=Shape("pick", options=kinds if self.kind is TenantKind.SANDBOX else kinds[::-1]),
        )
        label = Field("label", words("Name"), hint=words("People see it when they sign in."))
        slug = Field(
            "slug",
            words("Slug"),
            hint=words("Part of every address; it can never be changed."),
            shape=Shape(mono=True),
        )
        doors = (
            Choice("open", words("Anybody")),
            Choice("invitation", words("Who has an activation link")),
            Choice("closed", words("Operators alone")),
        )
        register_ = Field(
            "registration",
            words("Who may make accounts"),
            "open" if self.kind is TenantKind.SANDBOX else "closed",
            shape=Shape("select", options=doors),
        )
        suggested = [""]

        def suggest() -> None:
            if slug.text == suggested[0]:
                suggested[0] = _slug_of(label.text)
                slug.offer(suggested[0], slug.value)

        label.on("told", suggest, args=[])
        form = Form(self.context, kind, label, slug, register_)

        async def send() -> None:
            await form.send(lambda: self._make(form))

        button = Button(
            self.context,
            self.verb,
            send,
            weight=Weight.PRIMARY,
            sign_after="arrow-right",
            testid="tenant.create",
        )
        slug.on("enter", button.press, args=[])

    async def _make(self, form: Form) -> None:
        kind = TenantKind(form.text("kind"))
        wanted = NewTenant(
            slug=form.text("slug"),
            label=form.text("label"),
            kind=kind,
            locale=self.context.words.language,
            policy=Policy(registration=Registration(form.text("registration"))),
        )
        made: Tenant = await self.context.call_installation(create_tenant, wanted)
        if kind is TenantKind.SANDBOX:
            await self._demo(made.slug)
        self.context.floor.client.open(f"/{made.slug}/test-drive")

    async def _demo(self, slug: str) -> None:
        """Turn the demo client on; a tenant without it is whole too."""
        console = self.context.console
        wanted = demo_client(console.base_url, slug)
        try:
            await console.call(register, wanted, tenant=slug, actor=self.context.identity)
        except Refusal:
            return


def _slug_of(name: str) -> str:
    spelt = normalize("NFKD", normalize("NFC", name).casefold().translate(_SPELT_OUT))
    plain = _NOT_IN_A_SLUG.sub("-", "".join(each for each in spelt if not combining(each)))
    plain = plain.strip("-")
    return plain.lstrip("0123456789-")[:_SLUG_LETTERS].rstrip("-")
