"""One client: its values, a snippet that works, its secret, its addresses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from app.console.parts.badges import badge, plain_badge
from app.console.parts.buttons import Button, Weight, go_button
from app.console.parts.code import CodeBlock
from app.console.parts.dialogs import Dialog, ask, show_once
from app.console.parts.elements import Tag, icon
from app.console.parts.fields import Choice, Field, Form, Shape
from app.console.parts.small import CopyButton, Moment, notice
from app.console.parts.surfaces import card, page_head
from app.operations.demo import CLIENT_ID as TEST_DRIVE
from app.operations.snippets import snippets
from domain.clients.change import RemoveClient, change_client, remove_client
from domain.clients.listing import ClientDetail, detail
from domain.clients.records import AuthMethod, Client, ClientSecret, ClientStatus, GrantType
from domain.clients.rotate_secret import RotateSecret, rotate_secret
from domain.tenants.issuer import issuer

if TYPE_CHECKING:
    from app.console.context import PageContext
    from domain.kernel.secrets import Secret


async def client(context: PageContext) -> None:
    """Draw one client.

    Refuses:
        not_found: there is no such client in this tenant.
    """
    seen: ClientDetail = await context.call(detail, context.params["client"])
    _head(context, seen.client)
    with Tag("div", "", "bl-grid bl-half"):
        with Tag("div", "", "bl-section"):
            _values(context, seen.client)
            if GrantType.AUTHORIZATION_CODE in seen.client.grant_types:
                _addresses(context, seen.client)
            if seen.client.auth_method is not AuthMethod.NONE:
                _secrets(context, seen)
        with Tag("div", "", "bl-section"):
            _code(context, seen.client)
            _scopes(context, seen)


def _head(context: PageContext, client_: Client) -> None:
    words = context.words
    head = page_head(
        context,
        client_.label,
        crumbs=[(words("Apps"), ""), (words("Clients"), "/clients")],
        lede=client_.purpose,
    )
    with head.beside:
        badge(words, client_.status.value)
        if client_.relaxations:
            weaker = len(client_.relaxations)
            said = words.count("{n} switch weakened", "{n} switches weakened", weaker)
            plain_badge(said, "triangle-alert", "care")
    with head.acts:
        if client_.client_id == TEST_DRIVE:
            go_button(words("Test drive"), context.href("/test-drive"), sign="circle-play")
        if context.may("clients.change"):
            _state_buttons(context, client_)


def _state_buttons(context: PageContext, client_: Client) -> None:
    words = context.words
    enabled = client_.status is ClientStatus.ENABLED

    async def turn(status: ClientStatus) -> None:
        seen: ClientDetail = await context.call(detail, client_.client_id)
        await context.call(change_client, replace(seen.client, status=status))
        context.go(context.path)

    async def disable() -> None:
        await turn(ClientStatus.DISABLED)

        async def undo() -> None:
            await turn(ClientStatus.ENABLED)

        context.toaster.done(words("Disabled; its tokens are dead."), undo)

    async def enable() -> None:
        await turn(ClientStatus.ENABLED)

    async def remove() -> None:
        await context.call(remove_client, RemoveClient(client_.client_id))
        context.toaster.done(words("Deleted the client."))
        context.go("/clients")

    if enabled:
        Button(context, words("Disable"), disable, sign="ban", weight=Weight.BEGINS_AN_END)
        return
    Button(context, words("Enable"), enable, sign="lock-open")
    Button(context, words("Delete"), remove, sign="trash-2", weight=Weight.BEGINS_AN_END)


def _values(context: PageContext, client_: Client) -> None:
    words = context.words
    whole = card(words("Values to copy"))
    with whole.body, Tag("div", "", "bl-col"):
        for name, label, value in (
            ("issuer", words("Issuer"), issuer(context.console.base_url, context.tenant.slug)),
            ("client_id", words("Client id"), client_.client_id),
        ):
            with Field(f"client.{name}", label, value, shape=Shape(mono=True, locked=True)):
                CopyButton(words, value, name=words("Copy {what}", what=label), look="bl-btn")


def _addresses(context: PageContext, client_: Client) -> None:
    words = context.words
    whole = card(words("Addresses"))
    with whole.body, Tag("div", "", "bl-col"):
        back = Field(
            "redirect_uris",
            words("Redirect addresses"),
            "\n".join(client_.redirect_uris),
            hint=words("One a line; compared letter by letter."),
            shape=Shape("area", mono=True, rows=4),
        )
        out = Field(
            "post_logout_redirect_uris",
            words("Addresses after signing out"),
            "\n".join(client_.post_logout_redirect_uris),
            shape=Shape("area", mono=True, rows=2, optional=words("optional")),
        )
        form = Form(context, back, out)

        async def save() -> None:
            seen: ClientDetail = await context.call(detail, client_.client_id)
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


def _secrets(context: PageContext, seen: ClientDetail) -> None:
    words = context.words
    whole = card(words("Secret"), flush=True, testid="client.secrets")
    with whole.body, Tag("ul", "", "bl-lines"):
        for secret in seen.secrets:
            _secret_line(context, secret)
    if context.may("clients.change"):
        with whole.more:
            Button(
                context,
                words("Rotate…"),
                _rotating(context, seen.client),
                mini=True,
                testid="client.rotate",
            )


def _secret_line(context: PageContext, secret: ClientSecret) -> None:
    words = context.words
    with Tag("li"):
        icon("key-round")
        Tag("span", f"…{secret.hint}", "bl-mono")
        if secret.expires_at is None:
            plain_badge(words("in use"), "circle-check", "good")
            Tag("span", words("since"), "bl-mute")
            Moment(secret.created_at)
        else:
            plain_badge(words("still works"), "hourglass", "care")
            Tag("span", words("until"), "bl-mute")
            Moment(secret.expires_at)


def _rotating(context: PageContext, client_: Client) -> Callable[[], Awaitable[None]]:
    words = context.words
    choices = (
        Choice("86400", words("24 hours")),
        Choice("604800", words("7 days")),
        Choice("0", words("not at all")),
    )

    async def begin() -> None:
        async def act(dialog: Dialog) -> None:
            overlap = timedelta(seconds=int(kept.text))
            secret: Secret = await context.call(
                rotate_secret, RotateSecret(client_.client_id, overlap)
            )
            dialog.close()
            show_once(
                context,
                words("New secret of {name}", name=client_.label),
                secret.reveal(),
                words("Put it into the application's settings now."),
                after=lambda: context.go(context.path),
            )

        dialog = ask(
            context,
            words("Rotate the secret"),
            act,
            verb=words("Rotate the secret"),
            testid="rotate",
        )
        with dialog.body:
            kept = Field(
                "overlap",
                words("The old one still works for"),
                "86400",
                shape=Shape("select", options=choices),
            )
        dialog.open()

    return begin


def _code(context: PageContext, client_: Client) -> None:
    words = context.words
    whole = card(words("Put it into your app"), note=words("filled in with your values"))
    with whole.body, Tag("div", "", "bl-col"):
        address = issuer(context.console.base_url, context.tenant.slug)
        CodeBlock(words, snippets(client_, address), testid="client.code")
        if client_.auth_method is not AuthMethod.NONE:
            notice(words("The secret comes from the environment; it is never in code."), "note")


def _scopes(context: PageContext, seen: ClientDetail) -> None:
    words = context.words
    whole = card(words("What it may ask for"), flush=True)
    with whole.body, Tag("ul", "", "bl-lines"):
        for scope in seen.scopes:
            with Tag("li"):
                Tag("span", scope.value, "bl-mono")
                Tag("span", scope.sentence, "bl-grow bl-sub")
                Tag("span", scope.consent.value, "who")
    if seen.client.relaxations:
        weaker = card(words("Weakened switches"), flush=True)
        with weaker.body, Tag("ul", "", "bl-lines"):
            for relaxation in seen.client.relaxations:
                with Tag("li"):
                    icon("triangle-alert")
                    Tag("span", relaxation.rule, "bl-mono")
                    Tag("span", relaxation.reason, "bl-grow bl-sub")
