import pytest

from app.runtime.powers.strength import (
    BUDGET,
    LADDER,
    WEAKEST,
    Strength,
    calibrate,
    calibrated,
    read,
)
from app.settings import SettingsError


def machine(nanoseconds):
    """Return a machine that takes so long for each KiB and pass."""
    return lambda step: step.effort * nanoseconds * 1e-9


class TestCalibrate:
    def test_takes_the_most_that_a_fast_machine_can(self):
        assert calibrate(machine(1)) == LADDER[-1] == Strength(64 * 1024, 3)

    def test_takes_the_least_on_a_slow_machine(self):
        assert calibrate(machine(10_000)) == WEAKEST == Strength(19 * 1024, 2)

    @pytest.mark.parametrize("nanoseconds", [100, 200, 300, 400, 500])
    def test_keeps_within_the_budget_and_leaves_no_step_unused(self, nanoseconds):
        measure = machine(nanoseconds)
        taken = calibrate(measure)
        assert measure(taken) <= BUDGET.total_seconds()
        above = LADDER[LADDER.index(taken) + 1 :]
        assert all(measure(step) > BUDGET.total_seconds() for step in above)

    def test_believes_what_it_measures_and_not_what_it_expects(self):
        def cramped(step):
            return 1.0 if step.memory > 32 * 1024 else step.effort * 1e-9

        assert calibrate(cramped) == Strength(32 * 1024, 2)

    def test_measures_this_machine(self):
        assert calibrate() in LADDER


class TestCalibrated:
    def test_measures_once_and_keeps_it(self, tmp_path, monkeypatch):
        folder = tmp_path / "data"
        made = calibrated(folder)
        assert (folder / "password-strength").read_text() == f"{made}\n"
        monkeypatch.setattr("app.runtime.powers.strength.calibrate", None)
        assert calibrated(folder) == made

    def test_takes_what_an_operator_wrote(self, tmp_path):
        (tmp_path / "password-strength").write_text("m=32768,t=2,p=1\n")
        assert calibrated(tmp_path) == Strength(32 * 1024, 2)

    def test_names_the_file_when_it_is_wrong(self, tmp_path):
        (tmp_path / "password-strength").write_text("m=1,t=1,p=1\n")
        with pytest.raises(SettingsError, match=r"password-strength.*delete the file"):
            calibrated(tmp_path)


class TestRead:
    @pytest.mark.parametrize("step", LADDER)
    def test_reads_what_was_written(self, step):
        assert read(str(step), where="x") == step

    @pytest.mark.parametrize(
        "text",
        ["", "strong", "m=19456,t=2", "m=19456,t=2,p=4", "m=8192,t=2,p=1", "m=19456,t=1,p=1",
         "m=131072,t=2,p=1", "m=65536,t=9,p=1", "m=-1,t=2,p=1", "m=19456,t=2,p=1,x=1"],
    )  # fmt: skip
    def test_refuses_what_is_beyond_the_bounds(self, text):
        with pytest.raises(SettingsError):
            read(text, where="x")
