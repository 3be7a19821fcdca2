"""The whole console over a furnished house, in a process of its own, for those who attack it.

`python -m tests.app.console.whole --data FOLDER --port-file FILE` serves the database in FOLDER;
its clock stands still, as that of the test that furnished it. With `--blind` its sessions look as
they looked at first, whatever happens to their operators' roles: what then stands between a
message and an act is the use case alone.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import socket
from collections import Counter
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from nicegui import Client
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.console.door import console_app
from app.console.sessions import GrantSessions
from app.console.standing import ConsoleIdentity
from app.hosted.assets import SHELF
from app.hosted.preview import HostedPreview
from app.operations.jobs import JOBS
from app.runtime.memory import give_back, settle
from tests.support.house import BASE_URL, a_house

PRUNE = "prune_after"
RINGS = "rings"


def blindfold() -> None:
    """Let sessions be looked at once and never again."""
    look = GrantSessions.standing
    seen: dict[str, ConsoleIdentity | None] = {}

    async def at_first(self: GrantSessions, cookie_value: str) -> ConsoleIdentity | None:
        if cookie_value not in seen:
            seen[cookie_value] = await look(self, cookie_value)
        return seen[cookie_value]

    GrantSessions.standing = at_first


def weight() -> int:
    """Return the bytes of memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


async def told(request: Request) -> Response:
    """Tell how many pages are held and what the process weighs; `prune_after` drops old ones."""
    if PRUNE in request.query_params:
        Client.prune_instances(client_age_threshold=float(request.query_params[PRUNE]))
        await asyncio.sleep(0)
        if RINGS not in request.query_params:
            gc.collect()
        give_back()  # as the pulse of a server does every few seconds
    found = rings() if RINGS in request.query_params else {}
    return JSONResponse({"open": len(Client.instances), "bytes": weight(), "rings": found})


def rings() -> dict[str, int]:
    """Return what of ours nobody holds but itself, by type, and search no more by itself.

    The first call counts what is there from before; it is gone for the second.
    """
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    gc.collect()
    gc.set_debug(0)
    kinds = Counter(
        f"{type(each).__module__}.{type(each).__qualname__}"
        for each in gc.garbage
        if type(each).__module__.startswith("app.")
    )
    gc.garbage.clear()
    gc.collect()  # they were only shown
    return dict(kinds)


def make_app(data: Path, base_url: str, *, blind: bool) -> FastAPI:
    """Return the console over the database in a folder."""
    house = a_house(f"sqlite:///{data / 'byleave.db'}", data, base_url=base_url)
    if blind:
        blindfold()
    console = console_app(house, None, tuple(job.name for job in JOBS), HostedPreview())
    console.router.routes[:0] = [Route("/-/told", told), SHELF.route()]
    return console


def main() -> None:
    """Serve until somebody ends it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port-file", type=Path, required=True)
    parser.add_argument("--near", action="store_true", help="be reached at the port itself")
    parser.add_argument("--blind", action="store_true")
    wanted = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    base_url = f"http://localhost:{port}" if wanted.near else BASE_URL
    app = make_app(wanted.data, base_url, blind=wanted.blind)
    settle()
    written = wanted.port_file.with_suffix(".new")
    written.write_text(str(port), "ascii")
    written.rename(wanted.port_file)
    config = uvicorn.Config(app, access_log=False, log_config=None)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
