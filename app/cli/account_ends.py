"""`byleave account`: disable, enable, erase, end-sessions, end-everything, export."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from app.cli.accounts import ID, Id, account
from app.cli.many import show_each
from app.cli.opening import AsJson, in_house, show, sure
from app.cli.reach import Slug, an_id, ask, some_ids
from app.operations.sheets import sheet
from app.wiring import House
from domain.accounts.enable import enable as enable_account
from domain.accounts.listing import AccountDetail, detail, some
from domain.accounts.records import Account
from domain.kernel.ids import show as show_id
from domain.kernel.many import Many, named
from domain.oauth.end_by_operator import EndedAll
from domain.oauth.end_by_operator import end_everything as end_all
from domain.operators.many import disable_accounts, enable_accounts, sign_out_accounts
from domain.operators.stop import disable_account, erase_account

Ids = Annotated[
    list[str], typer.Argument(metavar="ACCOUNT...", help="One or more ids, 200 at most.")
]


@account.command()
@in_house
def disable(house: House, account_ids: Ids, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Keep accounts from signing in; their sessions and tokens die at once."""
    request = Many(some_ids("acc", account_ids, ID))
    if len(named(request)) == 1:
        ask(house, tenant, disable_account, request.ids[0])
        _done(account_ids[0], "disabled", as_json=as_json)
        return
    show_each(_named(request), ask(house, tenant, disable_accounts, request), as_json=as_json)


@account.command()
@in_house
def enable(house: House, account_ids: Ids, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Let accounts sign in again; one that waited for its person waits again."""
    request = Many(some_ids("acc", account_ids, ID))
    if len(named(request)) == 1:
        ask(house, tenant, enable_account, request.ids[0])
        found: AccountDetail = ask(house, tenant, detail, request.ids[0])
        _done(account_ids[0], found.account.status.value, as_json=as_json)
        return
    show_each(_named(request), ask(house, tenant, enable_accounts, request), as_json=as_json)


@account.command()
@sure("Erasing {account_id}")
def erase(house: House, account_id: Id, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Erase an account for good; the audit trail stays, the person is gone."""
    ask(house, tenant, erase_account, an_id("acc", account_id, ID))
    _done(account_id, "erased", as_json=as_json)


@account.command("end-sessions")
@in_house
def end_sessions(house: House, account_ids: Ids, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Sign accounts out everywhere."""
    request = Many(some_ids("acc", account_ids, ID))
    came = ask(house, tenant, sign_out_accounts, request)
    if len(came) > 1:
        show_each(_named(request), came, as_json=as_json)
        return
    ask(house, tenant, detail, request.ids[0])  # refuses one that is not here
    count = came[0].count
    show(
        {"account": account_ids[0], "ended": count},
        as_json=as_json,
        lines=lambda: iter([f"{count} session{'' if count == 1 else 's'} ended."]),
    )


@account.command("end-everything")
@sure("Ending everything of {account_id}")
def end_everything(house: House, account_id: Id, *, tenant: Slug, as_json: AsJson = False) -> None:
    """End all sessions and grants of an account; account and leave stay."""
    ended: EndedAll = ask(house, tenant, end_all, an_id("acc", account_id, ID))
    told = {"account": account_id, "sessions": ended.sessions, "grants": ended.grants}
    said = f"Ended: sessions {ended.sessions}, grants {ended.grants}."
    show(told, as_json=as_json, lines=lambda: iter([said]))


@account.command()
@in_house
def export(house: House, account_ids: Ids, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Write accounts as CSV that no spreadsheet takes for a formula."""
    request = Many(some_ids("acc", account_ids, ID))
    found: tuple[Account, ...] = ask(house, tenant, some, request)
    head = ("account", "status", "created_at", "label")
    lines = [
        (show_id("acc", each.id), each.status.value, each.created_at.isoformat(), each.label)
        for each in found
    ]
    if as_json:
        told = [dict(zip(head, line, strict=True)) for line in lines]
        show(told, as_json=True, lines=lambda: iter(()))
        return
    sys.stdout.write(sheet(head, lines))


def _named(request: Many) -> list[str]:
    return [show_id("acc", id_) for id_ in named(request)]


def _done(account_id: str, status: str, *, as_json: bool) -> None:
    told = {"account": account_id, "status": status}
    show(told, as_json=as_json, lines=lambda: iter([f"{account_id} is {status}."]))


__all__ = ["account"]
