"""The command `byleave`."""

from __future__ import annotations

import typer

from app.serve import bootstrap, serve

byleave = typer.Typer(
    name="byleave",
    help="Sign in without leaving personal data behind; nothing is issued without your leave.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
byleave.command()(serve)
byleave.command()(bootstrap)


def main() -> None:
    """Run the command line."""
    byleave()


if __name__ == "__main__":
    main()
