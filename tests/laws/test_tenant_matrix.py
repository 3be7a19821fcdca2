"""What belongs to another tenant is simply not there, whichever use case is asked for it."""

import pytest

from tests.laws.matrix import ROWS, label, said
from tests.laws.rows import no_matter, outcome
from tests.laws.traces import differences, tables_of
from tests.laws.use_cases import use_cases


def test_every_use_case_has_a_row():
    assert sorted({row.name for row in ROWS} ^ use_cases().keys()) == []


@pytest.mark.parametrize("row", ROWS, ids=label)
def test_own_things_are_there(world_of, row):
    """Otherwise it would prove nothing that another tenant's are not."""
    world = world_of(row)
    world.house.clock.advance(row.later)
    result, refusal = outcome(lambda: row.own(world))
    assert refusal is None
    if callable(row.answer) and row.answer is not no_matter and row.place != "installation":
        assert not row.answer(result)


@pytest.mark.parametrize("row", ROWS, ids=label)
def test_things_of_another_tenant_are_not_there(world_of, row):
    world = world_of(row)
    world.house.clock.advance(row.later)
    before, marks = tables_of(world.house), world.b.marks()
    result, refusal = outcome(lambda: row.foreign(world))
    if callable(row.answer):
        assert refusal is None, refusal
        assert row.answer(result)
    else:
        assert refusal is not None, result
        assert refusal.code in row.answer
    traces = differences(before, tables_of(world.house))
    there = [trace for trace in traces if trace.tenant_id == world.b.tenant.id]
    assert [trace for trace in there if not (row.told_there and trace.is_evidence)] == []
    assert bool(there) is row.told_there
    if refusal is not None:
        assert [trace for trace in traces if not trace.is_evidence] == []
    if row.place != "installation":
        assert marks.isdisjoint(said(result))


@pytest.mark.parametrize("name", ["accounts.listing.page", "oauth.discovery.key_set"])
def test_the_search_for_marks_finds_its_plant(shared_world, name):
    row = next(each for each in ROWS if each.name == name)
    assert not shared_world.a.marks().isdisjoint(said(row.own(shared_world)))
