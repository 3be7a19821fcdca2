"""`byleave api-key`: create, list, revoke."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

import typer

from app.cli.opening import AsJson, in_house, show
from app.cli.reach import Limit, above, an_id, rows_of, set_up, table
from app.wiring import House
from domain.api_keys.records import ApiKey
from domain.kernel.ids import show as show_id
from domain.kernel.paging import PageRequest
from domain.operators.api_keys import (
    USUAL_LIFE,
    CreatedApiKey,
    ListApiKeys,
    NewApiKey,
    api_keys,
    create_api_key,
    revoke_api_key,
)

api_key = typer.Typer(help="API keys: how machines call /api/v1.", no_args_is_help=True)
Id = Annotated[str, typer.Argument(metavar="KEY", help="An id such as apk_…, from a list.")]


@api_key.command()
@in_house
def create(
    house: House,
    *,
    operator: Annotated[str, typer.Option("--operator", help="Whose key, acc_….")],
    label: Annotated[str, typer.Option(help="A word by which you will know it.")],
    permission: Annotated[
        list[str] | None,
        typer.Option(help="A word such as accounts.read; may be repeated. All that reads if none."),
    ] = None,
    tenant: Annotated[
        str | None, typer.Option("--tenant", "-t", help="Good for this tenant alone.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=366, help="How long it lives.")] = USUAL_LIFE.days,
    as_json: AsJson = False,
) -> None:
    """Make a key for an operator; it is shown once, and has a part of their permissions."""
    set_up(house)
    request = NewApiKey(
        account_id=an_id("acc", operator, "--operator"),
        label=label,
        permissions=tuple(permission) if permission else None,
        slug=tenant,
        lifetime=timedelta(days=days),
    )
    made: CreatedApiKey = above(house, create_api_key, request)
    told = {**_told(made.key), "key": made.text.reveal()}

    def lines() -> Iterator[str]:
        yield f"The key {told['api_key']} {made.key.label!r}, shown once:"
        yield made.text.reveal()

    show(told, as_json=as_json, lines=lines)


@api_key.command("list")
@in_house
def list_(
    house: House,
    *,
    operator: Annotated[
        str | None, typer.Option("--operator", help="Only this operator's, acc_….")
    ] = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List keys, newest first; the keys themselves are kept as digests and cannot be shown."""
    set_up(house)
    of = an_id("acc", operator, "--operator") if operator else None

    def page(wanted: PageRequest) -> object:
        return above(house, api_keys, ListApiKeys(of, wanted))

    found: list[ApiKey] = list(rows_of(page, limit=limit))
    rows = (
        (show_id("apk", k.id), k.hint, show_id("acc", k.account_id), _state(k),
         k.last_used_on or "never", k.label)
        for k in found
    )  # fmt: skip
    show(
        [_told(each) for each in found],
        as_json=as_json,
        lines=lambda: table(rows, "KEY", "ENDS IN", "OPERATOR", "UNTIL", "LAST USED", "LABEL"),
    )


@api_key.command()
@in_house
def revoke(house: House, key: Id, *, as_json: AsJson = False) -> None:
    """Revoke a key: the next call with it is refused."""
    set_up(house)
    above(house, revoke_api_key, an_id("apk", key, "KEY"))
    told = {"api_key": key, "revoked": True}
    show(told, as_json=as_json, lines=lambda: iter([f"{key} is revoked."]))


def _state(key: ApiKey) -> str:
    return "revoked" if key.revoked_at else f"{key.expires_at:%Y-%m-%d}"


def _told(key: ApiKey) -> dict[str, object]:
    return {
        "api_key": show_id("apk", key.id),
        "operator": show_id("acc", key.account_id),
        "label": key.label,
        "ends_in": key.hint,
        "permissions": key.permissions,
        "tenant": show_id("ten", key.bound_to) if key.bound_to else None,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "last_used_on": key.last_used_on and key.last_used_on.isoformat(),
        "revoked_at": key.revoked_at,
    }
