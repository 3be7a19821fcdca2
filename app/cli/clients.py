"""`byleave client`: list, create, show, rotate-secret, disable, enable, remove."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

import typer

from app.cli.opening import AsJson, in_house, show, sure
from app.cli.reach import Limit, Slug, ask, client_of, pages, table
from app.wiring import House
from domain.blueprint.durations import read_duration
from domain.clients.change import RemoveClient, change_client, remove_client
from domain.clients.listing import ClientsPage
from domain.clients.listing import page as clients_page
from domain.clients.records import (
    Client,
    ClientFilter,
    ClientStatus,
    ClientType,
    GrantType,
    Relaxation,
)
from domain.clients.register import NewClient, Registered, register
from domain.clients.rotate_secret import RotateSecret, rotate_secret
from domain.kernel.errors import invalid
from domain.kernel.secrets import Secret

client = typer.Typer(help="Clients: applications that may ask.", no_args_is_help=True)
Id = Annotated[str, typer.Argument(metavar="CLIENT_ID", help="The client's id.")]


@client.command("list")
@in_house
def list_(
    house: House,
    *,
    tenant: Slug,
    begins: Annotated[
        str, typer.Option(help="First letters of the name or of the id, in any case.")
    ] = "",
    type_: Annotated[
        list[ClientType] | None, typer.Option("--type", help="Only these; may be repeated.")
    ] = None,
    status: Annotated[
        list[ClientStatus] | None, typer.Option(help="Only these; may be repeated.")
    ] = None,
    weakened: Annotated[
        bool, typer.Option("--weakened", help="Only those let off a safe default.")
    ] = False,
    unused: Annotated[
        bool, typer.Option("--unused", help="Only enabled ones without a token for 90 days.")
    ] = False,
    limit: Limit = 200,
    as_json: AsJson = False,
) -> None:
    """List a tenant's clients."""
    wanted = ClientFilter(begins, tuple(type_ or ()), tuple(status or ()), weakened)
    found = list(
        pages(house, tenant, clients_page, lambda p: ClientsPage(wanted, p, unused), limit=limit)
    )
    rows = ((c.client_id, c.type.value, c.status.value, c.label) for c in found)
    show(
        [_told(each) for each in found],
        as_json=as_json,
        lines=lambda: table(rows, "CLIENT_ID", "TYPE", "STATUS", "LABEL"),
    )


@client.command()
@in_house
def create(
    house: House,
    client_id: Id,
    *,
    tenant: Slug,
    label: Annotated[str | None, typer.Option(help="Shown to people.")] = None,
    type_: Annotated[
        ClientType, typer.Option("--type", help="How it keeps a secret.")
    ] = ClientType.CONFIDENTIAL,
    redirect_uri: Annotated[
        list[str] | None, typer.Option(help="Where to send people back; may be repeated.")
    ] = None,
    scope: Annotated[
        list[str] | None, typer.Option(help="A scope it may ask for; may be repeated.")
    ] = None,
    relax: Annotated[
        list[str] | None, typer.Option(help="RULE=REASON: let it off a safe default.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Register a client; its secret is shown once. `byleave apply` takes every setting."""
    alone = type_ is ClientType.SERVICE
    request = NewClient(
        client_id=client_id,
        label=label or client_id,
        type=type_,
        redirect_uris=tuple(redirect_uri or ()),
        grant_types=(GrantType.CLIENT_CREDENTIALS if alone else GrantType.AUTHORIZATION_CODE,),
        scopes=tuple(scope or (() if alone else ("openid",))),
        relaxations=tuple(_relaxation(each) for each in relax or ()),
    )
    made: Registered = ask(house, tenant, register, request)
    _print(made.client, made.secret, as_json=as_json)


@client.command("show")
@in_house
def show_(house: House, client_id: Id, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Show a client; its secrets are kept as digests and cannot be shown."""
    _print(client_of(house, tenant, client_id), None, as_json=as_json)


@client.command("rotate-secret")
@in_house
def rotate_secret_(
    house: House,
    client_id: Id,
    *,
    tenant: Slug,
    overlap: Annotated[
        str, typer.Option(help="How long the earlier secret still works, up to P7D.")
    ] = "P1D",
    as_json: AsJson = False,
) -> None:
    """Give a client a new secret, shown once."""
    span = read_duration(overlap)
    if span is None:
        raise invalid("--overlap", "write a duration such as PT1H or P1D.")
    secret: Secret = ask(house, tenant, rotate_secret, RotateSecret(client_id, span))
    told = {"client_id": client_id, "secret": secret.reveal()}
    show(
        told,
        as_json=as_json,
        lines=lambda: iter([f"The new secret of {client_id}, shown once: {secret.reveal()}"]),
    )


@client.command()
@in_house
def disable(house: House, client_id: Id, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Keep a client from asking; its tokens are dead at once."""
    _switch(house, tenant, client_id, ClientStatus.DISABLED, as_json=as_json)


@client.command()
@in_house
def enable(house: House, client_id: Id, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Let a client ask again."""
    _switch(house, tenant, client_id, ClientStatus.ENABLED, as_json=as_json)


@client.command()
@sure("Deleting {client_id}")
def remove(house: House, client_id: Id, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Delete a client that holds no consent and no grant."""
    ask(house, tenant, remove_client, RemoveClient(client_id))
    show(
        {"client_id": client_id, "removed": True},
        as_json=as_json,
        lines=lambda: iter([f"{client_id} is gone."]),
    )


def _switch(
    house: House, slug: str, client_id: str, status: ClientStatus, *, as_json: bool
) -> None:
    before = client_of(house, slug, client_id)
    after = ask(house, slug, change_client, replace(before, status=status))
    _print(after, None, as_json=as_json)


def _relaxation(text: str) -> Relaxation:
    rule, _, reason = text.partition("=")
    return Relaxation(rule.strip(), reason.strip())


def _print(found: Client, secret: Secret | None, *, as_json: bool) -> None:
    told = _told(found)
    if secret is not None:
        told["secret"] = secret.reveal()

    def lines() -> Iterator[str]:
        for name, value in told.items():
            yield f"{name}: {' '.join(value) if isinstance(value, tuple) else value}"

    show(told, as_json=as_json, lines=lines)


def _told(found: Client) -> dict[str, object]:
    return {
        "client_id": found.client_id,
        "label": found.label,
        "type": found.type.value,
        "status": found.status.value,
        "auth_method": found.auth_method.value,
        "redirect_uris": found.redirect_uris,
        "grant_types": tuple(each.value for each in found.grant_types),
        "scopes": found.scopes,
        "relaxations": tuple(f"{each.rule}: {each.reason}" for each in found.relaxations),
        "created_at": found.created_at,
    }
