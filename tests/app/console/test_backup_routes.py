"""A backup's own address: for who steers the installation and has just proven themselves."""

from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.console.backup_routes import add_backup_routes
from app.console.reach import OperatorCall
from app.console.standing import SCOPE_KEY, ConsoleIdentity
from domain.kernel.fresh import FRESH_FOR
from domain.operators.records import Role

ONE = "byleave-20260301T000000000000Z.byleave"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "backups"
    made.mkdir()
    (made / ONE).write_bytes(b"sealed")
    (made / "last-rehearsal.json").write_text("{}", "utf-8")
    (tmp_path / "byleave-secret.byleave").write_bytes(b"beside the folder")
    return made


@pytest.fixture
def get(world, folder):
    """Ask for a file as somebody, whose last proof is that old."""
    house, inner = world.house, Starlette()
    settings = replace(house.settings, backup_dir=folder)
    add_backup_routes(inner.router, OperatorCall(house.call, house.clock), settings, "/console")

    def asked(account, file=ONE, *, view="", age=timedelta()):
        proven = house.clock.now() - age
        identity = ConsoleIdentity("session", account.id, "me", view=view, proven_at=proven)

        async def guarded(scope, receive, send):
            scope[SCOPE_KEY] = identity
            await inner(scope, receive, send)

        return TestClient(guarded).get(f"/acme/file/backup/{file}")

    return asked


class TestFile:
    def test_is_handed_to_an_owner_and_nothing_of_it_is_kept_on_the_way(self, get, world):
        answer = get(world.staff.owner)
        assert (answer.status_code, answer.content) == (200, b"sealed")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-disposition"] == f'attachment; filename="{ONE}"'

    @pytest.mark.parametrize("who", ["admin", "support"])
    def test_is_for_nobody_of_a_lesser_role(self, get, world, who):
        assert get(getattr(world.staff, who)).status_code == 403

    def test_is_not_for_an_old_proof(self, get, world):
        assert get(world.staff.owner, age=FRESH_FOR).status_code == 403

    @pytest.mark.parametrize("view", [Role.AUDITOR.value, Role.SUPPORT.value])
    def test_is_not_for_who_looks_as_another_role(self, get, world, view):
        assert get(world.staff.owner, view=view).status_code == 403

    @pytest.mark.parametrize(
        "file",
        [
            "last-rehearsal.json",
            "..%2Fbyleave-secret.byleave",
            "%2E%2E%2Fbyleave-secret.byleave",
            "byleave-.byleave",
            "byleave-%00.byleave",
            "byleave-*.byleave",
            ONE.upper(),
        ],
    )
    def test_only_a_name_that_lies_there_leads_to_a_file(self, get, world, file):
        answer = get(world.staff.owner, file)
        assert answer.status_code == 404
        assert b"beside" not in answer.content

    def test_one_that_went_meanwhile_is_not_there(self, get, world, folder, monkeypatch):
        found = folder / ONE

        def looked_up(_settings, _name):
            found.unlink()
            return found

        monkeypatch.setattr("app.console.backup_routes.file_of", looked_up)
        assert get(world.staff.owner).status_code == 404
