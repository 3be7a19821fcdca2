"""The locks agree, so that pip sets up what uv sets up."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def locked():
    packages = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    return {(p["name"], p["version"]) for p in packages if p["name"] != "byleave"}


def reached(*names):
    """Return these packages with all that they need."""
    packages = {
        p["name"]: p for p in tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    }
    found, waiting = set(), list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [each["name"] for each in packages[name].get("dependencies", ())]
    return found


def pins(name):
    return set(PIN.findall((ROOT / name).read_text("utf-8")))


class TestLocks:
    def test_the_full_list_is_the_lock(self, locked):
        again = "make it again: uv export --locked --all-extras --all-groups --no-emit-project --no-header --no-annotate -o requirements-desktop.lock"
        assert pins("requirements-desktop.lock") == locked, again

    def test_the_list_for_work_leaves_out_the_window_alone(self, locked):
        again = "make it again: uv export --locked --no-emit-project --no-header --no-annotate -o requirements-dev.lock"
        left_out = {name for name, _ in locked - pins("requirements-dev.lock")}
        assert pins("requirements-dev.lock") < locked, again
        assert {"pywebview", "pyside6", "pyinstaller"} <= left_out
        assert left_out <= reached("pywebview", "pyside6", "qtpy", "pyinstaller"), again

    def test_the_lean_list_is_part_of_it(self, locked):
        again = "make it again: uv export --locked --no-dev --no-emit-project --no-header --no-annotate -o requirements.lock"
        assert pins("requirements.lock") < locked, again

    def test_the_lean_list_holds_what_the_product_needs(self):
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        needed = {re.split(r"[\[<>=!~; ]", word)[0].lower() for word in project["dependencies"]}
        assert needed <= {name.lower() for name, _ in pins("requirements.lock")}

    def test_no_lock_names_another_index_than_the_public_one(self):
        text = (ROOT / "uv.lock").read_text("utf-8")
        indexes = set(re.findall(r'registry = "([^"]+)"', text))
        assert indexes == {"https://pypi.org/simple"}
