"""Nothing we stand on is older than the version in which a known advisory was mended."""

import tomllib
from pathlib import Path

import pytest

from app.operations.sbom import bill
from tests.architecture.advisories import FLOORS

LOCK = Path(__file__).parents[2] / "uv.lock"


def number(version):
    return tuple(int(part) for part in version.split(".") if part.isdigit())


@pytest.fixture(scope="module")
def locked():
    return {
        package["name"]: package.get("version", "")
        for package in tomllib.loads(LOCK.read_text("utf-8"))["package"]
    }


class TestFloors:
    @pytest.mark.parametrize(("name", "floor", "why"), FLOORS)
    def test_are_kept_by_the_lock(self, locked, name, floor, why):
        assert number(locked[name]) >= number(floor), why


class TestBill:
    def test_names_what_the_lock_names_in_the_same_version(self, locked):
        named = {each["name"]: each["version"] for each in bill()["components"]}
        assert {name: locked.get(name) for name in named} == named
        assert {"starlette", "cryptography", "h11", "markupsafe"} <= named.keys()
        assert "pytest" not in named

    def test_is_the_same_each_time_and_says_who_needs_whom(self):
        first = bill()
        assert first == bill()
        refs = {first["metadata"]["component"]["bom-ref"]} | {
            c["bom-ref"] for c in first["components"]
        }
        assert {each["ref"] for each in first["dependencies"]} == refs
        assert {ref for each in first["dependencies"] for ref in each["dependsOn"]} <= refs
        assert all(each["purl"].startswith("pkg:pypi/") for each in first["components"])
