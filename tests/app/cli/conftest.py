"""A data folder to which the example was applied, and a way to run commands on it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import __main__ as command_line
from app.runtime.powers import strength

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "docs" / "examples" / "acme.yaml"


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A data folder to which the example was applied."""
    folder = tmp_path_factory.mktemp("data")
    # The least strength there is: measuring the machine would take its time.
    (folder / strength.FILE).write_text(str(strength.LADDER[0]))
    run = Runner(folder)
    assert run("apply", EXAMPLE).exit_code == 0
    return folder


@pytest.fixture
def run(made):
    return Runner(made)


class Runner:
    def __init__(self, folder):
        self.folder = folder

    def __call__(self, *arguments, stdin=None):
        words = [str(each) for each in arguments]
        return CliRunner().invoke(
            command_line.byleave, [*words, "--data-dir", str(self.folder)], input=stdin
        )

    def json(self, *arguments, stdin=None):
        done = self(*arguments, "--json", stdin=stdin)
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def elsewhere(tmp_path):
    """Commands on an empty folder."""
    return Runner(tmp_path)
