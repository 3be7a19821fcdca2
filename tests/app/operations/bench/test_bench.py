"""The measuring measures: wrong answers are seen, CPU is somebody's, gates can be missed."""

import io
import json
import socket
import subprocess
import sys
import threading

import pytest
from typer.testing import CliRunner

from app.operations.bench.account import Tree, can_measure
from app.operations.bench.load import drive
from app.operations.bench.operations import OPERATIONS, Operation
from app.operations.bench.report import missed, plain, sum_up, teller
from app.operations.bench.run import Figure, Report
from app.operations.bench.wire import BadAnswer, Talk, basic, taken

linux = pytest.mark.skipif(not can_measure(), reason="/proc is Linux's")
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\nSet-Cookie: a=b; Path=/\r\n\r\n"
GATED = Operation("token", lambda _ground: iter(()), 0.1, 0.2, (0.1, 0.1), (0.2, 0.2))

WORKS = """
import time
print("there", flush=True)
input()
began = time.thread_time()
while time.thread_time() - began < 0.2:
    sum(range(1000))
print("done", flush=True)
input()
"""


class TestTaken:
    def test_takes_one_answer_and_leaves_the_next(self):
        buffer = bytearray(OK + b'{"a": true}' + OK)
        answer = taken(buffer)
        assert answer.json("a") == {"a": True}
        assert answer.cookies() == {"a": "b"}
        assert buffer == OK

    @pytest.mark.parametrize("cut", [5, len(OK) - 1, len(OK) + 10])
    def test_waits_for_the_rest(self, cut):
        buffer = bytearray((OK + b'{"a": true}')[:cut])
        assert taken(buffer) is None
        assert len(buffer) == cut

    def test_sees_a_wrong_status_and_a_missing_member(self):
        answer = taken(bytearray(OK + b'{"a": true}'))
        with pytest.raises(BadAnswer, match="status 200 instead of 303"):
            answer.expect(303)
        with pytest.raises(BadAnswer, match="b is missing"):
            answer.json("b")


@pytest.fixture
def echo():
    """A server that answers each request, and counts them."""
    listening = socket.create_server(("127.0.0.1", 0))
    seen = []

    def serve(connection):
        with connection:
            while data := connection.recv(65536):
                seen.append(data)
                connection.sendall(OK + b'{"a": true}')

    def accept():
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield listening.getsockname(), seen
    listening.close()


class TestDrive:
    def units(self, how_many):
        def unit():
            for _ in range(2):
                (yield Talk("x").get("/")).json("a")

        return (unit() for _ in range(how_many))

    def test_ends_when_no_unit_is_left(self, echo):
        address, seen = echo
        window = drive(address, self.units(7), connections=3, seconds=60)
        assert window.count == 7
        assert len(seen) == 14
        assert 0 < window.percentile(0.5) <= window.percentile(0.99)

    def test_ends_when_the_time_is_over(self, echo):
        window = drive(echo[0], self.units(10**9), connections=2, seconds=0.1)
        assert window.count > 0
        assert 0.1 <= window.seconds < 60

    def test_does_not_go_on_after_a_wrong_answer(self, echo):
        def wrong():
            (yield Talk("x").get("/")).json("b")

        with pytest.raises(BadAnswer):
            drive(echo[0], iter([wrong()]), connections=1, seconds=1)


class TestTalk:
    def test_writes_a_form_with_its_length_and_its_proof(self):
        text = Talk("id.test:1").post("/t", {"a": "b c"}, basic("one", "two")).decode()
        assert text.startswith("POST /t HTTP/1.1\r\nHost: id.test:1\r\n")
        assert "Authorization: Basic b25lOnR3bw==\r\n" in text
        assert text.endswith("Content-Length: 5\r\n\r\na=b+c")


@linux
class TestTree:
    def test_bills_what_a_process_used(self):
        # One that has no other thread: what a thread of ours used goes with it when it ends.
        with subprocess.Popen(
            [sys.executable, "-c", WORKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as worker:
            tree = Tree(worker.pid)
            worker.stdout.readline()
            before = tree.cpu()
            worker.stdin.write(b"work\n")
            worker.stdin.flush()
            worker.stdout.readline()
            assert tree.cpu() - before >= 0.15
            assert tree.memory() > 5
            worker.stdin.write(b"go\n")

    def test_bills_nothing_for_processes_elsewhere(self):
        assert Tree(0).cpu() == Tree(0).memory() == 0


class TestGate:
    def figure(self, cpu, database=0.0):
        return Figure(GATED, cpu, database, 1000, 1.0, 2.0, 100)

    def test_is_missed_above_and_met_at_its_bound(self):
        assert not self.figure(0.2).over("sqlite", 1.0)
        assert self.figure(0.21).over("sqlite", 1.0)

    def test_allows_for_a_slower_machine_and_asks_more_of_a_faster_one(self):
        assert not self.figure(0.3).over("sqlite", 1.5)
        assert self.figure(0.15).over("sqlite", 0.7)

    def test_counts_the_database_on_postgres_alone(self):
        assert self.figure(0.1, 0.3).over("postgres", 1.0)
        assert not self.figure(0.1, 0.3).over("sqlite", 1.0)

    def test_is_told_by_name(self):
        report = Report("sqlite", [self.figure(0.9)], calibration=7.5)
        assert missed(report) == ["token"]
        assert plain(report)["gates_missed"] == ["token"]
        lines = io.StringIO()
        teller("postgres", lambda line: print(line, file=lines))(report.figures[0])
        assert "0.2 + 0.2" in lines.getvalue()
        assert "1.00 times the reference" in sum_up(report)


@linux
@pytest.mark.slow
def test_every_operation_is_answered_by_a_real_server():
    from app.__main__ import byleave

    done = CliRunner().invoke(
        byleave, ["bench", "--seconds", "0.1", "--repeats", "1", "--connections", "2", "--json"]
    )
    assert done.exit_code == 0, done.output
    (told,) = json.loads(done.stdout)["engines"]
    names = [each["name"] for each in told["operations"]]
    assert set(names) >= {each.name for each in OPERATIONS}
    assert all(each["count"] > 0 and each["server_ms"] > 0 for each in told["operations"])
    assert told["start_seconds"] > told["start_seconds_first_answer"] > 0
    assert told["start_seconds_empty_folder"] > 0
    assert told["memory_after_mb"] > told["memory_idle_mb_without_console"] > 0


@linux
@pytest.mark.slow
@pytest.mark.postgres
def test_several_processes_are_billed_together(postgres_template):
    from app.__main__ import byleave

    url = postgres_template.copy(empty=True)
    words = ["--engine", "postgres", "--database-url", url, "--processes", "2", "--json"]
    few = ["--seconds", "0.1", "--repeats", "1", "--only", "userinfo", "--only", "discovery"]
    try:
        done = CliRunner().invoke(byleave, ["bench", *words, *few])
    finally:
        postgres_template.drop(url)
    assert done.exit_code == 0, done.output
    (told,) = json.loads(done.stdout)["engines"]
    by_name = {each["name"]: each for each in told["operations"]}
    assert set(by_name) >= {"discovery", "userinfo"}
    assert all(each["count"] > 0 and each["server_ms"] > 0 for each in by_name.values())
