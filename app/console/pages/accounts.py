"""Accounts: the exact search, the list with what stands on each, and what many can be done."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from app.console.pages.accounts_many import ManyActs
from app.console.parts.badges import badge_cell
from app.console.parts.buttons import Button, Weight, go_button
from app.console.parts.charts import figure
from app.console.parts.chips import Chips, Filter
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag
from app.console.parts.fields import Choice, Field, Shape
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head
from app.console.parts.tables import Column, Listing, Row, Wanted
from domain.accounts.disable import FROM as DISABLEABLE
from domain.accounts.listing import AccountsPage, FindByIdentifier, find_by_identifier
from domain.accounts.records import Account, AccountFilter, AccountStatus
from domain.kernel.ids import read, short, show
from domain.kernel.paging import Page
from domain.kernel.secrets import Secret
from domain.operators.accounts_overview import PASSWORD, AccountsSeen, Glance
from domain.operators.accounts_overview import accounts as accounts_seen

if TYPE_CHECKING:
    from app.console.context import PageContext

_PEOPLE, _PERSONAS = "person", "persona"


async def accounts(context: PageContext) -> None:
    """Draw the list of accounts.

    Refuses:
        forbidden: the operator may not read accounts, sessions or consents.
    """
    words = context.words
    head = page_head(
        context, words("Accounts"), crumbs=[(words("People"), ""), (words("Accounts"), "")]
    )
    AsCommand(context, head, f"byleave account list --tenant {context.tenant.slug}")
    if context.may("accounts.create"):
        with head.acts:
            go_button(
                words("Create an account"),
                context.href("/accounts/new"),
                weight=Weight.PRIMARY,
                sign="plus",
                testid="accounts.new",
            )
    with head.beside:
        title = words("Accounts that are not erased")
        count = Tag("span", "", "bl-count", title=title, data_testid="accounts.count")
    whole = card(flush=True)
    with whole.body:
        await _List(context, count).draw()


class _List:
    """The list while its page is open."""

    def __init__(self, context: PageContext, count: Tag) -> None:
        self.context = context
        self.count = count
        self.many = ManyActs(context, self._again)

    async def draw(self) -> None:
        words = self.context.words
        with Tag("div", "", "bl-filters"):
            _search(self.context)
            self.chips = Chips(self.context, self._filters(), testid="accounts.filters")
        columns = [
            Column("account", words("Account"), "id"),
            Column("label", words("Label")),
            Column("state", words("State"), "badge"),
            Column("factors", words("Factors"), "badge"),
            Column("sessions", words("Sessions"), align="end"),
            Column("consents", words("Items of leave"), align="end"),
            Column("seen", words("Last seen"), "time", align="end"),
            Column("made", words("Created"), "time", align="end"),
        ]
        table = ("accounts", words("Accounts"), columns)
        self.listing = Listing(
            self.context, table, self.load, self._empty, acts=self.many.acts(), chips=self.chips
        )
        await self.listing.show()

    async def load(self, wanted: Wanted) -> Page[Row]:
        request = AccountsPage(self._wanted(), wanted.page)
        found: AccountsSeen = await self.context.call(accounts_seen, request)
        self.many.saw(found)
        self.count.set_text(figure(self.context.words, found.total))
        rows = tuple(self._row(account, found.glances[account.id]) for account in found.page.rows)
        return Page(rows, found.page.next, found.page.previous)

    def _filters(self) -> list[Filter]:
        words = self.context.words
        states = [Choice(each.value, badge_cell(words, each.value)[2]) for each in AccountStatus]
        filters = [
            Filter("state", words("state"), states, several=True, negatable=True),
            Filter("since", words("created since"), kind="day"),
        ]
        if self.context.tenant.sandbox:
            kinds = [Choice(_PEOPLE, words("person")), Choice(_PERSONAS, words("persona"))]
            filters.append(Filter("kind", words("kind"), kinds))
        return filters

    def _wanted(self) -> AccountFilter:
        chosen = tuple(map(AccountStatus, self.chips.values("state")))
        if self.chips.denied("state"):
            chosen = tuple(each for each in AccountStatus if each not in chosen)
        kind = self.chips.value("kind") if self.context.tenant.sandbox else ""
        return AccountFilter(
            statuses=chosen,
            persona=kind == _PERSONAS if kind else None,
            since=_first_moment(self.chips.value("since")),
        )

    def _row(self, account: Account, glance: Glance) -> Row:
        seen = glance.last_seen_at
        return {
            "id": show("acc", account.id),
            "href": self.context.href(f"/accounts/{show('acc', account.id)}"),
            "account": short("acc", account.id),
            "label": account.label,
            "state": badge_cell(self.context.words, account.status.value),
            "factors": _factors(self.context, glance),
            "sessions": str(glance.sessions),
            "consents": str(glance.consents),
            "seen": seen.isoformat() if seen else "",
            "made": account.created_at.isoformat(),
            "may_disable": account.status in DISABLEABLE,
        }

    def _empty(self) -> None:
        context, words = self.context, self.context.words
        with empty_state(
            words("No account is here yet"),
            words("People register themselves where the tenant allows it, or you create them."),
            sign="users",
            testid="accounts.empty",
        ):
            if context.may("accounts.create"):
                go_button(words("Create an account"), context.href("/accounts/new"), sign="plus")

    async def _again(self) -> None:
        await self.listing.again()


def _factors(context: PageContext, glance: Glance) -> tuple[str, str, str]:
    """Return by what an account proves itself, as a cell."""
    if PASSWORD in glance.factors:
        return "bare", "key-round", context.words("Password")
    return "bare off", "circle-dashed", context.words("None yet")


def _first_moment(day: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(day), time.min, UTC)
    except ValueError:
        return None


def _search(context: PageContext) -> None:
    words = context.words
    typed = Field(
        "find",
        words("Account id, or an exact identifier"),
        hint=words("Sealed before it is looked up; never kept, never in an address."),
        shape=Shape(inside=True),
    )

    async def find() -> None:
        before, text, account_id = typed.value, typed.text, read("acc", typed.text)
        if account_id is not None:
            context.go(f"/accounts/{text}")
            return
        if not text:
            return
        wanted = FindByIdentifier(Secret(text))
        found: Account | None = await context.call(find_by_identifier, wanted)
        typed.offer("", before)
        if found is None:
            context.toaster.failed(words("No account here has exactly this identifier."))
        else:
            context.go(f"/accounts/{show('acc', found.id)}")

    button = Button(context, words("Find"), find, sign="search", testid="accounts.find")
    typed.on("enter", button.press, args=[])
