"""You: the name other operators see you by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.parts.buttons import Button, Weight
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag
from app.console.parts.fields import Field, Form
from app.console.parts.small import short_id
from app.console.parts.surfaces import Facts, card, page_head
from domain.kernel.ids import short, show
from domain.operators.rename import Rename, rename

if TYPE_CHECKING:
    from app.console.context import PageContext

SAVED: Final = "saved"
"""Word of the address by which the page says, drawn anew, what was done; it goes at once."""


async def you(context: PageContext) -> None:
    """Draw one's own name; every operator may choose it, whatever their role."""
    words, identity = context.words, context.identity
    own_id = show("acc", identity.account_id)
    head = page_head(
        context,
        words("You"),
        lede=words("What stands here is seen by other operators, in lists and in the audit trail."),
    )
    AsCommand(context, head, f"byleave operator rename {own_id} NAME")
    unnamed = short("acc", identity.account_id)
    before = "" if identity.name == unnamed else identity.name
    if SAVED in context.query:
        context.toaster.done(words("Your name was saved."))
        context.remember()
    with Tag("div", "", "bl-grid bl-g2"):
        whole = card(words("Your name"), testid="you.name")
    with whole.body, Tag("div", "", "bl-col"):
        form = Form(
            context,
            Field(
                "label",
                words("Other operators see you as"),
                before,
                hint=words(
                    "No other operator may have it, and it is not what you sign in with. "
                    "Left empty, they see the short id."
                ),
            ),
        )
        facts = Facts()
        with facts.add(words("Account")):
            short_id(words, own_id, unnamed)

        async def keep() -> None:
            await context.call_installation(rename, Rename(form.text("label")))
            # The name stands in the line above every page: the window is drawn anew.
            context.floor.client.open(f"/{context.tenant.slug}/you?{SAVED}=1")

        async def save() -> None:
            await form.send(keep)

        with Tag("div", "", "end"):
            Button(context, words("Save the name"), save, weight=Weight.PRIMARY, testid="you.save")
