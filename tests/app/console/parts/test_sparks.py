"""A few numbers as bars, and the same in words."""

import gettext
from datetime import timedelta

from app.console.pages.jobs import lately
from app.console.parts.sparks import HIGH, LOW, MOST, spark_cell
from app.runtime.words import Words
from domain.kernel.run_book import JobRun
from domain.operators.jobs import JobStanding
from tests.support.clock import START

WORDS = Words("en", gettext.NullTranslations())


def runs(*seconds):
    """Return runs that took so long, the newest first; None still runs."""
    return tuple(
        JobRun(
            "tidy", START, "x", START, START + timedelta(seconds=took) if took is not None else None
        )
        for took in seconds
    )


class TestSparkCell:
    def test_is_as_high_as_the_most_and_never_nothing(self):
        assert spark_cell([0, 1, 2], "said") == ([LOW, HIGH // 2, HIGH], "said")
        assert spark_cell([0, 0], "said") == ([LOW, LOW], "said")

    def test_draws_the_newest_alone(self):
        heights, _ = spark_cell([9] + [1] * MOST, "said")
        assert heights == [HIGH] * MOST

    def test_is_empty_where_nothing_can_be_compared(self):
        assert spark_cell([], "said") == spark_cell([3], "said") == ""


class TestLately:
    def test_tells_how_long_runs_took_oldest_first(self):
        seen = JobStanding("tidy", runs(None, 2, 1, 4), None, START)
        heights, said = lately(WORDS, seen)
        assert heights == [HIGH, HIGH // 4, HIGH // 2]
        assert said == "The last 3 runs took 1.0 s to 4.0 s, the newest 2.0 s"

    def test_tells_nothing_of_a_job_that_never_ended_a_run(self):
        assert lately(WORDS, JobStanding("tidy", runs(None), None, START)) == ""
        assert lately(WORDS, JobStanding("tidy", (), None, START)) == ""
