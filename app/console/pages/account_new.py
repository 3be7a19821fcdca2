"""Make an account: its identifiers are sealed, and its person alone chooses the password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.console.parts.buttons import Button, Weight
from app.console.parts.commands import AsCommand
from app.console.parts.dialogs import show_once
from app.console.parts.elements import Tag
from app.console.parts.fields import Field, Form, Shape
from app.console.parts.surfaces import card, page_head
from domain.accounts.create import CreateAccount, CreatedAccount, create_by_operator
from domain.kernel.ids import show
from domain.kernel.secrets import Secret

if TYPE_CHECKING:
    from app.console.context import PageContext


async def new_account(context: PageContext) -> None:
    """Draw the form that makes an account; no operator ever chooses a password."""
    words = context.words
    head = page_head(
        context,
        words("Create an account"),
        crumbs=[(words("People"), ""), (words("Accounts"), "/accounts")],
        lede=words(
            "You name it by what the person will type; the person chooses the password alone."
        ),
    )
    AsCommand(context, head, f"byleave account create --tenant {context.tenant.slug}")
    whole = card()
    with whole.body, Tag("div", "", "bl-col bl-narrow"):
        fields = (
            Field(
                "identifiers",
                words("Usernames and e-mail addresses"),
                hint=words("One a line. They are sealed; nobody can read them again, us included."),
                shape=Shape("area"),
            ),
            Field(
                "label",
                words("Label"),
                hint=words(
                    "Your own word for it, without personal data, such as a desk or a ward."
                ),
                shape=Shape(optional=words("optional")),
            ),
        )
        form = Form(context, *fields)

        async def make() -> None:
            lines = tuple(Secret(each.strip()) for each in fields[0].value.splitlines())
            wanted = CreateAccount(
                tuple(each for each in lines if each.reveal()), label=fields[1].text
            )
            made: CreatedAccount = await context.call(create_by_operator, wanted)
            fields[0].fill("")
            show_link(context, made.activation, show("acc", made.account.id))

        async def send() -> None:
            await form.send(make, also={"identifier": "identifiers"})

        Button(
            context,
            words("Create the account"),
            send,
            weight=Weight.PRIMARY,
            testid="account.create",
        )


def show_link(context: PageContext, secret: Secret, account: str) -> None:
    """Show an activation link this one time.

    Args:
        context: the page.
        secret: the link's secret.
        account: the account's shown id, to go to afterwards.
    """
    words = context.words
    address = f"{context.console.base_url}/t/{context.tenant.slug}/activate/{secret.reveal()}"
    show_once(
        context,
        words("Activation link"),
        address,
        words("Give it to the person by a way you trust. It works once, for 72 hours."),
        after=lambda: context.go(f"/accounts/{account}"),
    )
