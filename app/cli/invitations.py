"""`byleave invitation`: create, list, show, revoke."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import typer

from app.cli.opening import AsJson, in_house, show
from app.cli.operators import Where
from app.cli.reach import Limit, above, an_id, rows_of, set_up, table, tenant_of
from app.wiring import House
from domain.kernel.ids import show as show_id
from domain.kernel.paging import PageRequest
from domain.operators.invite import (
    AskInvitation,
    Invited,
    ListInvitations,
    NewInvitation,
    invitations,
    invite,
    revoke_invitation,
)
from domain.operators.invite import invitation as show_invitation
from domain.operators.records import Invitation, Role

invitation = typer.Typer(
    help="Invitations: a one-time link makes somebody an operator.", no_args_is_help=True
)
Id = Annotated[str, typer.Argument(metavar="INVITATION", help="An id such as inv_…, from a list.")]


@invitation.command()
@in_house
def create(
    house: House,
    *,
    role: Annotated[list[Role], typer.Option(help="What they will be; may be repeated.")],
    tenant: Where = None,
    as_json: AsJson = False,
) -> None:
    """Make a link that is good once, for 72 hours; it is shown here and never again."""
    set_up(house)
    wanted = NewInvitation(tuple(role), _place(house, tenant))
    made: Invited = above(house, invite, wanted)
    link = f"{house.settings.base_url}/invitation/{made.link.reveal()}"
    told = {**_told(made.invitation, house.clock.now()), "link": link}

    def lines() -> Iterator[str]:
        yield f"The link of {told['invitation']}, shown once, good for 72 hours:"
        yield link

    show(told, as_json=as_json, lines=lines)


@invitation.command("list")
@in_house
def list_(
    house: House, *, tenant: Where = None, limit: Limit = 50, as_json: AsJson = False
) -> None:
    """List invitations, newest first, whatever became of them."""
    set_up(house)
    place = _place(house, tenant)

    def page(wanted: PageRequest) -> object:
        return above(house, invitations, ListInvitations(place, wanted))

    found: list[Invitation] = list(rows_of(page, limit=limit))
    now = house.clock.now()
    rows = (
        (show_id("inv", each.id), each.state(now).value,
         ", ".join(role.value for role in each.roles),
         show_id("ten", each.bound_to) if each.bound_to else "every tenant",
         f"{each.expires_at:%Y-%m-%d %H:%M}")
        for each in found
    )  # fmt: skip
    show(
        [_told(each, now) for each in found],
        as_json=as_json,
        lines=lambda: table(rows, "INVITATION", "STATE", "ROLES", "TENANT", "UNTIL (UTC)"),
    )


@invitation.command("show")
@in_house
def show_(house: House, invitation_id: Id, *, as_json: AsJson = False) -> None:
    """Show an invitation; its link cannot be shown again."""
    set_up(house)
    wanted = AskInvitation(an_id("inv", invitation_id, "INVITATION"))
    found: Invitation = above(house, show_invitation, wanted)
    told = _told(found, house.clock.now())
    show(told, as_json=as_json, lines=lambda: (f"{k}: {v}" for k, v in told.items()))


@invitation.command()
@in_house
def revoke(house: House, invitation_id: Id, *, as_json: AsJson = False) -> None:
    """Take an invitation back while nobody used it."""
    set_up(house)
    wanted = an_id("inv", invitation_id, "INVITATION")
    above(house, revoke_invitation, wanted)
    told = {"invitation": invitation_id, "revoked": True}
    show(told, as_json=as_json, lines=lambda: iter([f"{invitation_id} is taken back."]))


def _place(house: House, slug: str | None) -> bytes | None:
    return tenant_of(house, slug).id if slug else None


def _told(made: Invitation, now: datetime) -> dict[str, object]:
    return {
        "invitation": show_id("inv", made.id),
        "state": made.state(now).value,
        "roles": [role.value for role in made.roles],
        "tenant": show_id("ten", made.bound_to) if made.bound_to else None,
        "invited_by": show_id("acc", made.invited_by) if made.invited_by else None,
        "account": show_id("acc", made.account_id) if made.account_id else None,
        "created_at": made.created_at,
        "expires_at": made.expires_at,
        "used_at": made.used_at,
        "revoked_at": made.revoked_at,
    }
