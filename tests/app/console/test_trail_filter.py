"""What an address asks of the trail; what cannot be read asks nothing, or finds nothing."""

from datetime import UTC, datetime

import pytest

from app.console.sentences import GROUPS, group_of, known_names
from app.console.trail_filter import NOTHING, chosen_filter
from domain.audit.records import AuditFilter
from domain.kernel.ids import new_id, show


def test_nothing_said_asks_for_everything():
    assert chosen_filter({}) == AuditFilter()


def test_reads_each_word():
    account = new_id()
    said = {
        "result": "refused",
        "event": "login.failed",
        "actor": "system:cli",
        "about": show("acc", account),
        "since": "2026-03-01",
        "until": "2026-03-02",
    }
    assert chosen_filter(said) == AuditFilter(
        ("login.failed",),
        account,
        "system:cli",
        "refused",
        datetime(2026, 3, 1, tzinfo=UTC),
        datetime(2026, 3, 3, tzinfo=UTC),
    )


def test_a_group_stands_for_its_events():
    names = chosen_filter({"group": "login"}).names
    assert {"login.failed", "login.signed_in"} <= set(names)
    assert "account.created" not in names


def test_every_event_belongs_to_a_group():
    assert sorted({group_of(name) for name in known_names()} - set(GROUPS)) == []


@pytest.mark.parametrize(
    "said",
    [
        {"event": "x"},
        {"group": "x"},
        {"result": "x"},
        {"since": "x"},
        {"until": "2026-13-1"},
        {"until": "9999-12-31"},
        {"actor": "a\0"},
    ],
)
def test_what_cannot_be_read_asks_nothing(said):
    assert chosen_filter(said) == AuditFilter()


def test_an_object_that_is_no_id_finds_nothing():
    assert chosen_filter({"about": "alice@example.com"}).subject == NOTHING
