"""What a process loads before its first answer, and what it is spared."""

import subprocess
import sys

import pytest

LOADS = """
import sys
from app.cli.opening import settings_of
from app.server import build
from app.wiring import open_house
house = open_house(settings_of(data_dir=sys.argv[1], planes=sys.argv[2]))
build(house)
house.close()
print(*sys.modules)
"""
CONSOLE = {"nicegui", "fastapi", "socketio", "app.console.door", "app.api.v1", "httpx"}
ELSEWHERE = {"psycopg", "app.cli.bench", "app.operations.backup.rehearse", "opentelemetry"}
"""For another database, or another command."""
UNUSED = {"aiohttp", "requests", "urllib3", "rich", "pygments"}


def loaded(folder, planes):
    """Return the modules of a process that is about to serve these planes."""
    done = subprocess.run(
        [sys.executable, "-c", LOADS, str(folder), planes],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder that was served before."""
    made = tmp_path_factory.mktemp("served")
    assert "alembic" in loaded(made, "protocol")  # it was empty
    return made


class TestStart:
    @pytest.mark.parametrize("planes", ["protocol,hosted", "protocol,hosted,console,worker"])
    def test_answers_the_protocol_before_the_console_is_loaded(self, folder, planes):
        modules = loaded(folder, planes)
        assert "app.protocol.door" in modules
        assert not modules & (CONSOLE | ELSEWHERE | UNUSED | {"alembic"})

    def test_loads_the_console_without_what_it_does_not_use(self, folder):
        code = LOADS.replace("build(house)", "build(house); operators_doors(house, None)")
        code = code.replace("import build", "import build, operators_doors")
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder), "console"],
            capture_output=True,
            text=True,
            check=True,
        )
        modules = set(done.stdout.split())
        assert modules >= CONSOLE
        assert not modules & (UNUSED | {"alembic"})
