"""Clients: the list, with how each application fares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.console.parts.badges import badge_cell
from app.console.parts.buttons import Weight, go_button
from app.console.parts.chips import Chips, Filter
from app.console.parts.code import CodeBlock
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag
from app.console.parts.fields import Choice
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head
from app.console.parts.tables import Column, Listing, Row, Wanted
from app.runtime.words import later
from domain.clients.listing import ClientsPage
from domain.clients.ours import called
from domain.clients.records import Client, ClientFilter, ClientStatus, ClientType
from domain.kernel.paging import Page
from domain.operators.clients_overview import Fares, FaringClients, faring

if TYPE_CHECKING:
    from app.console.context import PageContext

TYPES = {
    ClientType.CONFIDENTIAL: later("Web application"),
    ClientType.PUBLIC: later("Browser or phone application"),
    ClientType.SERVICE: later("Service"),
}
_WEAKENED, _UNUSED = "weakened", "unused"
_MOST_ADDRESSES = 2


async def clients(context: PageContext) -> None:
    """Draw the list of clients."""
    words = context.words
    head = page_head(
        context, words("Clients"), crumbs=[(words("Apps"), ""), (words("Clients"), "")]
    )
    AsCommand(context, head, f"byleave client list --tenant {context.tenant.slug}")
    if context.may("clients.change"):
        with head.acts:
            _connect(context)
    columns = [
        Column("label", words("Name"), "link"),
        Column("client", words("Client id"), "mono"),
        Column("type", words("Type")),
        Column("state", words("State"), "badge"),
        Column("health", words("Health"), "badge"),
        Column("addresses", words("Redirect addresses"), "mono"),
        Column("rate", words("Leave given"), align="end"),
        Column("made", words("Registered"), "time", align="end"),
    ]
    whole = card(flush=True)
    with whole.body:
        with Tag("div", "", "bl-filters"):
            chips = Chips(context, _filters(context), testid="clients.filters")

        async def load(wanted: Wanted) -> Page[Row]:
            request = _asked(chips, wanted)
            found: FaringClients = await context.call(faring, request)
            rows = tuple(_row(context, each, found.fares[each.id]) for each in found.page.rows)
            return Page(rows, found.page.next, found.page.previous)

        table = ("clients", words("Clients"), columns)
        listing = Listing(context, table, load, lambda: _none_yet(context), chips=chips)
    await listing.show()


def _filters(context: PageContext) -> list[Filter]:
    words = context.words
    types = [Choice(each.value, words(said)) for each, said in TYPES.items()]
    states = [Choice(each.value, badge_cell(words, each.value)[2]) for each in ClientStatus]
    health = [
        Choice(_WEAKENED, words("weakened")),
        Choice(_UNUSED, words("unused for 90 days")),
    ]
    return [
        Filter("begins", words("name or id begins with")),
        Filter("type", words("type"), types, several=True),
        Filter("state", words("state"), states, several=True),
        Filter("health", words("health"), health, several=True),
    ]


def _asked(chips: Chips, wanted: Wanted) -> ClientsPage:
    health = chips.values("health")
    which = ClientFilter(
        begins=chips.value("begins"),
        types=tuple(ClientType(each) for each in chips.values("type")),
        statuses=tuple(ClientStatus(each) for each in chips.values("state")),
        weakened=_WEAKENED in health,
    )
    return ClientsPage(which, wanted.page, unused=_UNUSED in health)


def _connect(context: PageContext) -> None:
    go_button(
        context.words("Connect an application"),
        context.href("/clients/new"),
        weight=Weight.PRIMARY,
        sign="plus",
        testid="clients.new",
    )


def _none_yet(context: PageContext) -> None:
    words = context.words
    with empty_state(
        words("No application may ask yet"),
        words(
            "A client is an application that asks people for their leave. "
            "Connect one: you get an id, code that runs as pasted and a way to try it."
        ),
        sign="app-window",
        testid="clients.empty",
    ):
        with Tag("div", "", "bl-row"):
            _connect(context)
            go_button(
                words("Use the demo application"), context.href("/test-drive"), sign="circle-play"
            )
        Tag("p", words("or in a terminal"), "bl-s bl-mute")
        line = (
            f"byleave client create tidebook --tenant {context.tenant.slug} \\\n"
            "  --redirect-uri https://tidebook.example/callback"
        )
        CodeBlock(words, {"shell": line})


def _row(context: PageContext, client: Client, fares: Fares) -> Row:
    words = context.words
    return {
        "id": client.client_id,
        "href": context.href(f"/clients/{client.client_id}"),
        "label": called(client, words),
        "client": client.client_id,
        "type": words(TYPES[client.type]),
        "state": badge_cell(words, client.status.value),
        "health": health_cell(context, fares),
        "addresses": _addresses(context, client),
        "rate": rate(fares),
        "made": client.created_at.isoformat(),
    }


def health_cell(context: PageContext, fares: Fares) -> tuple[str, str, str] | None:
    """Return what is not well with a client as a cell; None where all is."""
    words = context.words
    if fares.weakened:
        said = words.count("{n} switch weakened", "{n} switches weakened", fares.weakened)
        return ("care", "triangle-alert", said)
    if fares.unused:
        return ("", "hourglass", words("unused for 90 days"))
    return None


def rate(fares: Fares) -> str:
    """Write the share of given leave; empty where nobody was asked."""
    return "" if fares.rate is None else f"{round(100 * fares.rate)}\u00a0%"


def _addresses(context: PageContext, client: Client) -> str:
    """Write the hosts an application may send people back to, the first ones."""
    hosts = [each.partition("://")[2].partition("/")[0] or each for each in client.redirect_uris]
    hosts = list(dict.fromkeys(hosts))
    shown = ", ".join(hosts[:_MOST_ADDRESSES])
    more = len(hosts) - _MOST_ADDRESSES
    if more <= 0:
        return shown
    return context.words("{hosts} and {n} more", hosts=shown, n=more)
