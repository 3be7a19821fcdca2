"""A refusal leaves evidence and nothing else (ADR-3), in every use case."""

import pytest

from persistence.tables import SCHEMA
from tests.laws.refusals import NEVER, SCENARIOS
from tests.laws.traces import EVIDENCE
from tests.laws.use_cases import use_cases

WRITING = {name: each for name, each in use_cases().items() if each.writes}


def test_every_use_case_that_writes_has_a_refusal():
    told = {scenario.name for scenario in SCENARIOS}
    assert sorted(WRITING.keys() - told - NEVER) == []
    assert sorted((told | NEVER) - WRITING.keys()) == []
    assert sorted(told & NEVER) == []


def test_what_never_refuses_says_so():
    assert [name for name in NEVER if WRITING[name].refuses] == []


def test_evidence_is_of_tables_that_are_there():
    columns = {table.name: set(table.c.keys()) for table in SCHEMA.sorted_tables}
    assert EVIDENCE.keys() <= columns.keys()
    for table, acts in EVIDENCE.items():
        assert acts - {"add", "remove"} <= columns[table]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: f"{each.name}-{each.code}")
def test_a_refusal_leaves_evidence_and_nothing_else(world, scenario):
    refusal, traces = scenario.play(world)
    assert refusal is not None
    assert refusal.code == scenario.code
    assert [trace for trace in traces if not trace.is_evidence] == []
    assert {trace.table for trace in traces} == scenario.leaves
