"""`byleave session`: list, show, end."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.many import show_each
from app.cli.opening import AsJson, in_house, show
from app.cli.reach import Limit, Slug, an_id, ask, rows_of, some_ids, table
from app.wiring import House
from domain.clients.records import Client
from domain.kernel.ids import show as show_id
from domain.kernel.many import Many, named
from domain.kernel.paging import Page, PageRequest
from domain.operators.sessions_overview import SessionsAsked, SessionsSeen, sessions
from domain.sessions.end import end_by_operator, end_many
from domain.sessions.listing import detail
from domain.sessions.records import Session, SessionState

session = typer.Typer(help="Sessions: signed-in browsers.", no_args_is_help=True)
Ids = Annotated[
    list[str], typer.Argument(metavar="SESSION...", help="One or more ids, 200 at most.")
]


@session.command("list")
@in_house
def list_(
    house: House,
    *,
    tenant: Slug,
    state: Annotated[SessionState, typer.Option(help="Which.")] = SessionState.STANDING,
    client: Annotated[
        str, typer.Option(help="Only standing ones that bear an open grant of this application.")
    ] = "",
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List sessions, newest first: standing ones, those ended before their time, or all."""
    clients: dict[bytes, Client] = {}
    bears: dict[bytes, tuple[bytes, ...]] = {}

    def page(asked: PageRequest) -> Page[Session]:
        seen: SessionsSeen = ask(house, tenant, sessions, SessionsAsked(state, client, asked))
        clients.update(seen.clients)
        bears.update(seen.bears)
        return seen.page

    found: list[Session] = list(rows_of(page, limit=limit))
    told = [
        {
            **_told(each),
            "applications": sorted(
                clients[id_].client_id for id_ in bears.get(each.id, ()) if id_ in clients
            ),
        }
        for each in found
    ]
    rows = (
        (show_id("ses", s.id), show_id("acc", s.account_id), f"{s.started_at:%Y-%m-%d %H:%M}",
         s.browser, s.end_reason)
        for s in found
    )  # fmt: skip
    head = ("SESSION", "ACCOUNT", "SINCE (UTC)", "BROWSER", "ENDED BY")
    show(told, as_json=as_json, lines=lambda: table(rows, *head))


@session.command("show")
@in_house
def show_(
    house: House,
    session_id: Annotated[str, typer.Argument(metavar="SESSION", help="Its id.")],
    *,
    tenant: Slug,
    as_json: AsJson = False,
) -> None:
    """Show one session, standing or ended, whose row is kept."""
    found: Session = ask(house, tenant, detail, an_id("ses", session_id, "SESSION"))
    told = _told(found)
    show(told, as_json=as_json, lines=lambda: (f"{name}: {told[name]}" for name in told))


@session.command()
@in_house
def end(house: House, session_ids: Ids, *, tenant: Slug, as_json: AsJson = False) -> None:
    """End sessions; the tokens that hang on them are dead at once."""
    request = Many(some_ids("ses", session_ids, "SESSION"))
    if len(named(request)) == 1:
        ask(house, tenant, end_by_operator, request.ids[0])
        told = {"session": session_ids[0], "ended": True}
        show(told, as_json=as_json, lines=lambda: iter([f"{session_ids[0]} is ended."]))
        return
    ids = [show_id("ses", id_) for id_ in named(request)]
    show_each(ids, ask(house, tenant, end_many, request), as_json=as_json)


def _told(found: Session) -> dict[str, object]:
    return {
        "session": show_id("ses", found.id),
        "account": show_id("acc", found.account_id),
        "started_at": found.started_at,
        "last_seen_at": found.last_seen_at,
        "ends_at": found.ends_at,
        "amr": found.amr,
        "acr": found.acr,
        "browser": found.browser,
        "ended_at": found.ended_at,
        "end_reason": found.end_reason,
    }
