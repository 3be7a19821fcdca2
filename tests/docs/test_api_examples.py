"""The examples of docs/api.md run as they stand."""

import asyncio
import json
import os
import re
import shutil
import socket
import threading
from pathlib import Path

import pytest
import uvicorn

from app.api.v1 import management_api
from domain.operators.api_keys import NewApiKey, create_api_key
from domain.operators.permissions import EVERYTHING
from tests.laws.holdings import SYSTEM
from tests.laws.world import WorldTemplate

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
RUN = re.compile(r"^```sh run\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.fixture
def served(sqlite_template, tmp_path):
    """A server with two tenants on a port of its own, and a key of the owner."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    (tmp_path / "made").mkdir()
    template = WorldTemplate(sqlite_template.copy(tmp_path / "made"), tmp_path / "made")
    base = f"http://localhost:{port}"
    with template.copy(tmp_path / "x", base_url=base, port=str(port), planes="protocol") as world:
        request = NewApiKey(world.staff.owner.id, "docs", tuple(EVERYTHING))
        made = world.house.call.now(create_api_key, request, tenant=None, actor=SYSTEM)
        server = _server(world.house)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        yield {"BYLEAVE": f"{base}/api/v1", "KEY": made.text.reveal()}
        server.should_exit = True
        thread.join(60)
    listening.close()


def _server(house):
    config = uvicorn.Config(management_api(house, ()), log_config=None, lifespan="off")
    return uvicorn.Server(config)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="the examples are written for curl")
async def test_every_example_runs_as_it_stands(served):
    blocks = RUN.findall(PAGE.read_text("utf-8"))
    assert len(blocks) >= 6
    answers = []
    for block in blocks:
        process = await asyncio.create_subprocess_exec(
            "bash", "-euc", block.replace("curl -sS", "curl -sS --fail-with-body --retry 20 --retry-connrefused --retry-delay 1"),
            env={**os.environ, **served}, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = await process.communicate()
        assert process.returncode == 0, (block, out, err)
        answers.append(out.decode())
    assert json.loads(answers[1])["activation_link"]
    assert json.loads(answers[2])["account"] == json.loads(answers[1])["account"]
    assert "tenants:" in answers[-1]
