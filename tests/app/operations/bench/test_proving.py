"""A run of the bench becomes lines of proof: what it cost, what was wanted, whether it holds."""

import json

import pytest
from typer.testing import CliRunner

from app.cli import bench as command
from app.operations import proof_lines
from app.operations.bench import growth, run
from app.operations.bench.growth import Grown
from app.operations.bench.operations import Operation
from app.operations.bench.proving import growth_line, speed_lines
from app.operations.bench.run import Figure, Report
from app.operations.proof_lines import keep, line, without_build

GATED = Operation("token", lambda _ground: iter(()), 0.1, 0.2, (0.1, 0.05), (0.2, 0.1))
FREE = Operation("page", lambda _ground: iter(()))


def a_report(engine="sqlite", operation=GATED, **changes):
    told = {"cpu": 0.1, "database": 0.0, "rate": 2000.0, "p50": 0.4, "p99": 1.2, "count": 99}
    figure = Figure(operation, **told | changes)
    return Report(engine, [figure], 0.9, 0.6, 100.0, 80.0, 105.0, 40.0, calibration=7.5)


def first(report):
    return next(iter(speed_lines(report)))


class TestSpeedLines:
    def test_say_what_it_cost_and_what_was_wanted(self):
        said = first(a_report())
        assert said["name"] == "Speed: token (SQLite)"
        assert said["figure"] == "0.1 ms; 2,000 a second, p50 0.4 ms, p99 1.2 ms"
        assert (said["target"], said["gate"]) == ("0.1 ms", "0.2 ms")
        assert said["holds"]
        assert said["met"]
        assert said["command"] == "byleave bench --engine sqlite"

    def test_on_postgres_the_database_stands_beside_it(self):
        said = first(a_report("postgres", database=0.07))
        assert said["figure"].startswith("0.1 + 0.07 ms;")
        assert said["target"] == "0.1 + 0.05 ms"
        assert said["holds"]
        assert not said["met"]

    @pytest.mark.parametrize(
        ("cpu", "holds", "met"), [(0.1, True, True), (0.15, True, False), (0.25, False, False)]
    )
    def test_gate_and_target_are_two_things(self, cpu, holds, met):
        said = first(a_report(cpu=cpu))
        assert (said["holds"], said["met"]) == (holds, met)

    def test_a_slow_machine_is_allowed_for(self):
        report = a_report(cpu=0.19)
        report.calibration = 15.0
        assert first(report)["met"]

    def test_what_has_no_bound_holds(self):
        said = first(a_report(operation=FREE, cpu=99.0))
        assert (said["target"], said["gate"]) == ("", "")
        assert said["holds"]
        assert said["met"]

    def test_a_run_of_some_operations_says_nothing_of_start_and_memory(self):
        told = [each["name"] for each in speed_lines(a_report(), whole=False)]
        assert told
        assert not [name for name in told if "memory" in name or "start" in name or "day" in name]

    def test_start_and_memory_have_targets(self):
        by_name = {each["name"]: each for each in speed_lines(a_report(), accounts=1000)}
        start = by_name["Speed: start, among 1,000 accounts (SQLite)"]
        assert start["met"]
        assert start["command"].endswith("--accounts 1000")
        assert by_name["Speed: memory, among 1,000 accounts (SQLite)"]["met"]


class TestGrowthLine:
    def test_names_what_grew_most(self):
        rows = [Grown("a", (1.0, 1.1)), Grown("b", (0.2, 0.5))]
        said = growth_line("postgres", [1000, 100000], rows)
        assert said["name"] == "Speed: growth from 1,000 to 100,000 accounts (Postgres)"
        assert "×2.50: b, 0.200 to 0.500 ms" in said["figure"]
        assert not said["holds"]


class TestKeep:
    def test_the_newest_of_a_name_counts(self, tmp_path):
        keep(tmp_path / "new", line("A: b (c)", "old", "d"))
        file = keep(tmp_path / "new", line("A: b (c)", "new", "d"))
        assert file.name == "a-b-c.json"
        assert json.loads(file.read_text("utf-8"))["figure"] == "new"

    def test_the_kernels_build_is_not_told(self, monkeypatch):
        monkeypatch.setattr(
            proof_lines, "machine", lambda: "AMD, 2 cores, Linux 6.18.44-cloud, Python 3.11.7"
        )
        assert line("a", "b", "c")["machine"] == "AMD, 2 cores, Linux 6.18, Python 3.11.7"
        assert without_build("Apple M4") == "Apple M4"


class TestCommand:
    @pytest.fixture
    def measured(self, monkeypatch):
        monkeypatch.setattr("app.operations.bench.account.can_measure", lambda: True)
        monkeypatch.setattr(run, "run", lambda *_: a_report())
        monkeypatch.setattr(growth, "grow", lambda *_: [Grown("a", (1.0, 1.1))])

    @pytest.mark.usefixtures("measured")
    @pytest.mark.parametrize(
        ("words", "name"),
        [([], "speed-token-sqlite.json"), (["growth", "--sizes", "1,2"], "speed-growth-from-1")],
    )
    def test_keeps_figures_where_a_folder_is_named(self, tmp_path, words, name):
        folder = tmp_path / "proofs"
        env = {"BYLEAVE_PROOFS": str(folder)}
        answer = CliRunner().invoke(command.bench, [*words], env=env)
        assert answer.exit_code == 0, answer.output
        assert [each for each in folder.iterdir() if each.name.startswith(name)]

    @pytest.mark.usefixtures("measured")
    def test_keeps_none_otherwise(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("BYLEAVE_PROOFS", raising=False)
        assert CliRunner().invoke(command.bench, []).exit_code == 0
        assert list(tmp_path.iterdir()) == []
