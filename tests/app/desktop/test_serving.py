"""The window's ports are as strict with who speaks to them as the server's, over real sockets."""

import socket
from contextlib import suppress
from functools import partial

import pytest

from app.desktop import serving
from app.desktop.serving import Serving, listening
from app.runtime import wire
from app.runtime.speaking import speaking
from app.runtime.wire import MOST_HEAD, MOST_REQUEST, Wire
from tests.support.wires import GET, LENGTH, answering, body, head, reading

PATIENCE = 60.0
POST = b"POST / HTTP/1.1\r\nhost: a.test\r\ncontent-length: %d\r\n\r\n"
TENTH = 0.1


async def application(scope, receive, send):
    if scope["type"] == "http":
        await reading(scope, receive, send)
        return
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


@pytest.fixture
def line():
    """A connection to a server that only reads."""
    door = listening(0)
    with (
        Serving(application, [door]),
        socket.create_connection(door.getsockname(), timeout=PATIENCE) as made,
    ):
        yield made


def heard_until_closed(line):
    """Return what comes until the other side closes: a reset is a close in mid-speech."""
    said = b""
    with suppress(ConnectionError):
        while part := line.recv(2**16):
            said += part
    return said


class TestServing:
    def test_answers(self, line):
        line.sendall(GET)
        assert line.recv(2**16).startswith(b"HTTP/1.1 200")

    def test_cuts_off_a_head_without_end(self, line):
        line.sendall(b"GET / HTTP/1.1\r\nhost: a.test\r\nx: ")
        with suppress(ConnectionError):
            for _ in range(3 * MOST_HEAD // 1024):
                line.sendall(b"a" * 1024)
        assert heard_until_closed(line)[:12] in {b"", b"HTTP/1.1 431"}

    def test_cuts_off_a_body_without_end(self, line):
        line.sendall(POST % (2 * MOST_REQUEST))
        with suppress(ConnectionError):
            for _ in range(MOST_REQUEST // 2**20 + 2):
                line.sendall(b"a" * 2**20)
        assert heard_until_closed(line) == b""


class TestSilence:
    @pytest.fixture(autouse=True)
    def _short(self, monkeypatch):
        monkeypatch.setattr(wire, "HEAD_SECONDS", TENTH)
        monkeypatch.setattr(wire, "BODY_SECONDS", TENTH)
        monkeypatch.setattr(Wire, "_patience", TENTH)
        monkeypatch.setattr(serving, "speaking", partial(speaking, timeout_keep_alive=TENTH))

    @pytest.mark.parametrize("part", [b"", GET[:-4], POST % 9], ids=["none", "head", "body"])
    def test_is_not_waited_for(self, line, part):
        line.sendall(part)
        assert heard_until_closed(line) == b""


class TestSpeaking:
    def test_is_by_our_own_protocol(self):
        config = speaking(answering(head(LENGTH), body()))
        config.load()
        assert config.http_protocol_class is Wire
