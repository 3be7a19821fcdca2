import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from nicegui import Client, ui

from app.runtime.words import Dictionary
from tests.app.console.window import Window
from tests.app.console.wire import PATIENCE
from tests.support.worlds import world, world_template

__all__ = ["world", "world_template"]

ROOT = Path(__file__).parents[3]
START_SECONDS = 90


@dataclass(frozen=True)
class Demo:
    """A running demo console and the way to talk to it."""

    base: str
    log: Path

    @property
    def host(self) -> str:
        return self.base.removeprefix("http://")

    def visitor(self, **headers: str) -> httpx.AsyncClient:
        """Return who asks for pages, with patience: the machine may be busy."""
        return httpx.AsyncClient(base_url=self.base, headers=headers, timeout=PATIENCE)

    async def sign_in(self, name: str = "mk") -> str:
        async with self.visitor() as http:
            answer = await http.get("/-/sign-in", params={"as": name})
        return answer.cookies["byl-c"]

    async def tell(self, act: str, cookie: str) -> None:
        async with self.visitor() as http:
            await http.get(f"/-/{act}", params={"cookie": cookie})

    async def pages(self) -> dict:
        async with self.visitor() as http:
            return (await http.get("/-/pages")).json()


def running(folder: Path, *flags: str) -> Iterator[Demo]:
    folder.mkdir(exist_ok=True)
    port_file = folder / "port"
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.app.console.demo", "--port-file", port_file, *flags],
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "NICEGUI"))},
        )
        try:
            patience = time.monotonic() + START_SECONDS
            while not port_file.exists():
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < patience, log.read_text()
                time.sleep(0.05)
            yield Demo(f"http://127.0.0.1:{port_file.read_text()}", log)
        finally:
            process.terminate()
            process.wait(60)


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Iterator[Demo]:
    yield from running(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def unguarded(tmp_path_factory) -> Iterator[Demo]:
    yield from running(tmp_path_factory.mktemp("unguarded"), "--unguarded")


@pytest.fixture
def window(tmp_path, monkeypatch):
    """A window that belongs to whichever task asks for it."""
    monkeypatch.setattr("nicegui.slot.get_task_id", lambda: 0)
    client = Client(ui.page(""), request=None)
    with client:
        yield Window(client, Dictionary(tmp_path).words(()))
    client.delete()
