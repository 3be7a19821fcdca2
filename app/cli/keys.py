"""`byleave keys`: init, list, rotate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Annotated

import typer

from app.cli.codes import UNFIT, WRONG_USE
from app.cli.opening import (
    AsJson,
    Config,
    DatabaseUrl,
    DataDir,
    answered,
    fail,
    in_house,
    settings_of,
    show,
)
from app.cli.reach import above, ask, table
from app.settings import make_data_folder
from app.wiring import House
from domain.tenants.keys import RotateKey, rotate, rotate_index
from domain.tenants.listing import all_tenants, signing_keys
from domain.tenants.records import KeyPurpose, KeyState, SigningKey, Tenant
from persistence.engine import open_database
from persistence.master_key import unlock
from persistence.migrations import State, schema_state
from persistence.rotation import rotate_master

keys = typer.Typer(help="Keys: the master key, and what tenants sign with.", no_args_is_help=True)


class What(StrEnum):
    """Which key is rotated."""

    MASTER = "master"
    SIGNING = "signing"
    RECEIPT = "receipt"
    CHECKPOINT = "checkpoint"
    INDEX = "index"


class Alg(StrEnum):
    """Algorithm of a signing key."""

    ES256 = "ES256"
    RS256 = "RS256"


PURPOSES = {
    What.SIGNING: KeyPurpose.TOKEN,
    What.RECEIPT: KeyPurpose.RECEIPT,
    What.CHECKPOINT: KeyPurpose.CHECKPOINT,
}


@keys.command()
def init(
    *,
    config: Config = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Make the master key of a new installation; never in place of one that is there."""
    with answered():
        settings = settings_of(config=config, data_dir=data_dir, database_url=database_url)
        make_data_folder(settings)
        if schema_state(settings.database_url) is not State.CURRENT:
            fail("The database has no tables of this version yet: run `byleave migrate`.", UNFIT)
        database = open_database(settings.database_url)
        try:
            ring = unlock(database, settings.master_key_file, create=True)
        finally:
            database.close()
        told = {"file": str(settings.master_key_file), "key": ring.key_id}
        line = (
            f"The master key {told['key']} is in {told['file']}: keep a copy apart from the data."
        )
        show(told, as_json=as_json, lines=lambda: iter([line]))


@keys.command("list")
@in_house
def list_(
    house: House,
    *,
    tenant: Annotated[
        str | None, typer.Option("--tenant", "-t", help="One tenant; all if left out.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List signing keys; private halves are never shown."""
    tenants: tuple[Tenant, ...] = above(house, all_tenants)
    slugs = [tenant] if tenant else [each.slug for each in tenants]
    found = [(slug, key) for slug in slugs for key in ask(house, slug, signing_keys)]
    rows = (
        (slug, k.purpose.value, k.alg, k.state.value, f"{k.created_at:%Y-%m-%d}", k.kid)
        for slug, k in found
    )
    show(
        [_told(slug, key) for slug, key in found],
        as_json=as_json,
        lines=lambda: table(rows, "TENANT", "SIGNS", "ALG", "STATE", "SINCE", "KID"),
    )


@keys.command("rotate")
@in_house
def rotate_(
    house: House,
    what: Annotated[What, typer.Argument(help="Which key.")],
    *,
    tenant: Annotated[
        str | None, typer.Option("--tenant", "-t", help="Whose; not for the master key.")
    ] = None,
    alg: Annotated[Alg, typer.Option(help="Of a signing key.")] = Alg.ES256,
    at_once: Annotated[
        bool, typer.Option("--at-once", help="Sign with it now: for a key others may know.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make a new key; a signing key is published for a day before it signs."""
    if (tenant is None) != (what is What.MASTER):
        fail("Name the tenant with --tenant, and none for the master key.", WRONG_USE)
    if tenant is None:
        _rotate_master(house, as_json=as_json)
    elif what is What.INDEX:
        version: int = ask(house, tenant, rotate_index)
        line = f"Identifiers of {tenant} move to key version {version}, each at its next use."
        show({"tenant": tenant, "index_key": version}, as_json=as_json, lines=_one(line))
    else:
        made: SigningKey = ask(
            house, tenant, rotate, RotateKey(PURPOSES[what], alg.value, at_once=at_once)
        )
        when = "signs from now on" if made.state is KeyState.ACTIVE else "signs in a day"
        line = f"The new key {made.kid} of {tenant} {when}."
        show(_told(tenant, made), as_json=as_json, lines=_one(line))


def _rotate_master(house: House, *, as_json: bool) -> None:
    done = rotate_master(house.database, house.settings.master_key_file)
    line = (
        f"{done.count} values are sealed under the new master key {done.after}; "
        "running processes take it up by themselves. Put the new file on every machine."
    )
    told = {"before": done.before, "after": done.after, "count": done.count}
    show(told, as_json=as_json, lines=_one(line))


def _one(line: str) -> Callable[[], Iterator[str]]:
    return lambda: iter([line])


def _told(slug: str, key: SigningKey) -> dict[str, object]:
    return {
        "tenant": slug,
        "kid": key.kid,
        "alg": key.alg,
        "purpose": key.purpose.value,
        "state": key.state.value,
        "created_at": key.created_at,
        "activated_at": key.activated_at,
        "retiring_at": key.retiring_at,
    }
