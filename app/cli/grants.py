"""`byleave grant`: list, end, end-refresh."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.opening import AsJson, in_house, show
from app.cli.reach import Slug, an_id, ask, table
from app.wiring import House
from domain.kernel.ids import show as show_id
from domain.oauth.end_by_operator import end_grant
from domain.oauth.end_by_operator import end_refresh as end_refresh_of
from domain.operators.grants_overview import GrantsSeen, grants

grant = typer.Typer(
    help="Grants: what applications may do for an account now.", no_args_is_help=True
)
Id = Annotated[str, typer.Argument(metavar="GRANT", help="An id such as gra_…, from the list.")]
AccountId = Annotated[str, typer.Option("--account", help="Whose.")]


@grant.command("list")
@in_house
def list_(house: House, *, tenant: Slug, account: AccountId, as_json: AsJson = False) -> None:
    """List an account's open grants with what hangs on them, newest first."""
    seen: GrantsSeen = ask(house, tenant, grants, an_id("acc", account, "--account"))
    told = _told(seen)
    rows = (
        (each["grant"], each["client_id"], " ".join(seen.hanging[n].grant.live_scope(seen.at)),
         f"{seen.hanging[n].grant.ends_at:%Y-%m-%d %H:%M}")
        for n, each in enumerate(told)
    )  # fmt: skip
    show(
        told,
        as_json=as_json,
        lines=lambda: table(rows, "GRANT", "CLIENT", "SCOPE", "UNTIL (UTC)"),
    )


@grant.command()
@in_house
def end(house: House, grant_id: Id, *, tenant: Slug, as_json: AsJson = False) -> None:
    """End a grant: all its tokens are dead at once; the leave stays."""
    ask(house, tenant, end_grant, an_id("gra", grant_id, "GRANT"))
    told = {"grant": grant_id, "ended": True}
    show(told, as_json=as_json, lines=lambda: iter([f"{grant_id} is ended."]))


@grant.command("end-refresh")
@in_house
def end_refresh(house: House, grant_id: Id, *, tenant: Slug, as_json: AsJson = False) -> None:
    """End a grant's refresh tokens; its access tokens run out by themselves."""
    ask(house, tenant, end_refresh_of, an_id("gra", grant_id, "GRANT"))
    told = {"grant": grant_id, "refresh_ended": True}
    said = f"The refresh tokens of {grant_id} are ended."
    show(told, as_json=as_json, lines=lambda: iter([said]))


def _told(seen: GrantsSeen) -> list[dict[str, object]]:
    told: list[dict[str, object]] = []
    for each in seen.hanging:
        client = seen.clients.get(each.grant.client_id)
        session = each.grant.session_id
        told.append(
            {
                "grant": show_id("gra", each.grant.id),
                "client_id": client.client_id if client else None,
                "session": show_id("ses", session) if session else None,
                "scope": each.grant.live_scope(seen.at),
                "ends_at": each.grant.ends_at,
                "refresh_until": each.family.expires_at if each.family else None,
                "opaque_tokens": each.opaque,
                "alone_until": each.alone_until,
            }
        )
    return told
