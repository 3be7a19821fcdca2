"""Connecting a new application: what it is, in plain choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.parts.buttons import Button, Weight
from app.console.parts.dialogs import show_once
from app.console.parts.elements import Tag
from app.console.parts.fields import Choice, Field, Form, Shape
from app.console.parts.surfaces import card, page_head
from domain.clients.records import ClientType, GrantType, Relaxation
from domain.clients.register import NewClient, Registered, register

if TYPE_CHECKING:
    from app.console.context import PageContext

_GRANTS: Final = {
    ClientType.CONFIDENTIAL: (GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN),
    ClientType.PUBLIC: (GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN),
    ClientType.SERVICE: (GrantType.CLIENT_CREDENTIALS,),
}
_OF_PEOPLE: Final = ("purpose", "redirect_uris", "reason")
"""Fields that mean nothing to a service, which acts without a person."""


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

        def fit() -> None:
            alone = fields["type"].text == ClientType.SERVICE
            for name in _OF_PEOPLE:
                fields[name].set_visibility(not alone)
            if context.tenant.sandbox:
                fields["reason"].set_visibility(False)
            usual = "" if alone else "openid"
            if fields["scopes"].text in {"", "openid"} - {usual}:
                fields["scopes"].offer(usual, fields["scopes"].value)

        fields["type"].on("told", fit, args=[])
        fit()

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

        Tag(
            "p",
            words("What it is and its id stay; everything else can be changed later."),
            "bl-xs bl-mute",
        )
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
            hint=words("One a line, exactly as the application sends them."),
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
    alone = type_ is ClientType.SERVICE
    reason = "" if alone else form.text("reason")
    return NewClient(
        client_id=form.text("client_id"),
        label=form.text("label"),
        purpose=form.text("purpose"),
        type=type_,
        redirect_uris=() if alone else tuple(form.text("redirect_uris").split()),
        grant_types=_GRANTS[type_],
        scopes=tuple(form.text("scopes").split()),
        relaxations=(Relaxation("loopback_http", reason),) if reason else (),
    )
