"""`byleave account`: list, find, create, show, link; `account_ends` has what ends one.

Identifiers are read from standard input and never from the command line: what is typed there is
seen by everybody on the machine and stays in the shell's history.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from app.cli.opening import AsJson, in_house, show
from app.cli.reach import Limit, Slug, a_day, an_id, ask, rows_of, table
from app.wiring import House
from domain.accounts.activate import new_link
from domain.accounts.create import CreateAccount, CreatedAccount, create_by_operator
from domain.accounts.listing import (
    AccountDetail,
    AccountsPage,
    FindByIdentifier,
    detail,
    find_by_identifier,
)
from domain.accounts.records import Account, AccountFilter, AccountStatus
from domain.kernel.errors import not_found
from domain.kernel.ids import show as show_id
from domain.kernel.paging import Page, PageRequest
from domain.kernel.secrets import Secret
from domain.operators.accounts_overview import AccountsSeen, Glance
from domain.operators.accounts_overview import accounts as accounts_seen

account = typer.Typer(help="Accounts: who may sign in.", no_args_is_help=True)
Id = Annotated[str, typer.Argument(metavar="ACCOUNT", help="An id such as acc_…, from a list.")]
ID = "ACCOUNT"


@account.command("list")
@in_house
def list_(
    house: House,
    *,
    tenant: Slug,
    status: Annotated[
        list[AccountStatus] | None, typer.Option(help="Only these; may be repeated.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Created on this day (UTC) or later, such as 2026-01-31.")
    ] = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List accounts, newest first, with what stands on each."""
    wanted = AccountFilter(statuses=tuple(status or ()), since=a_day(since, "--since"))
    glances: dict[bytes, Glance] = {}

    def page(asked: PageRequest) -> Page[Account]:
        seen: AccountsSeen = ask(house, tenant, accounts_seen, AccountsPage(wanted, asked))
        glances.update(seen.glances)
        return seen.page

    found: list[Account] = list(rows_of(page, limit=limit))
    told = [{**_told(each), **_standing(glances[each.id])} for each in found]
    rows = (
        (each["account"], each["status"], f"{account_.created_at:%Y-%m-%d}",
         ", ".join(glances[account_.id].factors) or "none",
         each["sessions"], each["consents"], account_.label)
        for each, account_ in zip(told, found, strict=True)
    )  # fmt: skip
    head = ("ACCOUNT", "STATUS", "SINCE", "FACTORS", "SESSIONS", "CONSENTS", "LABEL")
    show(told, as_json=as_json, lines=lambda: table(rows, *head))


@account.command()
@in_house
def find(house: House, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Find whose identifier it is; type it on standard input."""
    typed = _typed("Identifier: ")
    request = FindByIdentifier(Secret(typed[0] if typed else ""))
    found: Account | None = ask(house, tenant, find_by_identifier, request)
    if found is None:
        raise not_found("account")
    _print(found, as_json=as_json)


@account.command()
@in_house
def create(
    house: House,
    *,
    tenant: Slug,
    label: Annotated[str, typer.Option(help="A word for it, free of personal data.")] = "",
    as_json: AsJson = False,
) -> None:
    """Make an account and the link by which its person chooses a password.

    Type its identifiers on standard input, one a line.
    """
    typed = _typed("Identifiers, one a line, then an empty line: ")
    request = CreateAccount(tuple(map(Secret, typed)), label=label)
    made: CreatedAccount = ask(house, tenant, create_by_operator, request)
    link = _link(house.settings.base_url, tenant, made.activation)
    _print(made.account, as_json=as_json, link=link)


@account.command("show")
@in_house
def show_(house: House, account_id: Id, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Show an account and by what kinds of identifiers it is recognised."""
    found: AccountDetail = ask(house, tenant, detail, an_id("acc", account_id, ID))
    kinds = ", ".join(sorted(each.kind.value for each in found.identifiers))
    _print(found.account, as_json=as_json, recognised_by=kinds)


@account.command()
@in_house
def link(house: House, account_id: Id, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Make a new link to choose a password; earlier links stop working."""
    secret: Secret = ask(house, tenant, new_link, an_id("acc", account_id, ID))
    told = {"account": account_id, "link": _link(house.settings.base_url, tenant, secret)}
    show(told, as_json=as_json, lines=lambda: iter([told["link"]]))


def _standing(glance: Glance) -> dict[str, object]:
    return {
        "factors": glance.factors,
        "sessions": glance.sessions,
        "consents": glance.consents,
        "last_seen_at": glance.last_seen_at,
    }


def _typed(prompt: str) -> list[str]:
    """Read lines up to an empty one; a prompt is shown where a person types."""
    if sys.stdin.isatty():
        typer.echo(prompt, err=True)
    lines: list[str] = []
    for line in sys.stdin:
        if not line.strip():
            break
        lines.append(line.strip())
    return lines


def _link(base_url: str, slug: str, secret: Secret) -> str:
    return f"{base_url}/t/{slug}/activate/{secret.reveal()}"


def _print(found: Account, *, as_json: bool, **more: str) -> None:
    told = {**_told(found), **more}

    def lines() -> Iterator[str]:
        yield from (f"{name}: {value}" for name, value in told.items())

    show(told, as_json=as_json, lines=lines)


def _told(found: Account) -> dict[str, object]:
    return {
        "account": show_id("acc", found.id),
        "status": found.status.value,
        "audience": found.audience.value,
        "label": found.label,
        "persona": found.persona,
        "created_at": found.created_at,
    }
