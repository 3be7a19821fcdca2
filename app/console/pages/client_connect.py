"""A client's values, its addresses with a tester, its secrets, and code that runs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.console.pages.client_secrets import secrets_card
from app.console.pages.client_tester import tester
from app.console.parts.buttons import Button, Weight
from app.console.parts.code import CodeBlock
from app.console.parts.days import day_written
from app.console.parts.elements import Tag
from app.console.parts.fields import Field, Form, Shape
from app.console.parts.small import CopyButton, notice
from app.console.parts.surfaces import card
from app.operations.snippets import here, keeps_a_secret, snippets
from domain.clients.change import change_client
from domain.clients.listing import ClientDetail, detail
from domain.clients.records import Client, ClientType, GrantType
from domain.tenants.issuer import issuer

if TYPE_CHECKING:
    from app.console.context import PageContext
    from domain.operators.clients_overview import ClientDays


def connect_tab(context: PageContext, seen: ClientDetail, days: ClientDays) -> None:
    """Draw what an application needs to be connected."""
    with Tag("div", "", "bl-grid bl-half"):
        with Tag("div", "", "bl-section"):
            _values(context, seen.client)
            if GrantType.AUTHORIZATION_CODE in seen.client.grant_types:
                _addresses(context, seen.client)
            if keeps_a_secret(seen.client):
                secrets_card(context, seen)
        with Tag("div", "", "bl-section"):
            _code(context, seen.client, days)


def _values(context: PageContext, client: Client) -> None:
    words = context.words
    whole = card(words("Values to copy"))
    with whole.body, Tag("div", "", "bl-col"):
        for name, label, value in (
            ("issuer", words("Issuer"), issuer(context.console.base_url, context.tenant.slug)),
            ("client_id", words("Client id"), client.client_id),
        ):
            with Field(f"client.{name}", label, value, shape=Shape(mono=True, locked=True)):
                CopyButton(words, value, name=words("Copy {what}", what=label), look="bl-btn")


def _addresses(context: PageContext, client: Client) -> None:
    words = context.words
    whole = card(words("Addresses"))
    with whole.body, Tag("div", "", "bl-col"):
        back = Field(
            "redirect_uris",
            words("Redirect addresses"),
            "\n".join(client.redirect_uris),
            hint=words("One a line; compared letter by letter."),
            shape=Shape("area", mono=True, rows=4),
        )
        out = Field(
            "post_logout_redirect_uris",
            words("Addresses after signing out"),
            "\n".join(client.post_logout_redirect_uris),
            shape=Shape("area", mono=True, rows=2, optional=words("optional")),
        )
        form = Form(context, back, out)

        async def save() -> None:
            seen: ClientDetail = await context.call(detail, client.client_id)
            wanted = replace(
                seen.client,
                redirect_uris=tuple(back.value.split()),
                post_logout_redirect_uris=tuple(out.value.split()),
            )
            await context.call(change_client, wanted)
            context.toaster.done(words("Saved the addresses."))

        async def send() -> None:
            await form.send(save)

        if context.may("clients.change"):
            Button(
                context,
                words("Save the addresses"),
                send,
                weight=Weight.PRIMARY,
                sign="save",
                testid="client.save",
            )
        tester(context, client)


def _code(context: PageContext, client: Client, days: ClientDays) -> None:
    words = context.words
    whole = card(words("Put it into your app"), note=words("filled in with your values"))
    with whole.body, Tag("div", "", "bl-col"):
        address = issuer(context.console.base_url, context.tenant.slug)
        CodeBlock(words, snippets(client, address), testid="client.code")
        if here(client) or client.type is ClientType.SERVICE:
            said = words("Each runs as pasted and needs nothing but its language.")
            Tag("p", said, "bl-s bl-mute")
        if keeps_a_secret(client):
            notice(
                words("The secret comes from the environment; it is never in code.") + " "
                "export BYLEAVE_SECRET=…",
                "note",
            )
        if days.fares.last_day is not None:
            day = day_written(words, days.fares.last_day)
            notice(
                words("Its last token was issued on {day}.", day=day), "good", words("It works.")
            )
