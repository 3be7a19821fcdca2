"""Several processes on one port over one Postgres: watched, drained, and none left behind."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.operations.bench.server import free_port
from app.settings import SettingsError, load_settings

pytestmark = pytest.mark.slow
PATIENCE = 90.0
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@pytest.fixture
def migrated_postgres(postgres_template):
    """An address of a Postgres with our tables."""
    url = postgres_template.copy()
    yield url
    postgres_template.drop(url)


def ask(port, path="/readyz"):
    """Return status and headers, from a connection of its own."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as answer:
            return answer.status, dict(answer.headers)
    except urllib.error.HTTPError as refused:
        return refused.code, dict(refused.headers)


def until(holds, what):
    """Wait until something is so: it is other processes that make it so."""
    ends_at = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends_at, what
        time.sleep(0.1)


def is_ready(process, port):
    assert process.poll() is None, "it has ended"
    try:
        return ask(port)[0] == 200
    except OSError:
        return False


@contextmanager
def serving(url, folder, *flags):
    port = free_port()
    words = [sys.executable, "-m", "app"]
    where = ["--data-dir", str(folder), "--database-url", url]
    subprocess.run([*words, "keys", "init", *where], check=True, capture_output=True)
    planes = ["--planes", "protocol,hosted", "--log-format", "json"]
    log = (folder / "server.log").open("w+")
    process = subprocess.Popen(
        [*words, "serve", *where, "--port", str(port), *planes, *flags],
        stdout=subprocess.DEVNULL, stderr=log,
    )  # fmt: skip
    try:
        until(lambda: is_ready(process, port), "an answer")
        yield process, port
    finally:
        process.kill()
        process.wait()
        log.close()


def children(pid):
    with Path(f"/proc/{pid}/task/{pid}/children").open() as told:
        return [int(each) for each in told.read().split()]


def gone(pids):
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


@forks
@pytest.mark.postgres
class TestSeveral:
    def test_one_that_ends_is_made_anew_and_none_is_left_behind(self, migrated_postgres, tmp_path):
        flags = ("--processes", "2", "--drain-seconds", "1")
        with serving(migrated_postgres, tmp_path, *flags) as (parent, port):
            first = children(parent.pid)
            assert len(first) == 2
            os.kill(first[0], signal.SIGKILL)
            until(lambda: set(children(parent.pid)) - set(first), "a process in its place")
            now = children(parent.pid)
            assert len(now) == 2
            assert ask(port)[0] == 200
            parent.terminate()
            assert parent.wait(PATIENCE) == 0
            until(lambda: gone([*first, *now]), "nobody left behind")

    def test_goes_on_answering_while_it_drains(self, migrated_postgres, tmp_path):
        flags = ("--processes", "2", "--drain-seconds", "300")
        with serving(migrated_postgres, tmp_path, *flags) as (parent, port):
            parent.terminate()
            # Each of the two hears of it in its own time: whoever answers twelve times, both do.
            ready = 0
            while ready < 12:
                ready = ready + 1 if ask(port)[0] == 503 else 0
            for _ in range(12):
                status, headers = ask(port, "/healthz")
                assert (status, headers["connection"]) == (200, "close")
            parent.terminate()  # a second time: it stops at once
            assert parent.wait(PATIENCE) == 0


class TestSettings:
    def refused(self, **flags):
        with pytest.raises(SettingsError) as wrong:
            load_settings({"processes": "2", **flags}, env={})
        return str(wrong.value)

    def test_refuses_several_on_sqlite(self):
        assert "SQLite has one writer" in self.refused(planes="protocol")

    def test_refuses_several_with_the_console(self):
        assert "--planes" in self.refused(database_url="postgresql://x@h/d")

    def test_refuses_what_is_no_number(self):
        assert "1 to 64" in self.refused(processes="0")
