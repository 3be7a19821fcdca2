"""Invitations: a one-time link makes somebody an operator, with the roles it says and no other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.console.pages.line_parts import operator_names, who_cell
from app.console.pages.proof import proof_dialog, with_proof
from app.console.parts.acts import RowAct
from app.console.parts.badges import badge_cell
from app.console.parts.buttons import Button, Weight, go_button
from app.console.parts.dialogs import show_once
from app.console.parts.effects import Effect, Stop, confirm
from app.console.parts.elements import Tag
from app.console.parts.fields import Field, Form, Shape
from app.console.parts.small import notice
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head
from app.console.parts.tables import Column, Listing, Row, Wanted
from app.console.role_words import ROLE_NAMES, ROLE_NOTES
from app.runtime.errands import ProofFor
from domain.kernel.errors import not_found
from domain.kernel.ids import read, short, show
from domain.kernel.paging import Page
from domain.operators.invite import (
    WHAT,
    Invited,
    ListInvitations,
    NewInvitation,
    invitations,
    invite,
    revoke_invitation,
)
from domain.operators.records import Invitation, InvitationState, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.console.context import PageContext

_NOBODY = ["", "", False]
_STATES = {
    InvitationState.PENDING: "pending",
    InvitationState.USED: "done",
    InvitationState.EXPIRED: "expired",
    InvitationState.REVOKED: "revoked",
}


async def draw_invitations(context: PageContext) -> None:
    """Draw the list of invitations."""
    words = context.words
    columns = [
        Column("name", words("Invitation"), "mono"),
        Column("roles", words("Roles")),
        Column("where", words("Where")),
        Column("state", words("State"), "badge"),
        Column("by", words("Sent by"), "who"),
        Column("taken", words("Taken by"), "who"),
        Column("until", words("Good until"), "day", align="end"),
    ]

    async def load(wanted: Wanted) -> Page[Row]:
        found: Page[Invitation] = await context.call_about(
            invitations, ListInvitations(context.place, wanted.page)
        )
        named = {each.invited_by for each in found.rows} | {each.account_id for each in found.rows}
        names = await operator_names(context, {each for each in named if each})
        rows = tuple(_row(context, each, names) for each in found.rows)
        return Page(rows, found.next, found.previous)

    def empty() -> None:
        with empty_state(
            words("Nobody was invited yet"),
            words(
                "An invitation is a link that works once, for 72 hours. Whoever opens it chooses a "
                "name and a password and gets the roles it says, and no others."
            ),
            sign="mail",
            testid="invitations.empty",
        ):
            if context.may("operators.change"):
                go_button(
                    words("Invite an operator"), context.href("/operators/invite"), sign="plus"
                )

    async def revoke(row: str) -> None:
        _ask_to_revoke(context, row, listing)

    act = RowAct(
        "revoke",
        words("Take back…"),
        revoke,
        "ban",
        needs="operators.change",
        weight=Weight.BEGINS_AN_END,
        where=lambda row: row["open"] == "yes",
    )
    whole = card(flush=True)
    with whole.body:
        table = ("invitations", words("Invitations"), columns)
        listing = Listing(context, table, load, empty, acts=[act])
    await listing.show()


def _row(context: PageContext, made: Invitation, names: Mapping[bytes, str]) -> Row:
    words, state = context.words, made.state(context.console.clock.now())
    machine = [words("this machine"), "", False]
    return {
        "id": show("inv", made.id),
        "name": short("inv", made.id),
        "roles": ", ".join(words(ROLE_NAMES[role]) for role in made.roles),
        "where": words("one tenant") if made.bound_to else words("everywhere"),
        "state": badge_cell(words, _STATES[state]),
        "by": who_cell(made.invited_by, names) if made.invited_by else machine,
        "taken": who_cell(made.account_id, names) if made.account_id else _NOBODY,
        "until": made.expires_at.isoformat(),
        "open": "yes" if state is InvitationState.PENDING else "",
    }


def _ask_to_revoke(context: PageContext, row: str, listing: Listing) -> None:
    words = context.words
    invitation_id = read("inv", row)
    if invitation_id is None:
        raise not_found(WHAT)
    wanted = invitation_id

    async def act(_reason: str) -> None:
        await context.call_about(revoke_invitation, wanted)
        await listing.again()

    effect = Effect(
        words("Nobody can use the link any more. An operator it made already stays."),
        [Stop(words("The link {id}", id=short("inv", wanted)), words("at once"))],
        words("Take the invitation back"),
        words("You can send a new one at any time."),
        reason=False,
    )
    title = words("Take this invitation back?")
    confirm(context, title, effect, act, testid="invitation.revoke")


async def invite_operator(context: PageContext) -> None:
    """Draw the form that makes an invitation."""
    words = context.words
    page_head(
        context,
        words("Invite an operator"),
        crumbs=[(words("Tenant"), ""), (words("Operators & roles"), "/operators")],
    )
    where = (
        words("The roles count in the whole installation.")
        if context.place is None
        else words("The roles count in {tenant} and nowhere else.", tenant=context.tenant.name)
    )
    whole = card(testid="invite")
    with whole.body, Tag("div", "", "bl-col bl-narrow"):
        notice(where, "note")
        roles = [r for r in Role if context.place is None or r is not Role.OWNER]
        fields = [_tick(context, role) for role in roles]
        form = Form(context, *fields)

        async def make() -> None:
            chosen = tuple(role for role, field in zip(roles, fields, strict=True) if field.ticked)
            made: Invited = await context.call_about(invite, NewInvitation(chosen, context.place))
            show_once(
                context,
                words("Send this link to whom you invite"),
                f"{context.console.base_url}/invitation/{made.link.reveal()}",
                words("It works once, for 72 hours. Send it in a way only they can read."),
                after=lambda: context.go("/operators", tab="invitations"),
            )

        async def send() -> None:
            await form.send(
                partial(with_proof, make, partial(proof_dialog, context, ProofFor.INVITE, fields)),
                also={"roles": fields[-1].name},
            )

        Button(
            context,
            words("Make the link"),
            send,
            weight=Weight.PRIMARY,
            sign="link",
            testid="invite.create",
        )


def _tick(context: PageContext, role: Role) -> Field:
    words = context.words
    return Field(
        f"role-{role.value}",
        words(ROLE_NAMES[role]),
        hint=words(ROLE_NOTES[role]),
        shape=Shape("tick"),
    )
