"""Two more pages of the demo console: a form with dialogs, and every part fed with markup."""

from __future__ import annotations

from app.console.context import PageContext
from app.console.parts.badges import badge, plain_badge
from app.console.parts.buttons import Button, Weight
from app.console.parts.code import CodeBlock
from app.console.parts.dialogs import ask, show_once
from app.console.parts.elements import Tag
from app.console.parts.fields import Choice, Field, Form, Shape
from app.console.parts.small import CopyButton, notice, short_id
from app.console.parts.surfaces import Facts, Tile, card, page_head, tiles
from app.console.parts.tables import Column, Listing
from domain.kernel.errors import invalid
from domain.kernel.paging import Page


async def form(context: PageContext) -> None:
    head = page_head(context, "Tidebook", crumbs=[("Apps", ""), ("Clients", "/clients")])
    with head.beside:
        badge(context.words, "enabled")
        plain_badge("1 switch weakened", "triangle-alert", "care")
    with Tag("div", "", "bl-grid bl-half"):
        left = card("Addresses")
        with left.body, Tag("div", "", "bl-col"):
            locked = Field(
                "issuer",
                "Issuer",
                "https://id.harbour.example/t/harbour",
                shape=Shape(mono=True, locked=True),
            )
            with locked:
                CopyButton(context.words, "https://id", name="Copy issuer", look="bl-btn")
            address = Field(
                "redirect",
                "Redirect address",
                "http://tidebook.example/old",
                hint="Exactly as the application sends it.",
            )
            kind = Field(
                "kind",
                "Kind",
                "sandbox",
                shape=Shape(
                    "pick",
                    (
                        Choice(
                            "sandbox", "Sandbox", "Personas, an inbox and a clock you can turn."
                        ),
                        Choice("production", "Production", "For real people."),
                    ),
                ),
            )
            Field("tick", "Ask again each time", shape=Shape("tick"))
            whole = Form(context, address, kind)

            async def save() -> None:
                async def act() -> None:
                    if not whole.text("redirect").startswith("https://"):
                        raise invalid("redirect", "only https, or http on localhost")
                    context.toaster.done("Saved.")

                await whole.send(act)

            async def rotate() -> None:
                async def act(dialog) -> None:
                    dialog.close()
                    show_once(context, "New secret", "bys_4fK2mZ8qT1", "Put it into Tidebook now.")

                dialog = ask(context, "Rotate the secret", act, verb="Rotate the secret")
                with dialog.body:
                    Tag("p", "The old one works for another 24 hours.")
                dialog.open()

            async def fail() -> None:
                raise RuntimeError

            with Tag("div", "", "bl-row"):
                Button(context, "Save", save, weight=Weight.PRIMARY, sign="save", testid="save")
                Button(context, "Rotate…", rotate, testid="rotate")
                Button(context, "Fail", fail, testid="fail")
        right = card("Put it into your app", note="filled in with your values")
        with right.body, Tag("div", "", "bl-col"):
            CodeBlock(
                context.words,
                {
                    "Python": 'from authlib.integrations.starlette_client import OAuth\n\noauth = OAuth()\noauth.register(\n    "byleave",\n    client_id="cli_tidebook",\n    timeout=300,  # seconds\n)\n',
                    "curl": "curl https://id.harbour.example/t/harbour/.well-known/openid-configuration",
                },
            )
            notice("Last sign-in through this client: 2 min ago.", "good", "It works.")


async def hostile(context: PageContext) -> None:
    payload = "<img src=x onerror=window.hit=1><script>window.hit=2</script>{{constructor.constructor('window.hit=3')()}}"
    head = page_head(context, payload, crumbs=[(payload, "")], lede=payload)
    with head.beside:
        plain_badge(payload, "circle", "care")
    with Tag("div", "", "bl-section"):
        tiles(context, [Tile(payload, payload, payload, "/", payload)])
        notice(payload, "note", payload)
        facts = Facts()
        facts.add(payload, payload)
        short_id(context.words, payload)
        CodeBlock(context.words, {payload: payload})
        Field("hostile", payload, payload, hint=payload)
        Button(context, payload, _nothing)

        async def load(_):
            return Page(
                (
                    {
                        "id": payload,
                        "href": "/x",
                        "account": payload,
                        "state": ("care", "x", payload),
                    },
                )
            )

        listing = Listing(
            context,
            ("h", payload, [Column("account", payload, "id"), Column("state", payload, "badge")]),
            load,
            lambda: None,
        )
        await listing.show()
    context.toaster.done(payload)


async def _nothing() -> None:
    return None
