"""Nonsense in the last place of the log holds up nobody, and nothing is signed over it."""

import pytest

from domain.audit.verify import Fault
from domain.operators.trail import chain_state
from tests.support.ground import an_operator
from tests.support.logs import chain, faults, happen, signed, tamper

READER = an_operator("audit.read")
NOT_UTF_8 = "CAST(x'ff' AS TEXT)"
CHANGES = [
    ("sqlite", "source = 'nobody'"),
    ("sqlite", "at = 'soon'"),
    ("sqlite", f"source = {NOT_UTF_8}"),
    ("sqlite", "leaf = 'text'"),
    ("sqlite", "entry_hash = 'text'"),
    ("postgres", "source = 'nobody'"),
    ("postgres", "at = 'infinity'"),
    ("postgres", "entry_hash = '\\x00'"),
]


@pytest.fixture
def spoilt(log, change):
    happen(log, 3)
    chain(log)
    signed(log)
    happen(log, 1)
    chain(log)
    tamper(log, f"UPDATE log_leaf SET {change} WHERE seq = 4")  # noqa: S608 - the test is the attacker
    return log


def state(log):
    return log.do(chain_state, tenant="acme", actor=READER)


@pytest.mark.parametrize(("engine_name", "change"), CHANGES)
class TestTail:
    def test_is_followed_though_it_cannot_be_read(self, spoilt):
        assert signed(spoilt) is None
        assert state(spoilt).entries == 4
        happen(spoilt, 2)
        assert chain(spoilt) == 2
        assert state(spoilt).entries == 6
        assert (Fault.LEAF_UNREADABLE, 4) in faults(spoilt)
        assert {seq for _, seq in faults(spoilt)} <= {4, 5}
        assert signed(spoilt) is None


@pytest.mark.parametrize(
    ("engine_name", "change"), [("sqlite", "seq = 'text'"), ("sqlite", "seq = x'00'")]
)
class TestPlace:
    def test_that_is_none_is_passed_over(self, spoilt):
        happen(spoilt, 2)
        assert chain(spoilt) == 2
        assert (Fault.LEAF_UNREADABLE, None) in faults(spoilt)


@pytest.mark.parametrize(
    ("engine_name", "change"),
    [("sqlite", "at = 'soon'"), ("postgres", "at = 'infinity'"), ("postgres", "root = '\\x00'")],
)
class TestChainState:
    def test_tells_of_no_checkpoint_that_cannot_be_read(self, log, change):
        happen(log, 3)
        chain(log)
        signed(log)
        tamper(log, f"UPDATE checkpoint SET {change}")  # noqa: S608 - the test is the attacker
        seen = state(log)
        assert (seen.entries, seen.signed, seen.signed_at) == (3, 0, None)
