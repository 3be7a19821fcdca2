"""A console whose pages show every part, for looking at and for attacking.

`python -m tests.app.console.demo --port 8190`, then open /-/sign-in?as=mk&to=/console/harbour
"""

from __future__ import annotations

import argparse
import logging
import secrets
import socket
from dataclasses import replace
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.console.context import Console, TenantCard
from app.console.guard import Doorway
from app.console.mount import mount_console
from app.console.standing import ConsoleIdentity
from domain.kernel.clock import SystemClock
from domain.kernel.errors import not_found
from domain.operators.permissions import READS
from tests.app.console import demo_pages

COOKIE = "byl-c"
TENANTS = (
    TenantCard("harbour", "Harbour Health", permissions=READS | {"accounts.disable"}),
    TenantCard(
        "harbour-sandbox",
        "Harbour sandbox",
        sandbox=True,
        clock_ahead="+31 d",
        test_drive=True,
        permissions=READS,
    ),
)


class OpenSessions:
    """Console sessions of the demo, kept in memory."""

    def __init__(self) -> None:
        self.held: dict[str, ConsoleIdentity] = {}
        self.asked = 0

    def start(self, name: str) -> str:
        cookie = secrets.token_urlsafe(16)
        self.held[cookie] = ConsoleIdentity(secrets.token_hex(4), name.encode().ljust(16), name)
        return cookie

    async def standing(self, cookie_value: str) -> ConsoleIdentity | None:
        self.asked += 1
        return self.held.get(cookie_value)


def make_app(sessions: OpenSessions, *, guarded: bool = True) -> FastAPI:
    app = FastAPI()

    async def sign_in(request: Request) -> Response:
        answer = RedirectResponse(request.query_params.get("to", "/console"), 303)
        cookie = sessions.start(request.query_params.get("as", "mk"))
        answer.set_cookie(COOKIE, cookie, httponly=True, samesite="lax")
        return answer

    async def start(_: Request) -> Response:
        return Response("sign in", media_type="text/html")

    async def end(request: Request) -> Response:
        sessions.held.pop(request.query_params["cookie"], None)
        return JSONResponse({})

    async def change(request: Request) -> Response:
        cookie = request.query_params["cookie"]
        sessions.held[cookie] = replace(sessions.held[cookie], standing="another role")
        return JSONResponse({})

    async def pages(_: Request) -> Response:
        from nicegui import Client

        return JSONResponse({"open": list(Client.instances), "pressed": demo_pages.PRESSED})

    for path, endpoint in {
        "/-/sign-in": sign_in,
        "/console/sign-in": start,
        "/-/end": end,
        "/-/change": change,
        "/-/pages": pages,
    }.items():
        app.router.add_route(path, endpoint)

    async def tenants(_: ConsoleIdentity, __: str) -> tuple[TenantCard, ...]:
        return TENANTS

    async def call(use_case, request, *, tenant, actor):
        raise not_found("thing")

    mount_console(
        app,
        Console(
            sessions=sessions,
            call=call,
            tenants=tenants,
            pages=demo_pages.PAGES,
            clock=SystemClock(),
            doorway=Doorway(cookie=COOKIE),
        ),
    )
    if not guarded:
        unguard(app)
    return app


def unguard(app: FastAPI) -> None:
    """Take the guard away again, to see that the attacks do work without it."""
    from nicegui import core

    from app.console.sockets import OwnSocketOnly
    from app.console.standing import SCOPE_KEY

    handlers = core.sio.handlers["/"]
    for name, handler in list(handlers.items()):
        if isinstance(handler, OwnSocketOnly):
            core.sio.on(name, handler._handler)
    inner = app.router.routes[-1].app.app._inner

    async def anyone(scope, receive, send):
        scope[SCOPE_KEY] = ConsoleIdentity("anyone", b"a" * 16, "anyone")
        await inner(scope, receive, send)

    app.router.routes[-1].app = anyone


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--port-file", type=Path)
    parser.add_argument("--unguarded", action="store_true")
    wanted = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    app = make_app(OpenSessions(), guarded=not wanted.unguarded)
    socket_ = socket.create_server(("127.0.0.1", wanted.port))
    if wanted.port_file:
        written = wanted.port_file.with_suffix(".new")
        written.write_text(str(socket_.getsockname()[1]))
        written.rename(wanted.port_file)
    config = uvicorn.Config(app, access_log=False, log_config=None)
    uvicorn.Server(config).run(sockets=[socket_])


if __name__ == "__main__":
    main()
