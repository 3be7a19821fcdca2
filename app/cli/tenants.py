"""`byleave tenant`: list, create, show, disable, enable, and a sandbox's clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

import typer
import yaml

from app.cli.opening import AsJson, in_house, show
from app.cli.reach import above, ask, set_up, table, tenant_of
from app.runtime.spans import span
from app.runtime.words import ENGLISH
from app.wiring import House
from domain.blueprint.describe import describe
from domain.blueprint.durations import read_duration, write_duration
from domain.kernel.errors import invalid
from domain.sandbox.clock import MoveClock, move_clock
from domain.tenants.change import disable_tenant, enable_tenant
from domain.tenants.create import NewTenant, create_tenant
from domain.tenants.issuer import issuer
from domain.tenants.listing import all_tenants
from domain.tenants.records import Policy, Registration, Tenant, TenantKind

tenant = typer.Typer(help="Tenants: whose houses these are.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="SLUG", help="The tenant's slug.")]


@tenant.command("list")
@in_house
def list_(house: House, *, as_json: AsJson = False) -> None:
    """List every tenant."""
    found: tuple[Tenant, ...] = above(house, all_tenants)
    rows = ((t.slug, t.kind.value, t.status.value, t.label) for t in found)
    base_url = house.settings.base_url
    show(
        [tenant_shown(each, base_url) for each in found],
        as_json=as_json,
        lines=lambda: table(rows, "SLUG", "KIND", "STATUS", "LABEL"),
    )


@tenant.command()
@in_house
def create(
    house: House,
    slug: Name,
    *,
    label: Annotated[
        str | None, typer.Option(help="Shown to people; the slug if left out.")
    ] = None,
    kind: Annotated[TenantKind, typer.Option(help="For ever.")] = TenantKind.PRODUCTION,
    registration: Annotated[
        Registration, typer.Option(help="Who may make an account.")
    ] = Registration.CLOSED,
    as_json: AsJson = False,
) -> None:
    """Make a tenant with its keys."""
    set_up(house)
    policy = Policy(registration=registration)
    request = NewTenant(slug, label or slug, kind, policy=policy)
    made: Tenant = above(house, create_tenant, request)
    _print(made, house.settings.base_url, as_json=as_json)


@tenant.command("show")
@in_house
def show_(house: House, slug: Name, *, as_json: AsJson = False) -> None:
    """Show a tenant."""
    _print(tenant_of(house, slug), house.settings.base_url, as_json=as_json)


@tenant.command("describe")
@in_house
def describe_(house: House, slug: Name, *, as_json: AsJson = False) -> None:
    """Print a tenant as a file for `byleave apply`; secrets and personas cannot be written down."""
    told = ask(house, slug, describe)
    text = yaml.safe_dump(told, sort_keys=False, allow_unicode=True)
    show(told, as_json=as_json, lines=lambda: iter([text.rstrip()]))


@tenant.command()
@in_house
def disable(house: House, slug: Name, *, as_json: AsJson = False) -> None:
    """Let a tenant answer nobody; its data stays."""
    _print(ask(house, slug, disable_tenant), house.settings.base_url, as_json=as_json)


@tenant.command()
@in_house
def enable(house: House, slug: Name, *, as_json: AsJson = False) -> None:
    """Let a tenant answer again."""
    changed: Tenant = above(house, enable_tenant, slug)
    _print(changed, house.settings.base_url, as_json=as_json)


@tenant.command("move-clock")
@in_house
def move_clock_(
    house: House,
    slug: Name,
    by: Annotated[str, typer.Argument(help="A duration such as PT1H or P30D.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Move a sandbox tenant's clock forward."""
    wanted = read_duration(by)
    if wanted is None:
        raise invalid("BY", "write a duration such as PT1H or P30D.")
    ahead: timedelta = ask(house, slug, move_clock, MoveClock(wanted))
    show(
        {"tenant": slug, "ahead": write_duration(ahead)},
        as_json=as_json,
        lines=lambda: iter([f"The clock of {slug} is {span(ENGLISH, ahead)} ahead."]),
    )


def _print(found: Tenant, base_url: str, *, as_json: bool) -> None:
    told = tenant_shown(found, base_url)

    def lines() -> Iterator[str]:
        yield from (f"{name}: {value}" for name, value in told.items())

    show(told, as_json=as_json, lines=lines)


def tenant_shown(found: Tenant, base_url: str) -> dict[str, object]:
    """Return a tenant as commands show it."""
    return {
        "slug": found.slug,
        "label": found.label,
        "kind": found.kind.value,
        "privacy": found.privacy.value,
        "status": found.status.value,
        "registration": found.policy.registration.value,
        "issuer": issuer(base_url, found.slug),
        "clock_ahead": write_duration(found.clock_offset),
        "created_at": found.created_at,
    }
