"""What a client may ask for, and how long it may be allowed it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.console.pages.scopes import need_badge
from app.console.parts.buttons import Button, Weight
from app.console.parts.elements import Tag, link
from app.console.parts.fields import Field, Form, Shape
from app.console.parts.states import empty_state
from app.console.parts.surfaces import Facts, card
from app.runtime.spans import span
from domain.clients.change import change_client
from domain.clients.listing import ClientDetail, detail
from domain.clients.records import Client
from domain.clients.scopes import STANDARD

if TYPE_CHECKING:
    from app.console.context import PageContext


def scopes_tab(context: PageContext, seen: ClientDetail) -> None:
    """Draw what it may ask for, and its bounds."""
    with Tag("div", "", "bl-grid bl-side"):
        with Tag("div", "", "bl-section"):
            _scopes(context, seen)
        with Tag("div", "", "bl-section"):
            _bounds(context, seen.client)
            if context.may("clients.change"):
                _change(context, seen.client)


def _scopes(context: PageContext, seen: ClientDetail) -> None:
    words = context.words
    whole = card(words("What it may ask for"), flush=True)
    with whole.body:
        if not seen.scopes:
            empty_state(
                words("It may ask for nothing"),
                words("Without a scope an application gets tokens that open nothing."),
                sign="list-checks",
            )
            return
        with Tag("ul", "", "bl-lines"):
            for scope in seen.scopes:
                with Tag("li"):
                    link(scope.value, context.href("/scopes", open=scope.value), "bl-mono")
                    said = scope.sentence or scope.label
                    said = words(said) if scope.value in STANDARD else said
                    Tag("span", said, "bl-grow bl-sub")
                    need_badge(words, scope.consent)


def _bounds(context: PageContext, client: Client) -> None:
    words = context.words
    whole = card(words("How long leave may last"))
    with whole.body:
        facts = Facts()
        usual = words("the shortest that is offered")
        proposed = client.proposed_consent
        facts.add(words("Chosen beforehand"), span(words, proposed) if proposed else usual)
        longest = client.longest_consent
        bound = span(words, longest) if longest else words("the tenant's bound")
        facts.add(words("At most"), bound)
        alone = words("itself, as needed items alone need no page")
        asks = words("with the page, whenever leave is missing")
        facts.add(words("Asks"), alone if client.first_party else asks)


def _change(context: PageContext, client: Client) -> None:
    words = context.words
    whole = card(words("Change what it may ask for"))
    with whole.body, Tag("div", "", "bl-col"):
        typed = Field(
            "scopes",
            words("Scopes"),
            " ".join(client.scopes),
            hint=words("Words with blanks between them, such as: openid email offline_access."),
            shape=Shape("area", mono=True, rows=2),
        )
        form = Form(context, typed)

        async def save() -> None:
            seen: ClientDetail = await context.call(detail, client.client_id)
            wanted = tuple(dict.fromkeys(typed.value.split()))
            await context.call(change_client, replace(seen.client, scopes=wanted))
            context.toaster.done(words("Saved what it may ask for."))
            context.go(context.path, tab="scopes")

        async def send() -> None:
            await form.send(save)

        said = words("A scope that is taken away counts no more from the next token on.")
        Tag("p", said, "bl-xs bl-mute")
        Button(
            context,
            words("Save the scopes"),
            send,
            weight=Weight.PRIMARY,
            sign="save",
            testid="client.scopes.save",
        )
