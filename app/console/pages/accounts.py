"""Accounts: the list, the exact search, and making one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.console.parts.badges import badge_cell
from app.console.parts.buttons import Button, Weight, go_button
from app.console.parts.dialogs import show_once
from app.console.parts.elements import Tag
from app.console.parts.fields import Choice, Field, Form, Shape
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head
from app.console.parts.tables import Column, Listing, Row, Wanted
from domain.accounts.create import CreateAccount, CreatedAccount, create_by_operator
from domain.accounts.listing import AccountsPage, FindByIdentifier, find_by_identifier, page
from domain.accounts.records import Account, AccountFilter, AccountStatus
from domain.kernel.ids import read, short, show
from domain.kernel.paging import Page
from domain.kernel.secrets import Secret

if TYPE_CHECKING:
    from app.console.context import PageContext


async def accounts(context: PageContext) -> None:
    """Draw the list of accounts."""
    words = context.words
    head = page_head(
        context, words("Accounts"), crumbs=[(words("People"), ""), (words("Accounts"), "")]
    )
    if context.may("accounts.create"):
        with head.acts:
            go_button(
                words("Create an account"),
                context.href("/accounts/new"),
                weight=Weight.PRIMARY,
                sign="plus",
                testid="accounts.new",
            )
    state = context.query.get("state", "")
    columns = [
        Column("account", words("Account"), "id"),
        Column("label", words("Label")),
        Column("state", words("State"), "badge"),
        Column("made", words("Created"), "time", align="end"),
    ]

    async def load(wanted: Wanted) -> Page[Row]:
        known = [each.value for each in AccountStatus]
        statuses = (AccountStatus(state),) if state in known else ()
        request = AccountsPage(AccountFilter(statuses=statuses), wanted.page)
        found: Page[Account] = await context.call(page, request)
        rows = tuple(_row(context, account) for account in found.rows)
        return Page(rows, found.next, found.previous)

    def empty() -> None:
        with empty_state(
            words("No account is here yet"),
            words("People register themselves where the tenant allows it, or you create them."),
            sign="users",
            testid="accounts.empty",
        ):
            go_button(words("Create an account"), context.href("/accounts/new"), sign="plus")

    whole = card(flush=True)
    with whole.body:
        _search(context, state)
        listing = Listing(context, ("accounts", words("Accounts"), columns), load, empty)
    await listing.show()


def _row(context: PageContext, account: Account) -> Row:
    return {
        "id": show("acc", account.id),
        "href": context.href(f"/accounts/{show('acc', account.id)}"),
        "account": short("acc", account.id),
        "label": account.label,
        "state": badge_cell(context.words, account.status.value),
        "made": account.created_at.isoformat(),
    }


def _search(context: PageContext, state: str) -> None:
    words = context.words
    with Tag("div", "", "bl-filters"):
        typed = Field(
            "find",
            words("Account id, or an exact identifier"),
            hint=words("Sealed before it is looked up; never kept, never in an address."),
        )

        async def find() -> None:
            text, account_id = typed.text, read("acc", typed.text)
            if account_id is not None:
                context.go(f"/accounts/{text}")
                return
            if not text:
                return
            wanted = FindByIdentifier(Secret(text))
            found: Account | None = await context.call(find_by_identifier, wanted)
            typed.fill("")
            if found is None:
                context.toaster.failed(words("No account here has exactly this identifier."))
            else:
                context.go(f"/accounts/{show('acc', found.id)}")

        button = Button(context, words("Find"), find, sign="search", testid="accounts.find")
        typed.on("enter", button.press, args=[])
        Tag("span", "", "bl-grow")
        options = [Choice("", words("All"))]
        options += [
            Choice(each.value, badge_cell(words, each.value)[2])
            for each in AccountStatus
            if each is not AccountStatus.ERASED
        ]
        chosen = Field("state", words("State"), state, shape=Shape("select", options=options))
        chosen.on("told", lambda: context.go("/accounts", state=chosen.text), args=[])


async def new_account(context: PageContext) -> None:
    """Draw the form that makes an account; no operator ever chooses a password."""
    words = context.words
    page_head(
        context,
        words("Create an account"),
        crumbs=[(words("People"), ""), (words("Accounts"), "/accounts")],
        lede=words(
            "You name it by what the person will type; the person chooses the password alone."
        ),
    )
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
