"""The command `byleave`."""

from __future__ import annotations

import sys

import typer
from typer.exceptions import TyperException

from app.cli.account_ends import account
from app.cli.api_keys import api_key
from app.cli.audit import audit
from app.cli.backups import backup, backups, rehearse, restore
from app.cli.bench import bench
from app.cli.client_tools import client
from app.cli.configure import apply, plan
from app.cli.consent_ends import consent
from app.cli.export import export
from app.cli.grants import grant
from app.cli.invitations import invitation
from app.cli.jobs import job
from app.cli.key_room import keys
from app.cli.looks import text
from app.cli.opening import REFUSED, WRONG_USE
from app.cli.operator_ends import operator
from app.cli.personas import persona
from app.cli.privacy import privacy_audit
from app.cli.sbom import sbom
from app.cli.scopes import scope
from app.cli.sessions import session
from app.cli.tenants import tenant
from app.cli.upkeep import doctor, migrate
from app.cli.watching import about, figures, node
from app.desktop.command import desktop
from app.serve import bootstrap, serve

byleave = typer.Typer(
    name="byleave",
    help="Sign in without leaving personal data behind; nothing is issued without your leave.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
for command in (
    serve,
    desktop,
    bootstrap,
    apply,
    plan,
    export,
    migrate,
    backup,
    backups,
    doctor,
    restore,
    rehearse,
    privacy_audit,
    sbom,
    figures,
    about,
):
    byleave.command()(command)
for name, group in {
    "tenant": tenant,
    "client": client,
    "account": account,
    "consent": consent,
    "audit": audit,
    "keys": keys,
    "scope": scope,
    "text": text,
    "session": session,
    "grant": grant,
    "persona": persona,
    "operator": operator,
    "invitation": invitation,
    "job": job,
    "node": node,
    "api-key": api_key,
    "bench": bench,
}.items():
    byleave.add_typer(group, name=name)


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
