"""Operators and roles: who may act here, whom somebody invited, and what each role may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.console.pages.invitations import draw_invitations
from app.console.pages.operators_roles import draw_roles
from app.console.parts.badges import badge_cell
from app.console.parts.buttons import Weight, go_button
from app.console.parts.commands import AsCommand
from app.console.parts.days import day_written
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head, tabs
from app.console.parts.tables import Column, Listing, Row, Wanted
from app.console.role_words import ROLE_NAMES
from domain.kernel.ids import short, show
from domain.kernel.paging import Page
from domain.operators.staff_list import ListOperators, OperatorCard, operator_cards

if TYPE_CHECKING:
    from app.console.context import PageContext


async def operators(context: PageContext) -> None:
    """Draw the tab of the address: operators, invitations, or roles.

    Refuses:
        forbidden: the operator may not read operators here.
    """
    words = context.words
    whole_house = context.place is None
    head = page_head(
        context,
        words("Operators & roles"),
        crumbs=[(words("Tenant"), ""), (words("Operators & roles"), "")],
        lede=words("Who may act in the whole installation.")
        if whole_house
        else words("Who may act in this tenant, by a role for it or for the whole installation."),
    )
    if context.may("operators.change"):
        with head.acts:
            go_button(
                words("Invite an operator"),
                context.href("/operators/invite"),
                weight=Weight.PRIMARY,
                sign="plus",
                testid="operators.invite",
            )
    where = "" if whole_house else f" --tenant {context.tenant.slug}"
    shown = [
        ("people", words("Operators"), ""),
        ("invitations", words("Invitations"), ""),
        ("roles", words("Roles"), ""),
    ]
    tabs(context, words("Operators & roles"), "/operators", shown)
    tab = context.query.get("tab", "")
    command = {"invitations": "invitation list", "roles": "operator list"}
    AsCommand(context, head, f"byleave {command.get(tab, 'operator accounts')}{where}")
    if tab == "invitations":
        await draw_invitations(context)
    elif tab == "roles":
        draw_roles(context)
    else:
        await _people(context)


async def _people(context: PageContext) -> None:
    words = context.words
    columns = [
        Column("who", words("Operator"), "id"),
        Column("label", words("Name")),
        Column("roles", words("Roles")),
        Column("state", words("State"), "badge"),
        Column("seen", words("Last seen"), align="end"),
        Column("sessions", words("Sessions"), align="end"),
        Column("keys", words("API keys"), align="end"),
    ]

    async def load(wanted: Wanted) -> Page[Row]:
        found: Page[OperatorCard] = await context.call_about(
            operator_cards, ListOperators(context.place, wanted.page)
        )
        return Page(tuple(_row(context, c) for c in found.rows), found.next, found.previous)

    def empty() -> None:
        empty_state(
            words("Nobody works here yet"),
            words("An operator is somebody who holds a role. Invite the first one by a link."),
            sign="users",
            testid="operators.empty",
        )

    whole = card(flush=True)
    with whole.body:
        listing = Listing(context, ("operators", words("Operators"), columns), load, empty)
    await listing.show()


def _row(context: PageContext, found: OperatorCard) -> Row:
    words = context.words
    roles = [
        words(ROLE_NAMES[held.role])
        + ("" if held.tenant_id or context.place is None else f" ({words('everywhere')})")
        for held in found.roles
    ]
    return {
        "id": show("acc", found.id),
        "href": context.href(f"/operators/{show('acc', found.id)}"),
        "who": short("acc", found.id),
        "label": found.label,
        "roles": ", ".join(roles),
        "state": badge_cell(words, found.status.value),
        "seen": day_written(words, found.last_seen_on) if found.last_seen_on else words("never"),
        "sessions": found.sessions,
        "keys": found.keys,
    }
