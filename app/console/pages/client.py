"""One client: what it is called, how it fares, and its tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.console.pages.client_connect import connect_tab
from app.console.pages.client_figures import figures_tab
from app.console.pages.client_scopes import scopes_tab
from app.console.pages.client_security import security_tab
from app.console.pages.clients import health_cell
from app.console.parts.badges import badge, plain_badge
from app.console.parts.buttons import go_button
from app.console.parts.commands import AsCommand
from app.console.parts.surfaces import Head, page_head, tabs
from app.operations.demo import CLIENT_ID as TEST_DRIVE
from app.operations.demo import PURPOSE
from app.operations.snippets import snippets
from domain.clients.listing import ClientDetail, detail
from domain.clients.ours import called
from domain.operators.clients_overview import ClientDays, client_days
from domain.tenants.issuer import issuer

if TYPE_CHECKING:
    from app.console.context import PageContext


async def client(context: PageContext) -> None:
    """Draw one client.

    Refuses:
        not_found: there is no such client in this tenant.
    """
    words = context.words
    seen: ClientDetail = await context.call(detail, context.params["client"])
    days: ClientDays = await context.call(client_days, seen.client.client_id)
    _head(context, seen, days)
    weaker = len(seen.client.relaxations)
    shown = [
        ("connect", words("Connect"), ""),
        ("scopes", words("Scopes & leave"), str(len(seen.scopes))),
        ("security", words("Security"), str(weaker) if weaker else ""),
        ("figures", words("Figures"), ""),
    ]
    tabs(context, words("Parts of the client"), context.path, shown)
    opened = context.query.get("tab", "")
    if opened == "scopes":
        scopes_tab(context, seen)
    elif opened == "security":
        await security_tab(context, seen)
    elif opened == "figures":
        figures_tab(context, days)
    else:
        connect_tab(context, seen, days)


def _head(context: PageContext, seen: ClientDetail, days: ClientDays) -> Head:
    words, client_ = context.words, seen.client
    head = page_head(
        context,
        called(client_, words),
        crumbs=[(words("Apps"), ""), (words("Clients"), "/clients")],
        lede=words(PURPOSE) if client_.purpose == PURPOSE else client_.purpose,
    )
    with head.beside:
        badge(words, client_.status.value)
        health = health_cell(context, days.fares)
        if health is not None:
            plain_badge(health[2], health[1], health[0])
    command = f"byleave client show {client_.client_id} --tenant {context.tenant.slug}"
    address = issuer(context.console.base_url, context.tenant.slug)
    AsCommand(context, head, command, snippets(client_, address)["YAML"])
    if client_.client_id == TEST_DRIVE:
        with head.acts:
            go_button(words("Test drive"), context.href("/test-drive"), sign="circle-play")
    return head
