"""`byleave consent`: list and revoke."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.opening import AsJson, in_house, show
from app.cli.reach import Limit, Slug, an_id, ask, client_of, pages, table
from app.wiring import House
from domain.clients.records import Client
from domain.consent.end import Revoke, revoke
from domain.consent.ledger import LedgerRequest
from domain.consent.ledger import page as ledger_page
from domain.consent.records import Consent, ConsentFilter, ConsentStatus
from domain.kernel.ids import show as show_id

consent = typer.Typer(help="Consents: what people agreed to.", no_args_is_help=True)
AccountId = Annotated[str | None, typer.Option("--account", help="Only this account, acc_….")]
ClientId = Annotated[str | None, typer.Option("--client", help="Only this client_id.")]


@consent.command("list")
@in_house
def list_(
    house: House,
    *,
    tenant: Slug,
    account: AccountId = None,
    client: ClientId = None,
    status: Annotated[
        list[ConsentStatus] | None, typer.Option(help="Only these; may be repeated.")
    ] = None,
    item: Annotated[str | None, typer.Option(help="Only this scope.")] = None,
    history: Annotated[bool, typer.Option("--history", help="Past entries too.")] = False,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List entries of the ledger, newest first."""
    found: Client | None = client_of(house, tenant, client) if client else None
    wanted = ConsentFilter(
        account_id=an_id("acc", account, "--account") if account else None,
        client_id=found.id if found else None,
        item=item,
        statuses=tuple(status or ()),
        current=not history,
    )
    entries: list[Consent] = list(
        pages(house, tenant, ledger_page, lambda p: LedgerRequest(wanted, p), limit=limit)
    )
    rows = (
        (show_id("con", e.id), e.status.value, e.item, show_id("acc", e.account_id),
         _until(e))
        for e in entries
    )  # fmt: skip
    show(
        [_told(each) for each in entries],
        as_json=as_json,
        lines=lambda: table(rows, "CONSENT", "STATUS", "ITEM", "ACCOUNT", "UNTIL (UTC)"),
    )


@consent.command("revoke")
@in_house
def revoke_(
    house: House,
    *,
    tenant: Slug,
    account: Annotated[str, typer.Option("--account", help="Whose leave, acc_….")],
    client: Annotated[str, typer.Option("--client", help="For which client_id.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; kept, free of personal data.")],
    item: Annotated[str | None, typer.Option("--item", help="One scope; all if left out.")] = None,
    as_json: AsJson = False,
) -> None:
    """End somebody's leave; the tokens that rest on it are dead at once."""
    found = client_of(house, tenant, client)
    request = Revoke(an_id("acc", account, "--account"), found.id, reason, item)
    ended: int = ask(house, tenant, revoke, request)
    show(
        {"account": account, "client": client, "ended": ended},
        as_json=as_json,
        lines=lambda: iter([f"{ended} item{'' if ended == 1 else 's'} ended."]),
    )


def _until(entry: Consent) -> str:
    return f"{entry.expires_at:%Y-%m-%d %H:%M}" if entry.expires_at else ""


def _told(entry: Consent) -> dict[str, object]:
    return {
        "consent": show_id("con", entry.id),
        "account": show_id("acc", entry.account_id),
        "client": show_id("cli", entry.client_id),
        "item": entry.item,
        "necessity": entry.necessity.value,
        "basis": entry.basis.value,
        "status": entry.status.value,
        "reason": entry.reason,
        "at": entry.at,
        "expires_at": entry.expires_at,
        "actor": entry.actor_name,
        "note": entry.note,
    }
