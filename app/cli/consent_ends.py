"""`byleave consent`: what ends soon, several revoked together, and a file of the ledger."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.consents import AccountId, ClientId, consent
from app.cli.opening import AsJson, Yes, confirm, in_house, show
from app.cli.reach import Limit, Slug, an_id, ask, client_of, pages, table
from app.operations.ledger_sheet import MOST, ledger_sheet
from app.wiring import House
from domain.blueprint.durations import read_duration
from domain.consent.evidence import Evidence, evidence
from domain.consent.expiring import DayEnds, Expiring, calendar, ending
from domain.consent.ledger import LedgerRequest
from domain.consent.ledger import page as ledger_page
from domain.consent.records import Consent, ConsentFilter, ConsentStatus
from domain.consent.revoke_many import RevokeMany, revoke_many
from domain.kernel.errors import invalid
from domain.kernel.ids import show as show_id

__all__ = ["consent"]


@consent.command("ending")
@in_house
def ending_(
    house: House,
    *,
    tenant: Slug,
    within: Annotated[str, typer.Option(help="From now on, such as P7D; up to P400D.")] = "P30D",
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List leave that ends soon, the first to end first."""
    span = read_duration(within)
    if span is None:
        raise invalid("--within", "write a duration such as P7D.")
    entries: list[Consent] = list(
        pages(house, tenant, ending, lambda p: Expiring(span, page=p), limit=limit)
    )
    told = [
        {
            "consent": show_id("con", each.id),
            "account": show_id("acc", each.account_id),
            "client": show_id("cli", each.client_id),
            "item": each.item,
            "necessity": each.necessity,
            "expires_at": each.expires_at,
        }
        for each in entries
    ]
    rows = ((row["consent"], row["item"], row["account"], row["expires_at"]) for row in told)
    show(
        told,
        as_json=as_json,
        lines=lambda: table(rows, "CONSENT", "ITEM", "ACCOUNT", "UNTIL (UTC)"),
    )


@consent.command("calendar")
@in_house
def calendar_(house: House, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Show how much leave ends today and each of the next 30 days; 1000 means as many or more."""
    days: tuple[DayEnds, ...] = ask(house, tenant, calendar)
    told = [{"begins_at": d.begins_at, "until": d.until, "count": d.count} for d in days]
    rows = ((f"{d.begins_at:%Y-%m-%d}", d.count) for d in days)
    show(told, as_json=as_json, lines=lambda: table(rows, "DAY (UTC)", "ENDS"))


@consent.command("evidence")
@in_house
def evidence_(
    house: House,
    consent_id: Annotated[str, typer.Argument(metavar="CONSENT", help="An entry, con_….")],
    *,
    tenant: Slug,
    as_json: AsJson = False,
) -> None:
    """Show what proves an entry: the text that was shown, its leaf and its place in the log."""
    seen: Evidence = ask(house, tenant, evidence, an_id("con", consent_id, "CONSENT"))
    told = {
        "consent": consent_id,
        "whole": seen.whole,
        "leaf": seen.leaf.hex() if seen.leaf else None,
        "seq": seen.seq,
        "shown": seen.notice.blocks if seen.notice else None,
    }
    show(
        told,
        as_json=as_json,
        lines=lambda: (f"{name}: {value}" for name, value in told.items()),
    )


@consent.command("revoke-many")
@in_house
def revoke_many_(
    house: House,
    consents: Annotated[list[str], typer.Argument(metavar="CONSENT…", help="Entries, con_….")],
    *,
    tenant: Slug,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept, free of personal data.")],
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """End the items of several entries, together or not at all."""
    count = len(consents)
    confirm(f"Revoking {count} entr{'y' if count == 1 else 'ies'}", yes=yes)
    ids = tuple(an_id("con", each, "CONSENT") for each in consents)
    ended: int = ask(house, tenant, revoke_many, RevokeMany(ids, reason))
    show(
        {"ended": ended},
        as_json=as_json,
        lines=lambda: iter([f"{ended} item{'' if ended == 1 else 's'} ended."]),
    )


@consent.command("export")
@in_house
def export(
    house: House,
    *,
    tenant: Slug,
    account: AccountId = None,
    client: ClientId = None,
    item: Annotated[str | None, typer.Option(help="Only this scope.")] = None,
    status: Annotated[
        list[ConsentStatus] | None, typer.Option(help="Only these; may be repeated.")
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="Past entries too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print entries of the ledger as CSV, newest first; up to 10,000, and no cell is a formula."""
    wanted = ConsentFilter(
        account_id=an_id("acc", account, "--account") if account else None,
        client_id=client_of(house, tenant, client).id if client else None,
        item=item,
        statuses=tuple(status or ()),
        current=not history,
    )
    entries: list[Consent] = list(
        pages(house, tenant, ledger_page, lambda p: LedgerRequest(wanted, p), limit=MOST)
    )
    written = ledger_sheet(entries)
    show(
        {"rows": len(entries), "csv": written},
        as_json=as_json,
        lines=lambda: iter(written.splitlines()),
    )
