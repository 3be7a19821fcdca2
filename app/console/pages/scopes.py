"""Scopes: what can be asked for, who may ask, and how much leave names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.parts.badges import plain_badge
from app.console.parts.buttons import Weight, go_button
from app.console.parts.chips import Chips, Filter
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag
from app.console.parts.fields import Choice
from app.console.parts.surfaces import card, page_head
from app.console.parts.tables import Column, Listing, Row, Wanted
from app.runtime.spans import span
from app.runtime.words import later
from domain.clients.records import ConsentNeed
from domain.clients.scopes import STANDARD
from domain.kernel.paging import Page
from domain.operators.clients_overview import MOST, ScopeUse, scope_uses

if TYPE_CHECKING:
    from app.console.context import PageContext
    from app.runtime.words import Words

NEEDS: Final = {
    ConsentNeed.REQUIRED: ("lock", later("needed, without a box")),
    ConsentNeed.OPTIONAL: ("circle-dashed", later("a box to tick")),
    ConsentNeed.NONE: ("eye-off", later("not shown")),
}
_BUILT_IN_TEXTS: Final = (
    later("Recognise you"),
    later("Gets a number made for this application alone, and never learns your name from it."),
    later("Your name and profile"),
    later("Sees your name, picture and language, never how you sign in."),
    later("Your e-mail address"),
    later("Sees your e-mail address and whether it was checked."),
    later("Your postal address"),
    later("Sees your postal address."),
    later("Your phone number"),
    later("Sees your phone number and whether it was checked."),
    later("Stay connected while you are away"),
    later("Keeps its access after you sign out, until the time you choose."),
)
"""What `domain.clients.scopes.STANDARD` says; the tenant's own texts are shown as they are."""

_OWN, _BUILT_IN = "own", "built-in"
_MOST_CLIENTS = 3


async def scopes(context: PageContext) -> None:
    """Draw the list of scopes."""
    words = context.words
    head = page_head(
        context,
        words("Scopes"),
        crumbs=[(words("Apps"), ""), (words("Scopes"), "")],
        lede=words("What applications may ask people for, in the words people read."),
    )
    AsCommand(context, head, f"byleave scope uses --tenant {context.tenant.slug}")
    if context.may("clients.change"):
        with head.acts:
            go_button(
                words("Define a scope"),
                context.href("/scopes/new"),
                weight=Weight.PRIMARY,
                sign="plus",
                testid="scopes.new",
            )
    columns = [
        Column("scope", words("Scope"), "id"),
        Column("label", words("Name")),
        Column("sentence", words("Sentence")),
        Column("need", words("On the page"), "badge"),
        Column("longest", words("At most")),
        Column("clients", words("Asked for by")),
        Column("given", words("Given by"), align="end"),
    ]
    whole = card(flush=True)
    with whole.body:
        with Tag("div", "", "bl-filters"):
            needs = [Choice(each.value, words(said)) for each, (_, said) in NEEDS.items()]
            kinds = [Choice(_OWN, words("the tenant's own")), Choice(_BUILT_IN, words("built in"))]
            chips = Chips(
                context,
                [
                    Filter("need", words("on the page"), needs, several=True),
                    Filter("kind", words("kind"), kinds),
                    Filter("client", words("asked for by")),
                ],
                testid="scopes.filters",
            )

        async def load(_wanted: Wanted) -> Page[Row]:
            uses: tuple[ScopeUse, ...] = await context.call(scope_uses)
            return Page(tuple(_row(context, each) for each in uses if _fits(chips, each)))

        table = ("scopes", words("Scopes"), columns)
        listing = Listing(context, table, load, lambda: None, chips=chips)
    await listing.show()


def _fits(chips: Chips, use: ScopeUse) -> bool:
    needs, kind, client = chips.values("need"), chips.value("kind"), chips.value("client")
    if needs and use.scope.consent.value not in needs:
        return False
    if kind and (use.scope.value in STANDARD) is not (kind == _BUILT_IN):
        return False
    return not client or client in use.clients


def _row(context: PageContext, use: ScopeUse) -> Row:
    words, scope = context.words, use.scope
    sign, said = NEEDS[scope.consent]
    longest = scope.longest_consent
    return {
        "id": scope.value,
        "href": context.href("/scopes/edit", scope=scope.value),
        "scope": scope.value,
        "label": words(scope.label) if scope.value in STANDARD else scope.label,
        "sentence": words(scope.sentence) if scope.value in STANDARD else scope.sentence,
        "need": ("bare", sign, words(said)),
        "longest": span(words, longest) if longest else "",
        "clients": _clients(words, use.clients),
        "given": f"{MOST}+" if use.given >= MOST else str(use.given or ""),
    }


def _clients(words: Words, clients: tuple[str, ...]) -> str:
    shown = ", ".join(clients[:_MOST_CLIENTS])
    more = len(clients) - _MOST_CLIENTS
    return words("{hosts} and {n} more", hosts=shown, n=more) if more > 0 else shown


def need_badge(words: Words, need: ConsentNeed) -> Tag:
    """Draw how a scope is put to the person."""
    sign, said = NEEDS[need]
    return plain_badge(words(said), sign, "bare")
