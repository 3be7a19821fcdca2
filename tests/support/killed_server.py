"""A real server in a process of its own that is started, measured and killed."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 180.0
LOOK_EVERY = 0.02
ASK = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
NANO = 1e9


@dataclass(frozen=True)
class Start:
    """How long a server took until it was ready.

    Attributes:
        clock: seconds by the clock.
        own: seconds without those in which it could run and others had the cores.
    """

    clock: float
    own: float


class KilledServer:
    """`byleave serve` on a folder, as often as it takes.

    Args:
        folder: of its data, in `data`, and of its log.
        settings: by the names of the environment.
    """

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self.folder = folder
        self.starts: list[Start] = []
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port = int(taken.getsockname()[1])
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BYLEAVE")}
        own = {"BYLEAVE_DATA_DIR": str(folder / "data"), "BYLEAVE_PORT": str(self.port)}
        self.environment = kept | own | settings

    @property
    def base(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def log(self) -> str:
        """What it said so far."""
        return (self.folder / "log.txt").read_text("utf-8", "replace")

    def cli(self, *words: str) -> str:
        """Run a command to its end."""
        done = subprocess.run(
            [_command(), *words], env=self.environment, capture_output=True, text=True,
            check=False, timeout=PATIENCE, cwd=self.folder,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def launch(self) -> None:
        """Start it and wait for nothing."""
        with (self.folder / "log.txt").open("ab") as log:
            self._process = subprocess.Popen(
                [_command(), "serve"], env=self.environment, stdout=log, stderr=log, cwd=self.folder
            )

    def start(self) -> Start:
        """Start it, wait until it is ready, and tell how long that took."""
        began = time.monotonic()
        self.launch()
        assert self._process is not None
        while not self.says().startswith(b"HTTP/1.1 200"):
            assert self._process.poll() is None, self.log[-3000:]
            assert time.monotonic() - began < PATIENCE, "it does not start"
            time.sleep(LOOK_EVERY)
        clock = time.monotonic() - began
        self.starts.append(Start(clock, clock - self._waited()))
        return self.starts[-1]

    def kill(self) -> None:
        """End it as a power cut ends a process."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(PATIENCE)

    def close(self) -> None:
        """Leave nothing running."""
        if self._process is not None and self._process.poll() is None:
            self.kill()

    def says(self) -> bytes:
        """Return what `/readyz` answers, whole; empty when nobody is there."""
        answer = b""
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", self.port), 2) as asked,
        ):
            asked.settimeout(PATIENCE / 6)
            asked.sendall(ASK)
            while part := asked.recv(4096):
                answer += part
        return answer

    def _waited(self) -> float:
        """Return for how many seconds its first thread could run and had no core."""
        assert self._process is not None
        try:
            told = Path(f"/proc/{self._process.pid}/schedstat").read_text("ascii").split()
        except OSError:
            return 0.0
        return int(told[1]) / NANO


def _command() -> str:
    beside = Path(sys.executable).with_name("byleave")
    return str(beside) if beside.exists() else str(shutil.which("byleave"))
