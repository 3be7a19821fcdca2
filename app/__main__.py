"""The command `byleave`."""

from __future__ import annotations

import typer

from app.cli.accounts import account
from app.cli.audit import audit
from app.cli.clients import client
from app.cli.configure import apply, plan
from app.cli.consents import consent
from app.cli.keys import keys
from app.cli.tenants import tenant
from app.cli.upkeep import doctor, migrate
from app.serve import bootstrap, serve

byleave = typer.Typer(
    name="byleave",
    help="Sign in without leaving personal data behind; nothing is issued without your leave.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in (serve, bootstrap, apply, plan, migrate, doctor):
    byleave.command()(command)
for name, group in {
    "tenant": tenant,
    "client": client,
    "account": account,
    "consent": consent,
    "audit": audit,
    "keys": keys,
}.items():
    byleave.add_typer(group, name=name)


def main() -> None:
    """Run the command line."""
    byleave()


if __name__ == "__main__":
    main()
