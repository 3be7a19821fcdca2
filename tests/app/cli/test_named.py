"""A command line of fifty rooms opens the one that was named."""

import subprocess
import sys

import pytest

from app.__main__ import PLACES, byleave
from app.cli.named import Named


def loaded_by(*words):
    """Return the names of the modules that a command line needed, and what it printed."""
    code = (
        "import sys; from app.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split()), done.stdout


class TestNamed:
    def test_tells_its_version_without_the_house(self):
        modules, told = loaded_by("--version")
        assert told.startswith("Byleave 0.")
        assert not modules & {"app.wiring", "app.settings", "sqlalchemy", "pydantic", "asyncio"}

    @pytest.mark.parametrize("words", [("tenant", "list"), ("keys", "list"), ("account", "create")])
    def test_loads_what_was_named_and_no_server(self, words, tmp_path):
        modules, _ = loaded_by(*words, "--data-dir", str(tmp_path), "--help")
        assert f"app.cli.{words[0]}s" in modules or PLACES[words[0]] in modules
        spared = {"nicegui", "fastapi", "starlette", "uvicorn", "psycopg", "alembic", "apscheduler"}
        assert not modules & (spared | {"app.cli.bench", "jinja2", "httpx"})

    def test_holds_what_its_table_names(self):
        from typer.main import get_group

        group = get_group(byleave)
        assert list(group.commands) == list(PLACES)
        assert all(command.name == name for name, command in group.commands.items())

    def test_takes_commands_that_are_there_already(self):
        named = Named({"keys": "app.cli.key_room"})
        named["other"] = "a command"
        assert dict.fromkeys(named) == {"keys": None, "other": None}
        assert named["other"] == "a command"
        del named["keys"], named["other"]
        assert len(named) == 0
        assert "keys" not in named
