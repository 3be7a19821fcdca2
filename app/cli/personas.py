"""`byleave persona`: list, create, show."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer

from app.cli.opening import AsJson, in_house, show
from app.cli.reach import Limit, Slug, an_id, ask, pages, table
from app.wiring import House
from domain.accounts.records import Account
from domain.kernel.errors import invalid
from domain.kernel.ids import show as show_id
from domain.kernel.secrets import Secret
from domain.sandbox.look_up import Persona
from domain.sandbox.look_up import persona as persona_of
from domain.sandbox.personas import NewPersona, add_persona, personas

persona = typer.Typer(help="Personas: made-up people of sandbox tenants.", no_args_is_help=True)


@persona.command("list")
@in_house
def list_(house: House, *, tenant: Slug, limit: Limit = 50, as_json: AsJson = False) -> None:
    """List personas, newest first."""
    found: list[Account] = list(pages(house, tenant, personas, lambda page: page, limit=limit))
    rows = ((show_id("acc", each.id), each.status.value) for each in found)
    show(
        [_told(each) for each in found],
        as_json=as_json,
        lines=lambda: table(rows, "ACCOUNT", "STATUS"),
    )


@persona.command()
@in_house
def create(house: House, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Make a persona of a JSON object on standard input: username, email, password, claims."""
    said = _read()
    wanted = NewPersona(
        username=_secret(said, "username"),
        email=_secret(said, "email"),
        password=_secret(said, "password") or Secret(""),
        claims=said.get("claims") or {},
    )
    made: Account = ask(house, tenant, add_persona, wanted)
    told = _told(made)
    show(told, as_json=as_json, lines=lambda: iter([f"{told['account']} is made."]))


@persona.command("show")
@in_house
def show_(
    house: House,
    account_id: Annotated[str, typer.Argument(metavar="ACCOUNT", help="An id such as acc_….")],
    *,
    tenant: Slug,
    as_json: AsJson = False,
) -> None:
    """Show a persona with its claims; all of it is made up."""
    found: Persona = ask(house, tenant, persona_of, an_id("acc", account_id, "ACCOUNT"))
    told = {**_told(found.account), "claims": dict(found.claims)}
    lines = [f"{name}: {value}" for name, value in sorted(found.claims.items())]
    show(told, as_json=as_json, lines=lambda: iter(lines))


def _read() -> dict[str, Any]:
    try:
        said = json.load(sys.stdin)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise invalid("standard input", 'write a JSON object such as {"username": "pia", …}.')
    return said


def _secret(said: dict[str, Any], name: str) -> Secret | None:
    value = said.get(name)
    if value is not None and not isinstance(value, str):
        raise invalid(name, "write a text.")
    return Secret(value) if value is not None else None


def _told(found: Account) -> dict[str, object]:
    return {"account": show_id("acc", found.id), "status": found.status.value}
