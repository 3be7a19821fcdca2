"""`byleave plan` and `byleave apply`: a tenant written down as a file."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated

import typer

from app.cli.codes import WRONG_USE
from app.cli.opening import AsJson, Config, DatabaseUrl, DataDir, fail, in_house, opened, show
from app.cli.reach import CLI, FOUND, set_up
from app.operations.configuration import apply_file, plan_file
from app.wiring import House
from domain.blueprint.steps import Change, Shown

File = Annotated[Path, typer.Argument(help="A YAML file; - reads standard input.")]


@in_house
def plan(
    house: House,
    file: File,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="End with code 4 when anything differs.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what applying a file would do, and what stands that it does not name."""
    text = _read(file)
    set_up(house)
    found = plan_file(house.call, text, actor=CLI)

    def lines() -> Iterator[str]:
        yield from (change.sentence() for change in found.changes)
        if not found.changes:
            yield "Nothing differs."
        yield from (f"not in the file: {phrase}" for phrase in found.unknown)

    data = {"changes": _told(found.changes), "unknown": found.unknown}
    show(data, as_json=as_json, lines=lines)
    if check and found.changes:
        raise typer.Exit(FOUND)


def apply(
    file: File,
    *,
    secrets_file: Annotated[
        Path | None,
        typer.Option(help="Write generated secrets here (a new file, mode 0600), not to stdout."),
    ] = None,
    config: Config = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Make what stands as a file says: all of it or nothing; a second time changes nothing."""
    text = _read(file)
    with (
        opened(config=config, data_dir=data_dir, database_url=database_url) as house,
        _secrets(secrets_file) as target,
    ):
        set_up(house)
        done = apply_file(house.call, text, actor=CLI)
        secrets = [_clear(each, house.settings.base_url) for each in done.secrets]
        if target is not None:
            json.dump(secrets, target, indent=2)
            target.write("\n")

        def lines() -> Iterator[str]:
            yield from (change.sentence() for change in done.changes)
            if not done.changes:
                yield "Nothing differed, nothing was changed."
            if target is None:
                yield from (
                    f"{each['what']} of {each['name']}, shown once: {each['secret']}"
                    for each in secrets
                )

        data = {
            "changes": _told(done.changes),
            "secrets": secrets if target is None else str(secrets_file),
        }
        show(data, as_json=as_json, lines=lines)


def _read(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        problem = getattr(fault, "strerror", None) or "it is no UTF-8 text"
        fail(f"FILE is {file}: {problem}.", WRONG_USE)


@contextmanager
def _secrets(path: Path | None) -> Iterator[IO[str] | None]:
    """Open the file for secrets before anything is changed; an empty one does not stay."""
    if path is None:
        yield None
        return
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as fault:
        fail(
            f"--secrets-file is {path}: {fault.strerror}; name a file that is not there.", WRONG_USE
        )
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as target:
            yield target
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _clear(shown: Shown, base_url: str) -> dict[str, str]:
    """Write a secret out: this is the one time it is shown."""
    secret = shown.secret.reveal()
    link = f"{base_url}/t/byleave/activate/{secret}"
    return {
        "what": shown.what,
        "name": shown.name,
        "secret": link if shown.what == "activation link" else secret,
    }


def _told(changes: tuple[Change, ...]) -> list[dict[str, object]]:
    return [
        {
            "act": each.act,
            "what": each.what,
            "tenant": each.tenant,
            "name": each.name,
            "details": each.details,
        }
        for each in changes
    ]
