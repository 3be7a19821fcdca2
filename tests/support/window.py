"""`byleave desktop` as a person starts it, and eyes on the page in its window."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from app.desktop.alone import RUNNING
from app.runtime.powers import strength
from app.settings import load_settings
from app.wiring import open_house
from domain.kernel.secrets import Secret
from domain.operators.first import FirstOperator, first_operator, issue_ticket
from domain.operators.install import Install, install
from tests.support.files import START, put
from tests.support.screen import PATIENCE, VirtualScreen, until
from tests.support.stage import TEST

OWNER, PASSWORD = "dana", "a long enough passphrase"
PORTS = range(20_000, 32_000)
"""Below those that a machine gives to outgoing connections, so that none of them takes one before us."""


def a_free_port() -> int:
    """Return a port that is free now."""
    for port in random.SystemRandom().sample(PORTS, 100):
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no port is free")


def an_owned_folder(folder: Path) -> Path:
    """Make a data folder with an owner and the tenant `acme`, as an earlier window left it."""
    weak(folder)
    house = open_house(load_settings({"data_dir": str(folder)}, env={}, folder=folder))
    try:
        house.call.now(install, Install(house.settings.base_url), tenant=None, actor=TEST)
        ticket = house.call.now(issue_ticket, tenant=None, actor=TEST)
        owner = FirstOperator(ticket, Secret(OWNER), Secret(PASSWORD))
        house.call.now(first_operator, owner, tenant=None, actor=TEST)
        put(house, START)
    finally:
        house.close()
    return folder


def weak(folder: Path) -> None:
    """Make a folder whose passwords are hashed with the least strength: not what is proven here."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / strength.FILE).write_text(str(strength.LADDER[0]))


class Desktop:
    """One running window.

    Args:
        screen: where it is shown.
        folder: its data.
        kind: `native` or `app`.
    """

    def __init__(self, screen: VirtualScreen, folder: Path, kind: str = "native") -> None:
        self.screen = screen
        self.folder = folder
        self.port = a_free_port()
        self.eyes = a_free_port()
        self.log = folder.parent / f"{folder.name}.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(kind),
                env=self.environment(),
                cwd=folder.parent,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def command(self, kind: str = "native") -> list[str]:
        """Return the command as it is typed."""
        program = os.environ.get("BYLEAVE_TEST_DESKTOP_PROGRAM", "")
        words = [program] if program else [sys.executable, "-m", "app", "desktop"]
        rest = ["--data-dir", str(self.folder), "--port", str(self.port), "--window", kind]
        return [*words, *(["desktop"] if program else []), *rest]

    def environment(self) -> dict[str, str]:
        """Return a person's environment; root needs the browsers' sandbox off."""
        ours = {k: v for k, v in self.screen.environment.items() if not k.startswith("BYLEAVE_")}
        return {
            **ours,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "BYLEAVE_CHROMIUM": str(self._chromium()),
            "QTWEBENGINE_DISABLE_SANDBOX": "1",
            "QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu",
            "QTWEBENGINE_REMOTE_DEBUGGING": f"127.0.0.1:{self.eyes}",
        }

    def _chromium(self) -> Path:
        """Write a browser that a test can look into."""
        path = self.folder.parent / f"chromium-{self.eyes}"
        real = os.environ.get("BYLEAVE_CHROMIUM") or "chromium"
        flags = f"--no-sandbox --disable-gpu --test-type --remote-debugging-port={self.eyes}"
        path.write_text(f'#!/bin/sh\nexec "{real}" {flags} "$@"\n')
        path.chmod(0o700)
        return path

    # -- the door

    def note(self) -> dict[str, Any] | None:
        """Return what the process wrote down for a second start."""
        assert self.process.poll() is None, self.log.read_text("utf-8")[-4000:]
        note = self.folder / RUNNING
        return json.loads(note.read_text("utf-8")) if note.exists() else None

    @property
    def own(self) -> str:
        """The window's own address."""
        return f"http://127.0.0.1:{until(self.note, 'a server')['port']}"

    # -- the page

    def ask(self, script: str) -> Any:
        """Run a line of JavaScript as if a person had clicked; return what it says.

        A page that is left while it is asked gives no answer; the next one is asked then.
        """
        wanted: dict[str, Any] = {"expression": script, "returnByValue": True}
        wanted |= {"awaitPromise": True, "userGesture": True}
        return self._told("Runtime.evaluate", wanted)["result"].get("value")

    def cookies(self) -> dict[str, str]:
        """Return the cookies of the page, those that scripts cannot see too."""
        told = self._told("Network.getCookies", {})
        return {each["name"]: each["value"] for each in told["cookies"]}

    def _told(self, method: str, wanted: dict[str, Any]) -> dict[str, Any]:
        return until(lambda: self._answer(method, wanted), "an answer of the page")

    def _answer(self, method: str, wanted: dict[str, Any]) -> dict[str, Any] | None:
        """Ask the page that is there now; None where it went away before it answered."""
        page = until(self._page, "a page in the window")
        try:
            with connect(
                page["webSocketDebuggerUrl"], max_size=None, open_timeout=PATIENCE
            ) as line:
                line.send(json.dumps({"id": 1, "method": method, "params": wanted}))
                while True:
                    told = json.loads(line.recv(PATIENCE))
                    if told.get("id") == 1:
                        found: dict[str, Any] | None = told.get("result")
                        return found
        except (OSError, WebSocketException):
            return None

    def _page(self) -> dict[str, Any] | None:
        assert self.process.poll() is None, self.log.read_text("utf-8")[-4000:]
        try:
            pages = httpx.get(f"http://127.0.0.1:{self.eyes}/json/list", timeout=5).json()
        except (httpx.TransportError, ValueError):
            return None
        # Qt asks a page of its own where a link leads; it shows nothing and has no title.
        return next((p for p in pages if p["type"] == "page" and p["title"]), None)

    def sees(self, text: str) -> None:
        """Wait until the page shows a text."""
        script = f"document.body.innerText.includes({json.dumps(text)})"
        until(lambda: self.ask(script), f"{text!r} on the page")

    # -- the end

    def second(self) -> subprocess.CompletedProcess[str]:
        """Start another one over the same folder, to its end."""
        return subprocess.run(
            self.command(),
            env=self.environment(),
            cwd=self.folder.parent,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def end(self, number: int = signal.SIGTERM) -> int:
        """Tell the process to end, and wait for it."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def left_over(self) -> list[str]:
        """Return what still runs of it: its own session, and browsers over its folder."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                session = int((entry / "stat").read_text().rpartition(")")[2].split()[3])
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (OSError, ValueError):
                continue
            if words and (session == self.process.pid or str(self.folder) in words):
                found.append(words)
        return found

    def is_free(self, port: int) -> bool:
        """Tell whether a port was given back."""
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                return False
        return True
