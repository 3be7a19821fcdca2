"""A client's secrets: which work now, until when, a new one, and the end of the one before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from app.console.parts.badges import plain_badge
from app.console.parts.buttons import Button, Weight
from app.console.parts.dialogs import Dialog, ask, show_once
from app.console.parts.effects import Effect, Stop, confirm
from app.console.parts.elements import Tag, icon
from app.console.parts.fields import Choice, Field, Shape
from app.console.parts.small import Moment
from app.console.parts.surfaces import card
from domain.clients.end_secret import EndSecret, end_secret
from domain.clients.listing import ClientDetail
from domain.clients.records import Client, ClientSecret
from domain.clients.rotate_secret import RotateSecret, rotate_secret

if TYPE_CHECKING:
    from app.console.context import PageContext
    from domain.kernel.secrets import Secret


def secrets_card(context: PageContext, seen: ClientDetail) -> None:
    """Draw the secrets that work now."""
    words = context.words
    whole = card(words("Secret"), flush=True, testid="client.secrets")
    with whole.body, Tag("ul", "", "bl-lines"):
        for secret in seen.secrets:
            _line(context, seen.client, secret)
    if context.may("clients.change"):
        with whole.more:
            Button(
                context,
                words("Rotate…"),
                _rotating(context, seen.client),
                mini=True,
                testid="client.rotate",
            )


def _line(context: PageContext, client: Client, secret: ClientSecret) -> None:
    words = context.words
    with Tag("li", data_testid=f"client.secret.{secret.hint}"):
        icon("key-round")
        Tag("span", f"…{secret.hint}", "bl-mono")
        if secret.expires_at is None:
            plain_badge(words("in use"), "circle-check", "good")
            Tag("span", words("since"), "bl-mute")
            Moment(secret.created_at)
            return
        plain_badge(words("still works"), "hourglass", "care")
        Tag("span", words("until"), "bl-mute")
        Moment(secret.expires_at)
        if context.may("clients.change"):
            Tag("span", "", "bl-grow")
            Button(
                context,
                words("End now…"),
                _ending(context, client, secret),
                mini=True,
                weight=Weight.BEGINS_AN_END,
                testid=f"client.end.{secret.hint}",
            )


def _ending(
    context: PageContext, client: Client, secret: ClientSecret
) -> Callable[[], Awaitable[None]]:
    words = context.words

    async def begin() -> None:
        async def act(_note: str) -> None:
            await context.call(end_secret, EndSecret(client.client_id, secret.id))
            context.toaster.done(words("The secret …{hint} works no more.", hint=secret.hint))
            context.go(context.path)

        effect = Effect(
            words("Whoever still uses it cannot prove to be {name}.", name=client.label),
            [
                Stop(words("The secret …{hint}", hint=secret.hint), words("at once")),
                Stop(words("The newer secret, grants and tokens"), stays=True),
            ],
            words("End the secret"),
            words("Cannot be undone."),
            reason=False,
        )
        confirm(context, words("End the secret before"), effect, act, testid="end-secret")

    return begin


def _rotating(context: PageContext, client: Client) -> Callable[[], Awaitable[None]]:
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
                rotate_secret, RotateSecret(client.client_id, overlap)
            )
            dialog.close()
            show_once(
                context,
                words("New secret of {name}", name=client.label),
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
