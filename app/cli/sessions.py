"""`byleave session`: list, end."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.opening import AsJson, DatabaseUrl, DataDir, opened, show
from app.cli.reach import Config, Limit, Slug, an_id, ask, pages, table
from domain.kernel.ids import show as show_id
from domain.sessions.end import end_by_operator
from domain.sessions.listing import SessionsPage
from domain.sessions.listing import page as sessions_page
from domain.sessions.records import Session

session = typer.Typer(help="Sessions: signed-in browsers.", no_args_is_help=True)
Id = Annotated[str, typer.Argument(metavar="SESSION", help="An id such as ses_…, from a list.")]


@session.command("list")
def list_(
    *,
    tenant: Slug,
    limit: Limit = 50,
    config: Config = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """List standing sessions, newest first."""
    with opened(config=config, data_dir=data_dir, database_url=database_url) as house:
        found: list[Session] = list(
            pages(house, tenant, sessions_page, lambda page: SessionsPage(page=page), limit=limit)
        )
        rows = (
            (show_id("ses", s.id), show_id("acc", s.account_id), f"{s.started_at:%Y-%m-%d %H:%M}",
             s.browser)
            for s in found
        )  # fmt: skip
        show(
            [_told(each) for each in found],
            as_json=as_json,
            lines=lambda: table(rows, "SESSION", "ACCOUNT", "SINCE (UTC)", "BROWSER"),
        )


@session.command()
def end(
    session_id: Id,
    *,
    tenant: Slug,
    config: Config = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """End a session; the tokens that hang on it are dead at once."""
    with opened(config=config, data_dir=data_dir, database_url=database_url) as house:
        ask(house, tenant, end_by_operator, an_id("ses", session_id, "SESSION"))
        told = {"session": session_id, "ended": True}
        show(told, as_json=as_json, lines=lambda: iter([f"{session_id} is ended."]))


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
    }
