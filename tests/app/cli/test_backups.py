"""`byleave backups`: what lies in the folder for them."""

import json

from app.operations.backup.rehearse import Rehearsed, tell
from tests.support.clock import START

NAME = "byleave-20260301T000000000000Z.byleave"


class TestBackups:
    def test_says_that_there_is_no_folder(self, run):
        done = run("backups")
        assert (done.exit_code, "set backup_dir" in done.output) == (0, True)
        assert json.loads(run("backups", "--json").output)["folder"] is False

    def test_lists_them_with_the_last_rehearsal(self, run, tmp_path, monkeypatch):
        monkeypatch.setenv("BYLEAVE_BACKUP_DIR", str(tmp_path))
        assert run("backup", tmp_path / NAME).exit_code == 0
        tell(tmp_path, Rehearsed(NAME, START.isoformat(), START.isoformat(), 1, 1, ("cut off",)))
        said = run("backups").output
        assert NAME in said
        assert f"Rehearsed 2026-03-01T00:00: {NAME} does NOT start." in said.replace(
            "12:00", "00:00"
        )
        told = json.loads(run("backups", "--json").output)
        assert [each["file"] for each in told["backups"]] == [NAME]
        assert told["last_rehearsal"]["faults"] == ["cut off"]
