"""What a backup is poured from, and what a killed one left behind."""

import os
import subprocess
import sys

import pytest

from persistence.backup.content import pour_sqlite


@pytest.mark.skipif(os.name != "posix", reason="only there can one ask whether a process lives")
class TestPourSqlite:
    def test_deletes_the_copies_of_backups_that_were_killed(self, sqlite_template, tmp_path):
        file = tmp_path / "byleave.db"
        sqlite_template.copy(tmp_path)
        ended = subprocess.Popen([sys.executable, "-c", ""])
        ended.wait()
        left = file.with_name(f"{file.name}.backup-{ended.pid}")
        under_way = file.with_name(f"{file.name}.backup-{os.getppid()}")
        for copy in (left, under_way):
            copy.write_bytes(b"as it was")
        poured = []
        pour_sqlite(file, poured.append)
        assert b"".join(poured).startswith(b"SQLite format 3")
        assert not left.exists()
        assert under_way.exists()
        assert list(tmp_path.glob("*.backup-*")) == [under_way]
