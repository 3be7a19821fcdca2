"""`byleave export`: a tenant as a file that makes it again, here or elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from app.cli.codes import WRONG_USE
from app.cli.opening import AsJson, fail, in_house, show
from app.cli.reach import ask
from app.operations.configuration import written
from app.wiring import House
from domain.blueprint.describe import describe


@in_house
def export(
    house: House,
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="The tenant's slug.")],
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A new file; else standard output.")
    ] = None,
    *,
    under: Annotated[
        str | None, typer.Option("--as", help="Write it down under another slug.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a tenant as a file for `byleave apply`; secrets and personas cannot be written down."""
    told = ask(house, slug, describe)
    if under is not None:
        told["tenants"][0]["slug"] = under
    text = written(told)
    if file is None:
        show(told, as_json=as_json, lines=lambda: iter([text.rstrip()]))
        return
    _write(file, text)
    line = f"{slug} is written to {file}; apply it with `byleave apply {file}`."
    show({"tenant": slug, "file": str(file)}, as_json=as_json, lines=lambda: iter([line]))


def _write(file: Path, text: str) -> None:
    """Write a file that was not there; it names addresses and rules, so it is its owner's alone."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as fault:
        fail(f"FILE is {file}: {fault.strerror}; name a file that is not there.", WRONG_USE)
    with os.fdopen(handle, "w", encoding="utf-8") as target:
        target.write(text)
