"""`byleave desktop`: the console in a window of its own, over a local folder."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.opening import DataDir, answered

Window = Annotated[
    str, typer.Option("--window", help="auto, native, app (Chromium, Chrome or Edge) or browser.")
]


def desktop(
    *,
    config: Annotated[str | None, typer.Option(help="A TOML file of settings.")] = None,
    data_dir: DataDir = None,
    port: Annotated[
        str | None, typer.Option(help="Port of the issuer; remembered from then on.")
    ] = None,
    window: Window = "auto",
    log_format: Annotated[str | None, typer.Option(help="text or json.")] = None,
    log_level: Annotated[str | None, typer.Option(help="debug, info, warning, error.")] = None,
    install_entry: Annotated[
        bool, typer.Option("--install-entry", help="Put Byleave into the menu (Linux), and end.")
    ] = False,
    remove_entry: Annotated[
        bool, typer.Option("--remove-entry", help="Take it out of the menu again, and end.")
    ] = False,
) -> None:
    """Open the console in a window of its own, over a folder on this machine."""
    from app.desktop.plaint import told

    with answered(), told(window):
        if install_entry or remove_entry:
            from app.desktop import entry

            paths = entry.install_entry() if install_entry else entry.remove_entry()
            for path in paths:
                typer.echo(path)
            return
        from app.desktop.opening import open_desktop, settings_for
        from app.desktop.windows import a_kind
        from app.runtime.log import set_up_logging

        flags = {
            "config": config, "data_dir": data_dir, "port": port,
            "log_format": log_format, "log_level": log_level,
        }  # fmt: skip
        settings, memory = settings_for(flags)
        set_up_logging(settings.log_format, settings.log_level)
        open_desktop(settings, memory, a_kind(window))
