"""A running Byleave, as somebody runs it: the real command, its own process, its own data."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg

from e2e.parts import a_port, moved
from e2e.slow import Brake
from persistence.engine import read_url
from persistence.postgres_link import conninfo

ROOT = Path(__file__).parents[1]
ACME = ROOT / "docs" / "examples" / "acme.yaml"
MORE = ROOT / "e2e" / "house.yaml"
PATIENCE = 90.0


def command() -> str:
    """Return the program `byleave` of this environment."""
    beside = Path(sys.executable).with_name("byleave")
    return str(beside) if beside.exists() else str(shutil.which("byleave"))


@dataclass
class RunningHouse:
    """A server with its folder, its database and everything it has written.

    Args:
        postgres: where its database is, or empty for SQLite.
        urls: every address a browser asked for.
        secrets: what was typed, issued or claimed; to be found nowhere at the end.
        links: secrets of links, which stand in an address by their nature.
        settings: further ones, by the name of their variable.
    """

    folder: Path
    postgres: str = ""
    port: int = field(default_factory=a_port)
    urls: set[str] = field(default_factory=set)
    secrets: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    link: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None
    _brake: Brake | None = None

    @property
    def base_url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "log.txt"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BYLEAVE")}
        kept |= {
            "BYLEAVE_DATA_DIR": str(self.folder / "data"),
            "BYLEAVE_PORT": str(self.port),
            "BYLEAVE_LOG_LEVEL": "debug",
        }
        if self.postgres:
            kept["BYLEAVE_DATABASE_URL"] = self.postgres
        return kept | self.settings

    def cli(self, *words: str, typed: str = "") -> str:
        """Run a command to its end and return what it printed."""
        done = subprocess.run(
            [command(), *words],
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
            cwd=self.folder,
        )
        assert done.returncode == 0, f"byleave {' '.join(words)}: {done.stderr}"
        return done.stdout

    def start(self) -> None:
        """Start the server and wait until it is ready."""
        if self.postgres:
            self.cli("migrate")
            self.cli("keys", "init")
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [command(), "serve"], env=self.environment, stdout=log, stderr=log, cwd=self.folder
            )
        self._brake = Brake(self._process.pid)
        ends_at = time.monotonic() + PATIENCE
        while not self._ready():
            assert self._process.poll() is None, self.log.read_text("utf-8")[-4000:]
            assert time.monotonic() < ends_at, self.log.read_text("utf-8")[-4000:]
            time.sleep(0.1)
        found = re.search(r"http://\S+/first/\S+", self.log.read_text("utf-8"))
        self.link = found[0] if found else ""

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self.base_url}/readyz", timeout=10).status_code == 200
        except httpx.TransportError:
            return False

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Let the server stand still meanwhile: whatever it is asked, it answers later."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def furnish(self) -> None:
        """Apply the example file, and what the journeys need beside it."""
        for file in (ACME, MORE):
            here = self.folder / file.name
            here.write_text(moved(file.read_text("utf-8")), "utf-8")
            self.cli(
                "apply", str(here), "--secrets-file", str(self.folder / f"{file.stem}.secrets")
            )
            here.unlink()

    def move_clock(self, by: str) -> None:
        """Let time pass in the tenant `later`, at once and for good."""
        self.cli("tenant", "move-clock", "later", by)

    def invite(self, tenant: str, *identifiers: str) -> str:
        """Make an account and return the link by which its person chooses a password."""
        printed = self.cli(
            "account", "create", "-t", tenant, "--json", typed="\n".join(identifiers)
        )
        link = next(
            str(value) for value in json.loads(printed).values() if "/activate" in str(value)
        )
        self.links.add(link.rsplit("/", 1)[-1])
        self.secrets |= set(identifiers)
        return link

    def stop(self) -> None:
        """Ask the server to end, and wait for it."""
        if self._process is not None and self._brake is not None:
            self._brake.let_go()
            self._process.terminate()
            self._process.wait(PATIENCE)
            self._process = None

    def bytes_at_rest(self) -> dict[str, bytes]:
        """Return every byte the house keeps: files, and rows of a Postgres."""
        kept = {}
        for path in self.folder.rglob("*"):
            if path.suffix == ".secrets" or path == self.log:
                continue
            with contextlib.suppress(FileNotFoundError, IsADirectoryError):  # one may just go
                kept[str(path.relative_to(self.folder))] = path.read_bytes()
        if self.postgres:
            kept |= self._rows()
        return kept

    def _rows(self) -> dict[str, bytes]:
        rows = {}
        with psycopg.connect(conninfo(read_url(self.postgres))) as connection:
            tables = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
            for (table,) in tables:
                with connection.cursor().copy(f'COPY "{table}" TO STDOUT') as copy:
                    text = b"".join(bytes(piece) for piece in copy)
                rows[f"table {table}"] = text + _unhexed(text)
        return rows


def _unhexed(text: bytes) -> bytes:
    """Return the byte columns of a COPY as bytes."""
    found = re.findall(rb"\\\\x([0-9a-f]+)", text)
    return b"\n".join(bytes.fromhex(each.decode()) for each in found)
