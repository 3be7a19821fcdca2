"""`byleave client`: secrets, figures, what stops, an address to try, code to paste."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.clients import Id, client
from app.cli.opening import AsJson, in_house, show
from app.cli.reach import Slug, an_id, ask, client_of, table
from app.operations.snippets import snippets
from app.wiring import House
from domain.clients.end_secret import EndSecret, end_secret
from domain.clients.listing import ClientDetail, detail
from domain.clients.redirects import RedirectVerdict, TryRedirect, try_redirect
from domain.kernel.errors import invalid
from domain.kernel.ids import show as show_id
from domain.operators.clients_overview import ClientDays, ClientStops, client_days, client_stops
from domain.tenants.issuer import issuer

__all__ = ["client"]


@client.command("secrets")
@in_house
def secrets_(house: House, client_id: Id, *, tenant: Slug, as_json: AsJson = False) -> None:
    """List the secrets that work now, by their last letters."""
    found: ClientDetail = ask(house, tenant, detail, client_id)
    told = [
        {
            "secret": show_id("sec", each.id),
            "hint": each.hint,
            "created_at": each.created_at,
            "expires_at": each.expires_at,
        }
        for each in found.secrets
    ]
    rows = (
        (show_id("sec", each.id), f"…{each.hint}", each.expires_at or "in use")
        for each in found.secrets
    )
    show(told, as_json=as_json, lines=lambda: table(rows, "SECRET", "ENDS ON", "UNTIL (UTC)"))


@client.command("end-secret")
@in_house
def end_secret_(
    house: House,
    client_id: Id,
    secret: Annotated[str, typer.Argument(metavar="SECRET", help="Its id, sec_….")],
    *,
    tenant: Slug,
    as_json: AsJson = False,
) -> None:
    """End an earlier secret before its time; the current one is refused."""
    ask(house, tenant, end_secret, EndSecret(client_id, an_id("sec", secret, "SECRET")))
    told = {"client_id": client_id, "secret": secret, "ended": True}
    show(told, as_json=as_json, lines=lambda: iter([f"{secret} works no more."]))


@client.command("figures")
@in_house
def figures_(house: House, client_id: Id, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Show how a client fares: tokens by day, and how much leave it is given."""
    seen: ClientDays = ask(house, tenant, client_days, client_id)
    fares = seen.fares
    told: dict[str, object] = {
        "client_id": client_id,
        "weakened": fares.weakened,
        "unused": fares.unused,
        "last_day": fares.last_day,
        "given": fares.given,
        "refused": fares.refused,
        "rate": fares.rate,
        "days": seen.days,
        "tokens": seen.tokens,
    }
    short = {name: told[name] for name in told if name not in {"days", "tokens"}}
    short["tokens_in_30_days"] = sum(seen.tokens)
    show(
        told,
        as_json=as_json,
        lines=lambda: (f"{name}: {value}" for name, value in short.items()),
    )


@client.command("stops")
@in_house
def stops_(house: House, client_id: Id, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Show what stops when a client is disabled; 1000 stands for as many or more."""
    stops: ClientStops = ask(house, tenant, client_stops, client_id)
    told = {"client_id": client_id, "grants": stops.grants, "leave": stops.leave}
    show(
        told,
        as_json=as_json,
        lines=lambda: iter(
            [
                f"{stops.grants} open grants stop at once.",
                f"{stops.leave} items of leave stay in force.",
            ]
        ),
    )


@client.command("try-redirect")
@in_house
def try_redirect_(
    house: House,
    client_id: Id,
    uri: Annotated[str, typer.Argument(metavar="URI", help="As the application would send it.")],
    *,
    tenant: Slug,
    as_json: AsJson = False,
) -> None:
    """Tell whether people would be sent to an address, and why not."""
    seen: RedirectVerdict = ask(house, tenant, try_redirect, TryRedirect(client_id, uri))
    told = {
        "matches": seen.matches,
        "nearest": seen.nearest,
        "mismatch": seen.mismatch,
        "at": seen.at,
        "flaw": seen.flaw,
    }
    show(told, as_json=as_json, lines=lambda: iter(_said(seen)))


@client.command("snippet")
@in_house
def snippet(
    house: House,
    client_id: Id,
    language: Annotated[
        str, typer.Option("--language", "-l", help="curl, Python, JavaScript, Go or YAML.")
    ] = "curl",
    *,
    tenant: Slug,
    as_json: AsJson = False,
) -> None:
    """Print code that connects the application; a secret is read from BYLEAVE_SECRET."""
    found = client_of(house, tenant, client_id)
    made = snippets(found, issuer(house.settings.base_url, tenant))
    names = {name.lower(): name for name in made}
    if language.lower() not in names:
        raise invalid("--language", f"write one of {', '.join(made)}.")
    code = made[names[language.lower()]]
    show(made, as_json=as_json, lines=lambda: iter(code.splitlines()))


def _said(seen: RedirectVerdict) -> list[str]:
    if seen.matches:
        return ["It matches: people are sent there."]
    lines = [f"It does not match ({seen.mismatch.value if seen.mismatch else ''})."]
    if seen.nearest:
        lines.append(f"The nearest one is {seen.nearest}; the first {seen.at} letters agree.")
    if seen.flaw:
        lines.append(f"It could not be registered either: it {seen.flaw}.")
    return lines
