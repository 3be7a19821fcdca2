"""Refusals of what an operator steers while watching."""

from __future__ import annotations

from typing import Final

from domain.kernel.run_book import JobRun
from domain.operators.backups import BeginBackup
from tests.laws.refusals_house import powerless
from tests.laws.scenarios import Scenario
from tests.support.clock import START

HERE: Final = "installation"

WATCHING: Final = (
    Scenario(
        "operators.jobs.pause", "forbidden", lambda w, a, b: "tidy", who=powerless, place=HERE
    ),
    Scenario(
        "operators.jobs.resume", "forbidden", lambda w, a, b: "tidy", who=powerless, place=HERE
    ),
    Scenario(
        "operators.jobs.begin_by_hand",
        "forbidden",
        lambda w, a, b: JobRun("tidy", START, "test", START),
        who=powerless,
        place=HERE,
    ),
    Scenario(
        "operators.backups.begin_backup",
        "forbidden",
        lambda w, a, b: BeginBackup(JobRun("backup", START, "test", START), folder=True),
        who=powerless,
        place=HERE,
    ),
    Scenario(
        "operators.backups.take_backup",
        "forbidden",
        lambda w, a, b: "a",
        who=powerless,
        place=HERE,
    ),
)
