"""Connections of the wire without a network: what is written is kept, seconds pass when told."""

import asyncio

import pytest
import uvicorn
from uvicorn.server import ServerState

from app.runtime.wire import Wire

GET = b"GET / HTTP/1.1\r\nhost: a.test\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nhost: a.test\r\ncontent-length: 200000\r\n\r\n"
LENGTH = (b"content-length", b"5")


class Transport:
    """Keeps what is written."""

    def __init__(self):
        self.writes, self.closed = [], False

    def get_extra_info(self, name):
        return ("127.0.0.1", 1) if name in {"peername", "sockname"} else None

    def write(self, data):
        self.writes.append(bytes(data))

    def close(self):
        self.closed = True

    def is_closing(self):
        return self.closed

    def resume_reading(self):
        return None

    def pause_reading(self):
        return None


def answering(*messages):
    async def app(scope, receive, send):
        for message in messages:
            await send(message)

    return app


async def reading(scope, receive, send):
    more = True
    while more:
        more = (await receive()).get("more_body", False)
    await answering(head(LENGTH), body())(scope, receive, send)


def head(*headers, status=200):
    return {"type": "http.response.start", "status": status, "headers": headers}


def body(part=b"hello", **more):
    return {"type": "http.response.body", "body": part, **more}


@pytest.fixture
def connect():
    def made(app, **settings):
        config = uvicorn.Config(app, http=Wire, log_config=None, **settings)
        config.load()
        state = ServerState()
        state.default_headers = [(b"date", b"Sun, 22 Nov 2026 09:00:00 GMT")]
        wire = Wire(config, state, {}, asyncio.get_running_loop())
        wire.connection_made(Transport())
        return wire

    return made


async def asked(wire, *requests):
    for request in requests:
        wire.data_received(request)
    await turns()
    return wire.transport.writes


async def turns():
    """Let everything that is under way come as far as it can."""
    for _ in range(50):
        await asyncio.sleep(0)


@pytest.fixture
async def later(monkeypatch):
    """Let seconds pass on the clock by which the loop looks after connections, and on no other."""
    loop = asyncio.get_running_loop()
    now = [loop.time()]

    async def pass_by(seconds):
        now[0] += seconds
        await turns()

    monkeypatch.setattr(loop, "time", lambda: now[0])
    return pass_by
