"""Rows of what ends when a backup is put back: the machine itself does it."""

from __future__ import annotations

from typing import Final

from domain.kernel.run_book import JobRun
from domain.operators.backups import BACK_UP, BeginBackup
from domain.operators.restored import WasRestored
from tests.laws.rows import Row, a_machine, nothing
from tests.support.clock import START

HERE: Final = "installation"
_STEER: Final = ("jobs.change",)

BACKUP: Final = (
    Row(
        "operators.backups.begin_backup",
        lambda w, a, b: BeginBackup(JobRun(BACK_UP, START, "test", START), folder=True),
        words=_STEER,
        place=HERE,
    ),
    Row("operators.backups.take_backup", lambda w, a, b: "a", words=_STEER, place=HERE),
    Row("consent.end.end_restored", lambda w, a, b: 500, who=a_machine),
    Row("tenants.keys.retire_now", nothing, who=a_machine),
    Row(
        "operators.restored.tell_restored",
        lambda w, a, b: WasRestored("2026-01-01T00:00:00+00:00", 0, 0),
        who=a_machine,
    ),
)
