"""Connections on which nothing comes are closed, whatever was to come."""

import asyncio

import pytest

from app.runtime.wire import BODY_SECONDS, HEAD_SECONDS
from tests.support.wires import GET, LENGTH, POST, answering, asked, body, head, reading, turns


class TestIdleConnections:
    @pytest.fixture
    def wire(self, connect, later):
        async def made(app=None):
            wire = connect(app or answering(head(LENGTH), body()), timeout_keep_alive=5)
            await asked(wire, GET)
            return wire

        return made

    async def test_are_closed_in_time(self, wire, later):
        made = await wire()
        await later(4)
        assert not made.transport.closed
        await later(2)
        assert made.transport.closed

    async def test_on_which_nothing_ever_came_are_closed(self, connect, later):
        wire = connect(answering(head(LENGTH), body()))
        await later(HEAD_SECONDS - 1)
        assert not wire.transport.closed
        await later(6)
        assert wire.transport.closed

    async def test_whose_head_comes_drop_by_drop_are_closed(self, connect, later):
        wire = connect(answering(head(LENGTH), body()))
        for letter in GET[:-4]:
            wire.data_received(bytes([letter]))
            await later(HEAD_SECONDS / 10)
        assert wire.transport.closed

    @pytest.mark.parametrize("part", [b"a", b"a" * 200_000], ids=["part", "whole"])
    async def test_whose_body_comes_after_its_answer_are_closed(self, wire, later, part):
        """A stranger's connection stayed open for ever once a body came that nobody read."""
        made = await wire()
        await asked(made, POST)
        await later(1)
        await asked(made, part)
        await later(6)
        await later(6)
        assert made.transport.closed

    async def test_whose_body_does_not_come_are_closed(self, connect, later):
        wire = connect(reading)
        await asked(wire, POST)
        for _ in range(5):
            await later(BODY_SECONDS - 6)
            await asked(wire, b"a")
        assert not wire.transport.closed
        for _ in range(12):
            await later(BODY_SECONDS / 10)
        assert wire.transport.closed

    async def test_whose_body_waits_for_us_are_kept(self, connect, later):
        go = asyncio.Event()

        async def slow(scope, receive, send):
            await go.wait()
            await reading(scope, receive, send)

        wire = connect(slow)
        await asked(wire, POST, b"a" * 199_999)
        for _ in range(40):
            await later(BODY_SECONDS / 10)
        assert not wire.transport.closed
        go.set()
        await asked(wire, b"a")
        assert len(wire.transport.writes) == 1

    async def test_are_kept_while_requests_come(self, wire, later):
        made = await wire()
        for _ in range(5):
            await later(3)
            await asked(made, GET)
            assert not made.transport.closed
        await later(6)
        await later(6)
        assert made.transport.closed

    async def test_are_kept_while_one_is_answered(self, wire, later):
        go = asyncio.Event()

        async def slow(scope, receive, send):
            if scope["path"] == "/slow":
                await go.wait()
            await answering(head(LENGTH), body())(scope, receive, send)

        made = await wire(slow)
        await asked(made, GET.replace(b"/ ", b"/slow ", 1))
        await later(6)
        await later(6)
        assert not made.transport.closed
        go.set()
        await turns()
        assert len(made.transport.writes) == 2
        await later(6)
        await later(6)
        assert made.transport.closed

    async def test_leave_no_timer_when_they_are_gone(self, wire):
        made = await wire()
        timer = made.timeout_keep_alive_task
        made.connection_lost(None)
        assert timer.cancelled()
        assert made.timeout_keep_alive_task is None

    async def test_of_another_protocol_are_not_ours_to_close(self, wire, later):
        made = await wire()
        made.connections.discard(made)
        await later(6)
        await later(6)
        assert not made.transport.closed
