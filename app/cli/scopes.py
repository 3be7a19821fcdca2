"""`byleave scope`: list, define, remove."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.opening import AsJson, in_house, show
from app.cli.reach import Slug, ask, table
from app.wiring import House
from domain.blueprint.durations import read_duration, write_duration
from domain.clients.define_scope import define_scope, remove_scope
from domain.clients.listing import scopes
from domain.clients.records import ConsentNeed, Scope
from domain.kernel.errors import invalid
from domain.operators.clients_overview import ScopeUse, scope_uses

scope = typer.Typer(help="Scopes: what applications may ask for.", no_args_is_help=True)
Word = Annotated[str, typer.Argument(metavar="SCOPE", help="The scope word.")]


@scope.command("list")
@in_house
def list_(house: House, *, tenant: Slug, as_json: AsJson = False) -> None:
    """List every scope of a tenant, the standard ones first."""
    found: tuple[Scope, ...] = ask(house, tenant, scopes)
    rows = ((each.value, each.consent.value, each.label) for each in found)
    show(
        [_told(each) for each in found],
        as_json=as_json,
        lines=lambda: table(rows, "SCOPE", "CONSENT", "LABEL"),
    )


@scope.command()
@in_house
def define(
    house: House,
    value: Word,
    *,
    tenant: Slug,
    label: Annotated[str, typer.Option(help="Short name for people.")],
    sentence: Annotated[str, typer.Option(help="What the application can do then.")] = "",
    consent: Annotated[
        ConsentNeed, typer.Option(help="Needed, a box, or not shown.")
    ] = ConsentNeed.OPTIONAL,
    longest_consent: Annotated[str | None, typer.Option(help="A duration such as P30D.")] = None,
    claim: Annotated[
        list[str] | None, typer.Option(help="A claim it opens; may be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Define a scope, in place of an earlier one of the same word."""
    longest = read_duration(longest_consent) if longest_consent else None
    if longest_consent and longest is None:
        raise invalid("--longest-consent", "write a duration such as P30D.")
    wanted = Scope(value, label, sentence, consent, longest, tuple(claim or ()))
    ask(house, tenant, define_scope, wanted)
    show(_told(wanted), as_json=as_json, lines=lambda: iter([f"{value} is defined."]))


@scope.command()
@in_house
def remove(house: House, value: Word, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Take a scope away that no client may ask for any more."""
    ask(house, tenant, remove_scope, value)
    told = {"scope": value, "removed": True}
    show(told, as_json=as_json, lines=lambda: iter([f"{value} is gone."]))


@scope.command("uses")
@in_house
def uses(house: House, *, tenant: Slug, as_json: AsJson = False) -> None:
    """List every scope with who may ask for it and how much leave names it."""
    found: tuple[ScopeUse, ...] = ask(house, tenant, scope_uses)
    told = [{"value": use.scope.value, "clients": use.clients, "given": use.given} for use in found]
    rows = ((use.scope.value, use.given, " ".join(use.clients)) for use in found)
    show(told, as_json=as_json, lines=lambda: table(rows, "SCOPE", "GIVEN", "CLIENTS"))


def _told(found: Scope) -> dict[str, object]:
    longest = found.longest_consent
    return {
        "value": found.value,
        "label": found.label,
        "sentence": found.sentence,
        "consent": found.consent.value,
        "longest_consent": write_duration(longest) if longest is not None else None,
        "claims": found.claims,
        "hosted_only": found.hosted_only,
    }
