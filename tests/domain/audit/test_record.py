"""A told event becomes a line with a leaf."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest

from domain.audit.bodies import audit_body
from domain.audit.listing import ListAudit, page
from domain.audit.record import record
from domain.audit.records import AuditFilter
from domain.kernel.errors import Refusal
from domain.kernel.events import EVENTS, Event
from domain.kernel.ids import show
from domain.kernel.paging import PageRequest
from tests.support.ground import an_operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried(Event):
    """A test's event; it stays out of the catalogue."""

    prefix: ClassVar[str] = "acc"
    client: bytes
    kept_session: bytes | None
    digest: bytes
    other: bytes
    words: tuple[str, ...] = ("a", "b")
    count: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet(Event):
    """An event that is counted, not audited."""

    audited: ClassVar[bool] = False


EVENT = Tried(
    subject=b"s" * 16, client=b"c" * 16, kept_session=None, digest=b"d" * 32, other=b"o" * 16
)


@pytest.fixture
def acme(both_grounds):
    both_grounds.settle(slug="acme")
    return both_grounds


def lines(ground):
    return ground.look(lambda w: w.audit.page(AuditFilter(), PageRequest()), tenant="acme").rows


class TestRecord:
    def test_writes_who_what_and_about_whom_with_ids_as_text(self, acme):
        acme.write(lambda work: record(work, EVENT), tenant="acme")
        (line,) = lines(acme)
        assert (line.actor_kind, line.actor_name) == ("system", "system:test")
        assert (line.subject_prefix, line.subject_id) == ("acc", b"s" * 16)
        assert dict(line.facts) == {
            "client": show("cli", b"c" * 16),
            "kept_session": None,
            "digest": "ZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGQ",
            "other": show("id", b"o" * 16),
            "words": ("a", "b"),
            "count": 2,
        }

    def test_its_leaf_is_made_again_from_what_the_database_gives_back(self, acme):
        acme.clock.advance(timedelta(microseconds=123456))
        acme.write(lambda work: record(work, EVENT), tenant="acme")
        (line,) = lines(acme)
        (leaf,) = acme.look(lambda work: work.log.pending(5), tenant="acme")
        assert (leaf.id, leaf.leaf, leaf.at) == (line.id, audit_body(line).leaf(), line.at)

    def test_two_lines_of_one_event_have_two_leaves(self, acme):
        for _ in range(2):
            acme.write(lambda work: record(work, EVENT), tenant="acme")
        one, other = acme.look(lambda work: work.log.pending(5), tenant="acme")
        assert one.leaf != other.leaf

    def test_leaves_nothing_of_an_event_that_is_not_audited(self, acme):
        acme.write(lambda work: record(work, Quiet()), tenant="acme")
        assert lines(acme) == ()

    def test_no_event_of_this_file_is_in_the_catalogue(self):
        assert {Tried, Quiet}.isdisjoint(EVENTS.values())


class TestPage:
    def test_refuses_an_operator_who_may_not_read_the_trail(self, acme):
        with pytest.raises(Refusal, match="forbidden"):
            acme.do(page, ListAudit(), tenant="acme", actor=an_operator("accounts.read"))
        assert acme.do(page, ListAudit(), tenant="acme", actor=an_operator("audit.read")).rows == ()

    def test_tells_what_was_told_since_a_moment(self, acme):
        acme.write(lambda work: record(work, EVENT), tenant="acme")
        acme.clock.advance(timedelta(hours=1))
        since = ListAudit(AuditFilter(since=acme.clock.now()))
        reader = an_operator("audit.read")
        assert acme.do(page, since, tenant="acme", actor=reader).rows == ()
        acme.write(lambda work: record(work, EVENT), tenant="acme")
        assert len(acme.do(page, since, tenant="acme", actor=reader).rows) == 1
