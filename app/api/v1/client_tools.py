"""A client's secrets, how it fares, what hangs on it, and an address to be tried."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from app.api.v1.problems import CHANGES
from app.api.v1.rooms import IN_TENANT, Called, room
from app.api.v1.values import Answer, Body, Text, an_id
from app.operations.snippets import snippets
from domain.clients.end_secret import EndSecret, end_secret
from domain.clients.listing import ClientDetail, detail
from domain.clients.redirects import Mismatch, RedirectVerdict, TryRedirect, try_redirect
from domain.kernel.ids import show
from domain.operators.clients_overview import ClientDays, ClientStops, client_days, client_stops
from domain.tenants.issuer import issuer

router = room(f"{IN_TENANT}/clients/{{client_id}}", "Clients")


class SecretLine(Answer):
    """A secret that works, by its last letters."""

    secret: str = Field(description="Its id.")
    hint: str = Field(description="The last letters of its text.")
    created_at: datetime
    expires_at: datetime | None = Field(description="Its end; null for the current one.")


class Secrets(Answer):
    """The secrets that work now, newest first."""

    items: list[SecretLine]


class FaresTold(Answer):
    """How a client fares."""

    weakened: int = Field(description="Safe defaults it was let off.")
    unused: bool = Field(description="Enabled, and without a token for 90 days.")
    last_day: date | None = Field(description="Last day with a token, of the last 90.")
    given: int = Field(description="Items leave was given for in the last 30 days.")
    refused: int
    rate: float | None = Field(description="Given of all asked; null when nobody was asked.")
    days: list[date] = Field(description="The last 30 days, in UTC; today is the last one.")
    tokens: list[int] = Field(description="Access tokens on each of these days.")


class StopsTold(Answer):
    """What stops when the client is disabled; 1000 stands for as many or more."""

    grants: int = Field(description="Open grants; their tokens are dead at once.")
    leave: int = Field(description="Items that are given; they stay in force.")


class TryBody(Body):
    """An address."""

    uri: Text = Field(description="As the application would send it.")


class TryTold(Answer):
    """What the protocol would say of an address, and why."""

    matches: bool
    nearest: str = Field(description="The registered address it comes closest to.")
    mismatch: Mismatch | None = Field(description="The first part that differs.")
    at: int = Field(description="How many letters are the same before it differs.")
    flaw: str = Field(description="Why it could not be registered either; empty when it could.")


class Snippets(Answer):
    """Code by the name of its language; a secret is read from the environment."""

    snippets: dict[str, str]


@router.get("/secrets")
async def list_client_secrets(caller: Called, client_id: str) -> Secrets:
    """List the secrets that work now; digests are kept, so that none can be shown."""
    found: ClientDetail = await caller.inside(detail, client_id)
    return Secrets(
        items=[
            SecretLine(
                secret=show("sec", each.id),
                hint=each.hint,
                created_at=each.created_at,
                expires_at=each.expires_at,
            )
            for each in found.secrets
        ]
    )


@router.delete("/secrets/{secret}", status_code=204, responses=CHANGES)
async def end_client_secret(caller: Called, client_id: str, secret: str) -> None:
    """End an earlier secret before its time; the current one is refused."""
    await caller.inside(end_secret, EndSecret(client_id, an_id("sec", secret, "secret")))


@router.get("/figures")
async def show_client_figures(caller: Called, client_id: str) -> FaresTold:
    """Show how a client fares."""
    seen: ClientDays = await caller.inside(client_days, client_id)
    fares = seen.fares
    return FaresTold(
        weakened=fares.weakened,
        unused=fares.unused,
        last_day=fares.last_day,
        given=fares.given,
        refused=fares.refused,
        rate=fares.rate,
        days=list(seen.days),
        tokens=list(seen.tokens),
    )


@router.get("/stops")
async def show_client_stops(caller: Called, client_id: str) -> StopsTold:
    """Show what stops when the client is disabled."""
    stops: ClientStops = await caller.inside(client_stops, client_id)
    return StopsTold(grants=stops.grants, leave=stops.leave)


@router.post("/try-redirect")
async def try_client_redirect(caller: Called, client_id: str, body: TryBody) -> TryTold:
    """Tell whether people would be sent to an address, and why not."""
    seen: RedirectVerdict = await caller.inside(try_redirect, TryRedirect(client_id, body.uri))
    return TryTold(
        matches=seen.matches,
        nearest=seen.nearest,
        mismatch=seen.mismatch,
        at=seen.at,
        flaw=seen.flaw,
    )


@router.get("/snippets")
async def show_client_snippets(caller: Called, client_id: str) -> Snippets:
    """Show code that connects the application, filled in with its values."""
    found: ClientDetail = await caller.inside(detail, client_id)
    address = issuer(caller.door.base_url, caller.tenant.slug)
    return Snippets(snippets=dict(snippets(found.client, address)))
