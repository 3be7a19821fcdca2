"""Answers leave whole, everything else as uvicorn lets it leave."""

import pytest

from tests.support.wires import GET, LENGTH, POST, answering, asked, body, head


class TestAnswers:
    async def test_leave_in_one_piece(self, connect):
        wire = connect(answering(head(LENGTH, (b"X-Request-Id", b"ab12")), body()))
        (whole,) = await asked(wire, GET)
        assert whole.decode().split("\r\n") == [
            "HTTP/1.1 200 OK",
            "date: Sun, 22 Nov 2026 09:00:00 GMT",
            "content-length: 5",
            "x-request-id: ab12",
            "",
            "hello",
        ]
        assert not wire.transport.closed

    async def test_are_one_for_each_request_of_a_connection(self, connect):
        wire = connect(answering(head(LENGTH, (b"content-type", b"text/plain")), body()))
        writes = await asked(wire, GET, GET + GET)
        assert len(writes) == 3
        assert len(set(writes)) == 1

    @pytest.mark.parametrize(
        ("messages", "end"),
        [
            ([head(), body()], b"5\r\nhello\r\n0\r\n\r\n"),
            ([head(LENGTH), body(b"he", more_body=True), body(b"llo")], b"\r\n\r\nhello"),
            ([head((b"transfer-encoding", b"chunked")), body()], b"5\r\nhello\r\n0\r\n\r\n"),
            ([head((b"Transfer-Encoding", b"chunked"), LENGTH), body()], b"hello\r\n0\r\n\r\n"),
            ([head(status=204), body(b"")], b"\r\n\r\n"),
        ],
        ids=["length unknown", "in parts", "chunked", "Chunked", "empty"],
    )
    async def test_of_another_cut_go_uvicorns_way(self, connect, messages, end):
        wire = connect(answering(*messages))
        assert b"".join(await asked(wire, GET)).endswith(end)
        assert not wire.transport.closed

    async def test_to_head_have_no_body(self, connect):
        wire = connect(answering(head(LENGTH), body()))
        whole = b"".join(await asked(wire, GET.replace(b"GET", b"HEAD")))
        assert whole.endswith(b"content-length: 5\r\n\r\n")

    @pytest.mark.parametrize("name", [b"", b"connection", b"Connection"])
    async def test_close_a_connection_that_is_not_kept(self, connect, name):
        close = [(name, b"close")] if name else []
        wire = connect(answering(head(LENGTH, *close), body()))
        request = GET[:-2] + b"connection: close\r\n\r\n" if not name else GET
        assert b"connection: close" in b"".join(await asked(wire, request))
        assert wire.transport.closed

    @pytest.mark.parametrize(
        "header",
        [
            (b"location", b"/x\r\nset-cookie: a=b"),
            (b"content-type", b"text/plain\n"),
            (b"vary", b"a\x00"),
            (b"x y", b"ab"),
            (b"x\r\ny", b"ab"),
        ],
    )
    async def test_hold_no_header_that_ends_its_line(self, connect, header):
        wire = connect(answering(head(LENGTH, header), body()))
        assert b"".join(await asked(wire, GET)).startswith(b"HTTP/1.1 500 ")

    async def test_that_promise_another_length_are_refused(self, connect):
        wire = connect(answering(head((b"content-length", b"4")), body()))
        assert b"hello" not in b"".join(await asked(wire, GET))
        assert wire.transport.closed

    async def test_that_fail_after_their_head_are_500(self, connect):
        async def app(scope, receive, send):
            await send(head(LENGTH))
            raise RuntimeError("no")

        writes = await asked(connect(app), GET)
        assert b"".join(writes).startswith(b"HTTP/1.1 500 ")

    async def test_without_a_body_are_500(self, connect):
        writes = await asked(connect(answering(head(LENGTH))), GET)
        assert b"".join(writes).startswith(b"HTTP/1.1 500 ")

    async def test_know_the_request_is_over(self, connect):
        seen = []

        async def app(scope, receive, send):
            await answering(head(LENGTH), body())(scope, receive, send)
            seen.append((await receive())["type"])

        await asked(connect(app), GET)
        assert seen == ["http.disconnect"]


class TestRequests:
    @pytest.mark.parametrize(
        ("begun", "more"),
        [
            (b"GET /", b"a" * 1000),
            (b"GET / HTTP/1.1\r\nx: ", b"a" * 1000),
            (b"GET / HTTP/1.1\r\n", b"x: aaaaa\r\n" * 100),
        ],
        ids=["address", "header", "headers"],
    )
    async def test_whose_head_does_not_end_are_cut_off(self, connect, begun, more):
        """A stranger's head was kept whole, however long: one connection filled the memory."""
        wire = connect(answering(head(LENGTH), body()))
        wire.data_received(begun)
        for _ in range(60):
            wire.data_received(more)
        assert not wire.transport.closed
        for _ in range(40):
            wire.data_received(more)
        assert wire.transport.closed
        assert [each[:12] for each in wire.transport.writes] == [b"HTTP/1.1 431"]

    async def test_of_a_connection_are_counted_each_for_itself(self, connect):
        wire = connect(answering(head(LENGTH), body()))
        for _ in range(80):
            wire.data_received(GET[:-4])
            await asked(wire, b"\r\nx: " + b"a" * 1000, b"\r\n\r\n")
        assert not wire.transport.closed
        assert len(wire.transport.writes) == 80

    async def test_are_counted_without_what_came_with_them(self, connect):
        """Several may come at once: of the last one only the beginning is there."""
        wire = connect(answering(head(LENGTH), body()))
        long = GET[:-2] + b"x: " + b"a" * 8000 + b"\r\n\r\n"
        await asked(wire, long * 10 + GET[:-4])
        await asked(wire, GET[-4:] + POST)
        await asked(wire, b"a" * 200_000 + GET[:-4])
        await asked(wire, GET[-4:])
        assert not wire.transport.closed
        assert len(wire.transport.writes) == 13
        assert {each[:12] for each in wire.transport.writes} == {b"HTTP/1.1 200"}

    async def test_that_do_not_end_after_their_answer_are_cut_off(self, connect):
        wire = connect(answering(head(LENGTH), body()))
        chunked = GET[:-2] + b"transfer-encoding: chunked\r\n\r\n0\r\nx: "
        await asked(wire, chunked)
        for _ in range(20):
            wire.data_received(b"a" * 2**20)
        assert wire.transport.closed
