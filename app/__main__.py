"""The command `byleave`."""

from __future__ import annotations

import sys
from importlib.metadata import version as installed
from typing import Annotated, Final

import typer
from typer.exceptions import TyperException

from app.cli.codes import REFUSED, WRONG_USE
from app.cli.named import a_typer, group_of

PLACES: Final = {
    "serve": "app.serve",
    "desktop": "app.desktop.command",
    "bootstrap": "app.serve",
    "apply": "app.cli.configure",
    "plan": "app.cli.configure",
    "export": "app.cli.export",
    "migrate": "app.cli.upkeep",
    "backup": "app.cli.backups",
    "backups": "app.cli.backups",
    "doctor": "app.cli.upkeep",
    "restore": "app.cli.backups",
    "rehearse": "app.cli.backups",
    "privacy-audit": "app.cli.privacy",
    "sbom": "app.cli.sbom",
    "figures": "app.cli.watching",
    "about": "app.cli.watching",
    "tenant": "app.cli.looks",
    "client": "app.cli.client_tools",
    "account": "app.cli.account_ends",
    "consent": "app.cli.consent_ends",
    "audit": "app.cli.audit",
    "keys": "app.cli.key_room",
    "scope": "app.cli.scopes",
    "text": "app.cli.looks",
    "session": "app.cli.sessions",
    "grant": "app.cli.grants",
    "persona": "app.cli.personas",
    "operator": "app.cli.operator_ends",
    "invitation": "app.cli.invitations",
    "job": "app.cli.jobs",
    "node": "app.cli.watching",
    "api-key": "app.cli.api_keys",
    "bench": "app.cli.bench",
}
"""Where each command, or group of commands, is written; none is loaded before it is named."""

byleave = a_typer(
    name="byleave",
    help="Sign in without leaving personal data behind; nothing is issued without your leave.",
    cls=group_of(PLACES),
)


def _tell_version(wanted: bool) -> None:  # noqa: FBT001 - as typer calls it
    if wanted:
        typer.echo(f"Byleave {installed('byleave')}")
        raise typer.Exit


@byleave.callback()
def _whole(
    *,
    _version: Annotated[
        bool,
        typer.Option("--version", help="Tell the version.", callback=_tell_version, is_eager=True),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; whatever is wrong with it is one sentence on stderr and code 2."""
    if getattr(sys, "frozen", False):
        from app.desktop.packed import make_ready

        make_ready()
    try:
        code = byleave(standalone_mode=False)
    except typer.Abort:
        typer.echo("Nothing was done.", err=True)
        code = REFUSED
    except TyperException as wrong:
        typer.echo(f"{_sentence(wrong)} `byleave --help` lists everything.", err=True)
        code = WRONG_USE
    sys.exit(code or 0)


def _sentence(wrong: TyperException) -> str:
    """Return what is wrong with the command line, naming the argument."""
    told = getattr(wrong, "format_message", None)
    sentence = str(told() if told else wrong).strip().rstrip(".")
    return sentence if sentence.endswith("?") else f"{sentence}."


if __name__ == "__main__":
    main()
