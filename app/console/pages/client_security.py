"""What a client was let off and why that matters; and its ends: disable, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.console.pages.account_effects import token_stops
from app.console.parts.buttons import Button, Weight
from app.console.parts.effects import Effect, Stop, confirm
from app.console.parts.elements import Tag, icon
from app.console.parts.states import empty_state
from app.console.parts.surfaces import Facts, card
from app.runtime.words import in_words, later
from domain.clients.change import RemoveClient, change_client, remove_client
from domain.clients.listing import ClientDetail, detail
from domain.clients.records import Client, ClientStatus
from domain.kernel.errors import because
from domain.operators.clients_overview import MOST, ClientStops, client_stops

if TYPE_CHECKING:
    from app.console.context import PageContext

_MATTERS: Final = {
    "pkce": later(
        "Without PKCE a stolen code can be redeemed by whoever also knows the client's secret."
    ),
    "first_party": later(
        "People are not asked for what it needs: they never see a page that they could refuse."
    ),
    "loopback_http": later(
        "Any program on the person's machine can listen at this address; "
        "it should be there for programs on that machine alone."
    ),
}


async def security_tab(context: PageContext, seen: ClientDetail) -> None:
    """Draw its relaxations and its ends."""
    stops: ClientStops = await context.call(client_stops, seen.client.client_id)
    with Tag("div", "", "bl-grid bl-side"):
        with Tag("div", "", "bl-section"):
            _relaxations(context, seen.client)
            if context.may("clients.change"):
                _danger(context, seen.client, stops)
        with Tag("div", "", "bl-section"):
            _facts(context, seen.client)


def _relaxations(context: PageContext, client: Client) -> None:
    words = context.words
    whole = card(words("Weakened switches"), flush=True, testid="client.relaxations")
    with whole.body:
        if not client.relaxations:
            empty_state(
                words("Every safe default holds"),
                words("Whatever is let off stands here, with its reason and what it risks."),
                sign="shield-check",
            )
            return
        with Tag("ul", "", "bl-lines"):
            for each in client.relaxations:
                with Tag("li"):
                    icon("triangle-alert")
                    with Tag("div", "", "bl-grow"):
                        with Tag("p", "", "bl-row bl-wrap"):
                            Tag("b", each.rule, "bl-mono")
                            why = in_words(because(each.reason), words)
                            Tag("span", words("“{said}”", said=why), "bl-sub")
                        if each.rule in _MATTERS:
                            Tag("p", words(_MATTERS[each.rule]), "bl-s bl-mute")


def _facts(context: PageContext, client: Client) -> None:
    words = context.words
    whole = card(words("How it proves itself"))
    with whole.body:
        facts = Facts()
        facts.add(words("Method"), client.auth_method.value, mono=True)
        facts.add(words("PKCE"), words("needed") if client.require_pkce else words("let off"))
        facts.add(words("Access tokens"), client.access_token.value, mono=True)
        facts.add(words("ID token signed by"), client.id_token_alg, mono=True)
        facts.add(words("Grant types"), " ".join(client.grant_types), mono=True)
        if client.channel_group:
            facts.add(words("Shares its subjects in"), client.channel_group, mono=True)


def _danger(context: PageContext, client: Client, stops: ClientStops) -> None:
    words = context.words
    whole = card(words("Danger zone"), flush=True, testid="client.danger")
    with whole.body, Tag("ul", "", "bl-lines"):
        if client.status is ClientStatus.ENABLED:
            with _danger_line("ban", words("Disable the client"), _said(context, stops)):
                _disable_button(context, client, stops)
        else:
            said = words("It may ask again; grants that stand work again.")
            with _danger_line("lock-open", words("Enable the client"), said):
                _enable_button(context, client)
        said = words("Only one that nobody ever gave leave to; else it can be disabled.")
        with _danger_line("trash-2", words("Delete the client"), said):
            _delete_button(context, client)


def _danger_line(sign: str, title: str, said: str) -> Tag:
    """Return a line that says what an act does; its button is drawn into it."""
    line = Tag("li")
    with line:
        icon(sign)
        with Tag("div", "", "bl-grow"):
            Tag("b", title)
            Tag("p", said, "bl-s bl-mute")
    return line


def _many(number: int) -> str:
    return f"{MOST}+" if number >= MOST else str(number)


def _said(context: PageContext, stops: ClientStops) -> str:
    words = context.words
    return words(
        "{grants}; {leave}.",
        grants=words.count(
            "{n} open grant stops", "{n} open grants stop", stops.grants, n=_many(stops.grants)
        ),
        leave=words.count(
            "{n} item of leave stays in force",
            "{n} items of leave stay in force",
            stops.leave,
            n=_many(stops.leave),
        ),
    )


async def _turn(context: PageContext, client_id: str, status: ClientStatus) -> None:
    seen: ClientDetail = await context.call(detail, client_id)
    await context.call(change_client, replace(seen.client, status=status))


def _disable_button(context: PageContext, client: Client, stops: ClientStops) -> None:
    words = context.words

    async def undo() -> None:
        await _turn(context, client.client_id, ClientStatus.ENABLED)
        context.go(context.path, tab="security")

    async def act(_note: str) -> None:
        await _turn(context, client.client_id, ClientStatus.DISABLED)
        context.go(context.path, tab="security")
        context.toaster.done(words("Disabled; its tokens are dead."), undo)

    async def begin() -> None:
        effect = Effect(
            words("{name} can ask for nothing until it is enabled again.", name=client.label),
            [
                Stop(words("New sign-ins through it"), words("at once")),
                *token_stops(context, stops.grants),
                Stop(
                    words.count(
                        "{n} item of leave, for when it comes back",
                        "{n} items of leave, for when it comes back",
                        stops.leave,
                        n=_many(stops.leave),
                    ),
                    stays=True,
                ),
            ],
            words("Disable the client"),
            words("Can be undone: enabling it brings its grants back."),
            reason=False,
        )
        confirm(context, words("Disable the client"), effect, act, testid="disable")

    Button(
        context,
        words("Disable…"),
        begin,
        sign="ban",
        weight=Weight.BEGINS_AN_END,
        testid="client.disable",
    )


def _enable_button(context: PageContext, client: Client) -> None:
    words = context.words

    async def enable() -> None:
        await _turn(context, client.client_id, ClientStatus.ENABLED)
        context.toaster.done(words("Enabled."))
        context.go(context.path, tab="security")

    Button(context, words("Enable"), enable, sign="lock-open", testid="client.enable")


def _delete_button(context: PageContext, client: Client) -> None:
    words = context.words

    async def act(_note: str) -> None:
        await context.call(remove_client, RemoveClient(client.client_id))
        context.toaster.done(words("Deleted the client."))
        context.go("/clients")

    async def begin() -> None:
        effect = Effect(
            words("{name} and its secrets are gone for good.", name=client.label),
            [Stop(words("The audit trail, which names no person"), stays=True)],
            words("Delete the client"),
            words("Cannot be undone."),
            typed=client.client_id,
            reason=False,
        )
        confirm(context, words("Delete the client"), effect, act, testid="delete")

    Button(
        context,
        words("Delete…"),
        begin,
        sign="trash-2",
        weight=Weight.BEGINS_AN_END,
        testid="client.delete",
    )
