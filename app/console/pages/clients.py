"""Clients: the list, and connecting a new application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.parts.badges import badge_cell
from app.console.parts.buttons import Button, Weight, go_button
from app.console.parts.code import CodeBlock
from app.console.parts.dialogs import show_once
from app.console.parts.elements import Tag
from app.console.parts.fields import Choice, Field, Form, Shape
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head
from app.console.parts.tables import Column, Listing, Row, Wanted
from domain.clients.listing import ClientsPage, page
from domain.clients.records import Client, ClientType, GrantType, Relaxation
from domain.clients.register import NewClient, Registered, register
from domain.kernel.paging import Page

if TYPE_CHECKING:
    from app.console.context import PageContext

_GRANTS: Final = {
    ClientType.CONFIDENTIAL: (GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN),
    ClientType.PUBLIC: (GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN),
    ClientType.SERVICE: (GrantType.CLIENT_CREDENTIALS,),
}


async def clients(context: PageContext) -> None:
    """Draw the list of clients."""
    words = context.words
    head = page_head(
        context, words("Clients"), crumbs=[(words("Apps"), ""), (words("Clients"), "")]
    )
    if context.may("clients.change"):
        with head.acts:
            _connect(context)
    columns = [
        Column("client", words("Client"), "id"),
        Column("label", words("Name")),
        Column("type", words("Type")),
        Column("state", words("State"), "badge"),
        Column("weaker", words("Weakened"), "badge"),
        Column("made", words("Registered"), "time", align="end"),
    ]

    async def load(wanted: Wanted) -> Page[Row]:
        found: Page[Client] = await context.call(page, ClientsPage(page=wanted.page))
        rows = tuple(_row(context, client) for client in found.rows)
        return Page(rows, found.next, found.previous)

    whole = card(flush=True)
    with whole.body:
        listing = Listing(
            context, ("clients", words("Clients"), columns), load, lambda: _none_yet(context)
        )
    await listing.show()


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
            "Connect one: you get an id, ten lines of code and a way to try it."
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
            f"byleave client add --tenant {context.tenant.slug} tidebook \\\n"
            "  --redirect https://tidebook.example/callback"
        )
        CodeBlock(words, {"shell": line})


def _row(context: PageContext, client: Client) -> Row:
    words, weaker = context.words, len(client.relaxations)
    said = words.count("{n} switch", "{n} switches", weaker)
    return {
        "id": client.client_id,
        "href": context.href(f"/clients/{client.client_id}"),
        "client": client.client_id,
        "label": client.label,
        "type": client.type.value,
        "state": badge_cell(words, client.status.value),
        "weaker": ("care", "triangle-alert", said) if weaker else None,
        "made": client.created_at.isoformat(),
    }


async def new_client(context: PageContext) -> None:
    """Draw the form that registers an application."""
    words = context.words
    page_head(
        context,
        words("Connect an application"),
        crumbs=[(words("Apps"), ""), (words("Clients"), "/clients")],
    )
    whole = card()
    with whole.body, Tag("div", "", "bl-col bl-narrow"):
        fields = _fields(context)
        form = Form(context, *fields.values())

        async def make() -> None:
            made: Registered = await context.call(register, wanted_client(form))
            address = f"/clients/{made.client.client_id}"
            if made.secret is None:
                context.go(address)
                return
            show_once(
                context,
                words("Secret of {name}", name=made.client.label),
                made.secret.reveal(),
                words("Put it into the application's settings now."),
                after=lambda: context.go(address),
            )

        async def send() -> None:
            await form.send(make, also={"relaxations": "reason"})

        Button(
            context,
            words("Connect the application"),
            send,
            weight=Weight.PRIMARY,
            testid="client.create",
        )


def _fields(context: PageContext) -> dict[str, Field]:
    words = context.words
    kinds = (
        Choice("confidential", words("Web application"), words("Its server can keep a secret.")),
        Choice(
            "public",
            words("Browser or phone application"),
            words("Its code can be read by anyone, so it has no secret."),
        ),
        Choice("service", words("Service"), words("Acts for itself, without a person.")),
    )
    made = (
        Field("type", words("What it is"), "confidential", shape=Shape("pick", options=kinds)),
        Field("label", words("Name"), hint=words("People read it when they are asked for leave.")),
        Field(
            "client_id",
            words("Client id"),
            hint=words("Letters, digits and . _ ~ - ; it cannot be changed later."),
            shape=Shape(mono=True),
        ),
        Field(
            "purpose",
            words("Purpose"),
            hint=words("One sentence: what it wants the leave for."),
            shape=Shape(optional=words("optional")),
        ),
        Field(
            "redirect_uris",
            words("Redirect addresses"),
            hint=words("One a line, exactly as the application sends them. Not for a service."),
            shape=Shape("area", mono=True),
        ),
        Field(
            "scopes",
            words("Scopes"),
            "openid",
            hint=words("Words with blanks between them, such as: openid email offline_access."),
            shape=Shape(mono=True),
        ),
        Field(
            "reason",
            words("Reason for an address on this machine"),
            hint=words("Needed for http addresses in a production tenant."),
            shape=Shape(optional=words("optional")),
        ),
    )
    return {field.name: field for field in made}


def wanted_client(form: Form) -> NewClient:
    """Return what the form asks for."""
    type_ = ClientType(form.text("type"))
    reason = form.text("reason")
    return NewClient(
        client_id=form.text("client_id"),
        label=form.text("label"),
        purpose=form.text("purpose"),
        type=type_,
        redirect_uris=tuple(form.text("redirect_uris").split()),
        grant_types=_GRANTS[type_],
        scopes=tuple(form.text("scopes").split()),
        relaxations=(Relaxation("loopback_http", reason),) if reason else (),
    )
