"""A line of the trail that somebody filled with nonsense is shown as such, and hides no other."""

import pytest

from app.operations.trail_file import trail_csv
from domain.audit.listing import ListAudit, page
from domain.audit.records import UNREADABLE
from domain.figures.count import sequence_and_count
from domain.kernel.ids import made_at
from domain.kernel.paging import PageRequest
from tests.support.ground import an_operator
from tests.support.logs import happen, tamper

READER = an_operator("audit.read")
NOT_UTF_8 = "CAST(x'ff' AS TEXT)"
EVERYWHERE = (
    "facts = '[1]'",
    "facts = 'null'",
    'facts = \'{"a": {"b": 1}}\'',
    "facts = '{\"a\": [{}]}'",
    "actor_kind = 'nobody'",
    "result = 'nothing'",
)
ON_SQLITE = (
    "at = 'soon'",
    "at = 9000000000000000000",
    "facts = 'no JSON'",
    f"facts = {NOT_UTF_8}",
    "name = x'00'",
    "salt = 'text'",
    "subject_id = 'text'",
    "subject_id = x'00'",
    "name = 'consent.given', subject_prefix = 'cli', subject_id = 'text'",
)
CHANGES = [("sqlite", each) for each in (*EVERYWHERE, *ON_SQLITE)]
CHANGES += [("postgres", each) for each in (*EVERYWHERE, "at = 'infinity'", "subject_id = '\\x00'")]
spoilt = pytest.mark.parametrize(("engine_name", "change"), CHANGES)


def listed(log, **request):
    asked = ListAudit(page=PageRequest(**request))
    return log.do(page, asked, tenant="acme", actor=READER)


def spoil(log, event_id, change):
    value = f"x'{event_id.hex()}'" if log.database.name == "sqlite" else f"'\\x{event_id.hex()}'"
    tamper(log, f"UPDATE audit_event SET {change} WHERE id = {value}")  # noqa: S608 - the test is the attacker


class TestPage:
    @spoilt
    def test_shows_a_line_that_cannot_be_read_and_goes_on(self, log, change):
        happen(log, 3)
        newest, middle, oldest = listed(log).rows
        spoil(log, middle.id, change)
        seen = listed(log)
        assert (seen.rows[0], seen.rows[2]) == (newest, oldest)
        odd = seen.rows[1]
        assert (odd.id, odd.name, odd.at) == (middle.id, UNREADABLE, made_at(middle.id))
        first = listed(log, size=2)
        assert first.next == middle.id
        assert listed(log, size=2, after=first.next).rows == (oldest,)
        assert UNREADABLE in "".join(trail_csv(lambda asked: listed(log, size=asked.size)))

    @pytest.mark.parametrize("engine_name", ["sqlite"])
    @pytest.mark.parametrize("value", ["'text'", "7", "x''"])
    def test_goes_on_without_a_line_whose_id_is_none(self, log, value):
        happen(log, 3)
        newest, middle, oldest = listed(log).rows
        spoil(log, middle.id, f"id = {value}")
        assert listed(log).rows == (newest, oldest)
        first = listed(log, size=1)
        assert first.next == newest.id
        second = listed(log, size=1, after=first.next)
        assert (second.rows, second.next) == ((oldest,), None)

    @pytest.mark.parametrize("head", ["00", "ff"])
    def test_tells_some_moment_whatever_an_id_says(self, log, head):
        happen(log, 1)
        (line,) = listed(log).rows
        id_ = head * 16
        set_to = f"x'{id_}'" if log.database.name == "sqlite" else f"'\\x{id_}'"
        spoil(log, line.id, f"result = 'nothing', id = {set_to}")
        assert listed(log).rows[0].name == UNREADABLE


class TestSequenceAndCount:
    @spoilt
    def test_goes_on_over_a_line_that_cannot_be_read(self, log, change):
        happen(log, 3)
        spoil(log, listed(log).rows[1].id, change)
        assert log.do(sequence_and_count, tenant="acme") == 3
