"""From flags to an open house, and from trouble to one sentence and an exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from enum import Enum
from functools import partial, wraps
from inspect import Parameter, signature
from typing import Annotated, Any, Final, NoReturn

import typer

from app.cli.codes import REFUSED, UNFIT, WRONG_USE
from app.cli.terminal import harmless, harmless_json
from app.operations.reached import as_reached
from app.settings import Settings, SettingsError, load_settings
from app.wiring import House, open_house
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from persistence.faults import Unfit

Config = Annotated[str | None, typer.Option("--config", help="A TOML file of settings.")]
DataDir = Annotated[
    str | None, typer.Option("--data-dir", help="Folder of database and keys.", show_default=False)
]
DatabaseUrl = Annotated[
    str | None,
    typer.Option("--database-url", help="Where the data is kept.", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]

_WHERE: Final = {"config": Config, "data_dir": DataDir, "database_url": DatabaseUrl}
"""The options that say which house is meant: those of every command."""


@contextmanager
def answered() -> Iterator[None]:
    """Turn what can go wrong into one sentence on stderr and an exit code."""
    try:
        yield
    except SettingsError as wrong:
        fail(str(wrong), WRONG_USE)
    except Unfit as unfit:
        fail(str(unfit), UNFIT)
    except Refusal as refusal:
        happened = refusal.sentence()
        stop = "" if happened.endswith((".", "?", "!")) else "."
        fail(f"{happened}{stop} {refusal.kind.way_out}", REFUSED)


def fail(sentence: str, code: int) -> NoReturn:
    """Say one sentence on stderr and end."""
    typer.echo(harmless(sentence), err=True)
    raise typer.Exit(code)


def settings_of(**flags: object) -> Settings:
    """Gather the settings from flags, environment and file."""
    return load_settings(flags)


@contextmanager
def opened(**flags: object) -> Iterator[House]:
    """Open the house for one command and close it again; trouble ends the command."""
    with answered():
        settings = settings_of(**flags)
        new = settings.sqlite_file is not None and not settings.sqlite_file.exists()
        house = open_house(settings)
        if new:
            typer.echo(f"Made a new installation in {settings.data_dir}.", err=True)
        try:
            yield as_reached(house)
        finally:
            house.close()


def in_house(command: Callable[..., None], *, sentence: str = "") -> Callable[..., None]:
    """Give a command the options that say which house is meant, and that house, opened.

    Args:
        command: takes the house first, then its own options; `as_json` stays behind ours.
        sentence: what cannot be undone, with the command's options by name; it is asked for before
            anything is opened, unless `--yes` was said.
    """
    told = signature(command, eval_str=True)
    _, *own = told.parameters.values()
    where = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in _WHERE.items()
    ]
    if sentence:
        where.insert(0, Parameter("yes", Parameter.KEYWORD_ONLY, default=False, annotation=Yes))
    place = next((at for at, each in enumerate(own) if each.name == "as_json"), len(own))

    @wraps(command)
    def run(**given: Any) -> None:  # noqa: ANN401 - a command's own options
        flags = {name: given.pop(name) for name in _WHERE}
        if sentence:
            confirm(sentence.format(**given), yes=given.pop("yes"))
        with opened(**flags) as house:
            command(house, **given)

    # What typer reads.
    read = [*own[:place], *where, *own[place:]]
    run.__signature__ = told.replace(parameters=read)  # type: ignore[attr-defined]
    return run


def sure(sentence: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Like `in_house`, for what cannot be undone."""
    return partial(in_house, sentence=sentence)


def confirm(sentence: str, *, yes: bool) -> None:
    """Ask before something that cannot be undone; without a terminal `--yes` is needed."""
    if yes:
        return
    if not typer.get_text_stream("stdin").isatty():
        fail(f"{sentence} cannot be undone: say --yes.", WRONG_USE)
    typer.confirm(f"{sentence} cannot be undone. Go on?", abort=True)


def show(data: object, *, as_json: bool, lines: Callable[[], Iterator[str]]) -> None:
    """Print an answer for a machine or for a person."""
    if as_json:
        told = json.dumps(plain(data), indent=2, ensure_ascii=False)
        sys.stdout.write(f"{harmless_json(told)}\n")
        return
    for line in lines():
        typer.echo(harmless(line))


def plain(value: Any) -> Any:  # noqa: ANN401 - JSON in, JSON out
    """Return a value as JSON; a secret is written out only where a command says so."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Secret):
        return str(value)
    return value if isinstance(value, (str, int, bool, float)) or value is None else str(value)
