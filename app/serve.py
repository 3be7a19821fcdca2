"""`byleave serve` and `byleave bootstrap`: start, and the one-time link of the first run."""

from __future__ import annotations

import json
import os
import socket
import threading
import webbrowser
from dataclasses import replace
from typing import Annotated, Final

import typer

from app.cli.opening import AsJson, DatabaseUrl, DataDir, answered, opened, settings_of
from app.runtime.draining import DrainingServer
from app.runtime.listening import ensure_free
from app.runtime.log import set_up_logging
from app.runtime.memory import settle, unsearched
from app.runtime.speaking import speaking
from app.settings import Settings, SettingsError
from app.wiring import House, SchemaOld, open_house
from domain.kernel.errors import CONFLICT, Refusal
from domain.kernel.secrets import Secret
from domain.kernel.work import system
from domain.operators.first import has_operator, issue_ticket
from domain.operators.install import Install, install

CLI: Final = system("cli")
INSTALL_TRIES: Final = 5
DRAIN_SECONDS: Final = 10
"""How long requests in flight may take to end after we were told to stop."""


def serve(
    *,
    config: Annotated[str | None, typer.Option(help="A TOML file of settings.")] = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[str | None, typer.Option(help="Port to listen on.")] = None,
    base_url: Annotated[str | None, typer.Option(help="Address that people see.")] = None,
    planes: Annotated[
        str | None, typer.Option(help="protocol, hosted, console, worker; by default all.")
    ] = None,
    log_format: Annotated[str | None, typer.Option(help="text or json.")] = None,
    log_level: Annotated[str | None, typer.Option(help="debug, info, warning, error.")] = None,
    trusted_proxies: Annotated[
        str | None, typer.Option(help="Networks whose forwarding headers count.")
    ] = None,
    master_key_file: Annotated[str | None, typer.Option(help="File of the master key.")] = None,
    metrics_port: Annotated[
        str | None, typer.Option(help="Second port that serves /metrics.")
    ] = None,
    otlp_endpoint: Annotated[
        str | None, typer.Option(help="Collector of spans, such as http://localhost:4318.")
    ] = None,
    processes: Annotated[
        str | None, typer.Option(help="Processes that answer together; needs Postgres.")
    ] = None,
    drain_seconds: Annotated[
        str | None, typer.Option(help="Go on answering so long after SIGTERM.")
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Open the link in a browser.")
    ] = False,
) -> None:
    """Start Byleave: protocol, pages, console and jobs."""
    flags = dict(locals())
    flags["open_browser"] = open_browser or None
    with answered():
        settings = settings_of(**flags)
        set_up_logging(settings.log_format, settings.log_level)
        house = _opened(settings)
        if house is None:
            return
        try:
            ensure_free(settings.host, settings.port)
            _install(house, moves="console" in settings.planes)
            link = _greet(house)
            if settings.open_browser:
                _open_later(link)
            if settings.processes == 1:
                _run(settings, house)
        finally:
            house.close()
        if settings.processes > 1:
            _run_several(settings)


def bootstrap(
    *,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    base_url: Annotated[str | None, typer.Option(help="Address that people see.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print a new one-time link that makes an owner; earlier links stop working."""
    with opened(data_dir=data_dir, database_url=database_url, base_url=base_url) as house:
        _install(house, moves=False)
        link = _link(house)
        typer.echo(json.dumps({"link": link}) if as_json else link)


def _install(house: House, *, moves: bool) -> None:
    """Bring the operators' tenant up to date; servers that start together take turns at it.

    Args:
        moves: whether the console is at our address from now on: true of who serves it.
    """
    wanted = Install(house.settings.base_url, moves=moves)
    for left in reversed(range(INSTALL_TRIES)):
        try:
            house.call.now(install, wanted, tenant=None, actor=CLI)
        except Refusal as refusal:
            if refusal.kind is not CONFLICT or not left:
                raise
        else:
            return


def _opened(settings: Settings) -> House | None:
    """Open the house; where the schema is missing, wait for it. None when told to stop."""
    try:
        return open_house(settings)
    except SchemaOld as old:
        typer.echo(str(old), err=True)
        from app.waiting import wait_for_schema

        return open_house(settings) if wait_for_schema(settings) else None


def _greet(house: House) -> str:
    """Print the one line that a newcomer needs, and return its address."""
    base_url = house.settings.base_url
    if house.call.now(has_operator, tenant=None, actor=CLI):
        typer.echo(f"Byleave is at {base_url}/console")
        return f"{base_url}/console"
    link = _link(house)
    typer.echo("Byleave is ready. Open this link once, within 24 hours, to make it yours:")
    typer.echo(f"  {link}")
    return link


def _link(house: House) -> str:
    ticket: Secret = house.call.now(issue_ticket, tenant=None, actor=CLI)
    return f"{house.settings.base_url}/first/{ticket.reveal()}"


def _open_later(link: str) -> None:
    """Open a browser once the server answers; without one nothing happens."""
    timer = threading.Timer(1.0, lambda: webbrowser.open(link))
    timer.daemon = True
    timer.start()


def _run_several(settings: Settings) -> None:
    """Serve from several processes until told to stop; each opens a house of its own."""
    if not hasattr(os, "fork"):
        message = "--processes needs fork, which this system lacks: start several servers instead"
        raise SettingsError(f"{message}.")
    from app.processes import Children, listen

    taken = listen(settings.host, settings.port)

    def one(number: int) -> None:
        port = settings.metrics_port
        own = replace(settings, metrics_port=port + number if port else None)
        house = open_house(own)
        try:
            _run(own, house, taken)
        finally:
            house.close()

    Children(settings.processes, one).watch()


def _run(settings: Settings, house: House, taken: socket.socket | None = None) -> None:
    """Serve until told to stop; doors are imported here, so that commands are spared them."""
    with unsearched():
        from app.server import build

        whole = build(house)
    settle()
    config = speaking(
        whole, host=settings.host, port=settings.port, timeout_graceful_shutdown=DRAIN_SECONDS
    )
    server = DrainingServer(config, settings.drain_seconds)
    server.run(sockets=[taken] if taken else None)
