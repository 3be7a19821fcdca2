"""The product as somebody runs it: a server of our own, on a fresh folder or on a present one."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from app.settings import Settings

COMMAND: Final = (
    (sys.executable,) if getattr(sys, "frozen", False) else (sys.executable, "-m", "app")
)
_PATIENCE: Final = 90.0


class NotStarted(Exception):
    """A command or the server did not come up; one sentence."""


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Site:
    """Where a server of the audit runs.

    Args:
        data: the data folder.
        outside: a folder of our own for logs and inputs.
        database_url: empty means the folder's SQLite.
        key_file: of the master key.
        slug: the tenant in which is planted.
    """

    data: Path
    outside: Path
    database_url: str
    key_file: Path
    slug: str = field(default_factory=lambda: f"privacy-audit-{secrets.token_hex(4)}")
    port: int = field(default_factory=_free_port)
    metrics_port: int = field(default_factory=_free_port)
    spans_port: int = field(default_factory=_free_port)

    @property
    def base_url(self) -> str:
        """Where the server is reached."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What the server writes."""
        return self.outside / "server.log"

    def environment(self) -> dict[str, str]:
        """Return the settings of every command: nothing that is set outside leaks in."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("BYLEAVE_")}
        given = {
            "BYLEAVE_DATA_DIR": str(self.data),
            "BYLEAVE_DATABASE_URL": self.database_url,
            "BYLEAVE_MASTER_KEY_FILE": str(self.key_file),
            "BYLEAVE_PORT": str(self.port),
            "BYLEAVE_BASE_URL": self.base_url,
            "BYLEAVE_METRICS_PORT": str(self.metrics_port),
            "BYLEAVE_OTLP_ENDPOINT": f"http://127.0.0.1:{self.spans_port}",
            "BYLEAVE_LOG_LEVEL": "debug",
            "BYLEAVE_TRUSTED_PROXIES": "127.0.0.1/32",
            "BYLEAVE_PLANES": "protocol,hosted",
        }
        return kept | {name: value for name, value in given.items() if value}

    def command(self, *words: str) -> str:
        """Run a command of the product to its end.

        Raises:
            NotStarted: it failed.
        """
        done = subprocess.run(  # noqa: S603 - our own program
            [*COMMAND, *words],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            cwd=self.outside,
        )
        if done.returncode:
            said = done.stderr.strip() or done.stdout.strip()
            raise NotStarted(f"`byleave {words[0]}` failed: {said}")
        return done.stdout

    def apply(self, file: str) -> Mapping[str, str]:
        """Make what a file says; return the clients' secrets by name."""
        source, kept = self.outside / "tenant.yaml", self.outside / "secrets.json"
        source.write_text(file, "utf-8")
        kept.unlink(missing_ok=True)
        self.command("apply", str(source), "--secrets-file", str(kept))
        if not kept.exists():
            return {}
        found: list[dict[str, Any]] = json.loads(kept.read_text("utf-8"))
        return {each["name"].rpartition("/")[2]: each["secret"] for each in found}

    @contextlib.contextmanager
    def serving(self) -> Iterator[None]:
        """Run the server until the block ends.

        Raises:
            NotStarted: it ended or did not answer in time.
        """
        with self.log.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own program
                [*COMMAND, "serve"],
                stdout=log,
                stderr=log,
                env=self.environment(),
                cwd=self.outside,
            )
            try:
                self._await(process)
                yield
            finally:
                process.terminate()
                process.wait(_PATIENCE)

    def metrics(self) -> bytes:
        """Return what a collector of figures would get."""
        return httpx.get(f"http://127.0.0.1:{self.metrics_port}/metrics", timeout=60).content

    def _await(self, process: subprocess.Popen[bytes]) -> None:
        ends_at = time.monotonic() + _PATIENCE
        while process.poll() is None and time.monotonic() < ends_at:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.base_url}/readyz", timeout=5).status_code == httpx.codes.OK:
                    return
            time.sleep(0.1)
        last = self.log.read_text("utf-8", "replace").strip().splitlines()[-1:]
        raise NotStarted(f"the server of the audit did not come up: {' '.join(last)}")


def fresh_site(folder: Path, database_url: str = "") -> Site:
    """Return a site on a fresh folder.

    Args:
        folder: empty, our own.
        database_url: of an empty Postgres; empty means SQLite.
    """
    data, outside = folder / "data", folder / "outside"
    for each in (data, outside):
        each.mkdir(mode=0o700)
    return Site(data, outside, database_url, data / "keys" / "master")


def present_site(folder: Path, settings: Settings) -> Site:
    """Return a site on the present installation; its logs and inputs go to a folder of ours."""
    outside = folder / "outside"
    outside.mkdir(mode=0o700)
    return Site(settings.data_dir, outside, settings.database_url, settings.master_key_file)
