"""Nobody changes the past unseen."""

from datetime import timedelta

import pytest

from domain.audit.bodies import Body, Lines
from domain.audit.records import LeafSource
from domain.audit.retain import retain
from domain.audit.verify import Fault, verify
from domain.kernel.errors import Refusal
from domain.tenants.keys import RotateKey, rotate
from domain.tenants.records import KeyPurpose
from tests.support.ground import an_operator
from tests.support.logs import chain, checked, faults, happen, signed, spoil, tamper

LONG_AGO = timedelta(days=10 * 365)
"""Lines are kept for three years; ids tell the machine's time, which may be ahead of the clock."""


MALFORMED = (
    "leaves = {}",
    f"leaves = {{}}{'00' * 63}",
    f"leaves = {{}}{'00' * 64}",
    f"leaves = {{}}{'ff' * 64}",
    "last = {}",
    "leaves = 'no bytes at all'",
)


class TestVerify:
    def test_holds_for_what_was_written(self, log):
        happen(log)
        chain(log, 3)
        signed(log)
        chain(log)
        signed(log)
        happen(log, 2)
        verdict = checked(log)
        assert verdict.holds
        assert (verdict.leaves, verdict.pending, verdict.checkpoints) == (5, 2, 2)

    @pytest.mark.parametrize(
        "change",
        [
            "actor_name = 'acc_somebody'",
            "result = 'refused'",
            "name = 'tenant.disabled'",
            "facts = '{\"a\": 1}'",
            "subject_id = NULL",
        ],
    )
    def test_finds_a_line_that_was_changed(self, log, change):
        happen(log)
        chain(log)
        tamper(
            log,
            f"UPDATE audit_event SET {change} WHERE id = (SELECT id FROM log_leaf WHERE seq = 3)",  # noqa: S608 - the test is the attacker
        )
        assert faults(log) == [(Fault.BODY_CHANGED, 3)]

    def test_finds_it_before_the_line_has_a_place(self, log):
        happen(log, 1)
        tamper(log, "UPDATE audit_event SET result = 'refused'")
        assert faults(log) == [(Fault.BODY_CHANGED, None)]

    def test_finds_a_leaf_that_waits_though_it_has_its_place(self, log):
        happen(log, 2)
        again = log.look(lambda work: work.log.pending(9), tenant="acme")[0]
        chain(log)
        log.write(lambda work: work.log.add(again), tenant="acme")
        assert faults(log) == [(Fault.LEAF_TWICE, None)]

    def test_finds_a_leaf_that_waits_twice(self, log):
        happen(log, 1)
        (leaf,) = log.look(lambda work: work.log.pending(9), tenant="acme")
        tamper(log, "UPDATE waiting_leaves SET leaves = leaves || leaves")
        if log.database.name == "sqlite":  # there two blobs make a text
            tamper(log, "UPDATE waiting_leaves SET leaves = CAST(leaves AS BLOB)")
        assert faults(log) == [(Fault.LEAF_TWICE, None)]
        assert log.look(lambda work: work.log.get(leaf.id), tenant="acme") == leaf

    @pytest.mark.parametrize("changed", MALFORMED)
    def test_finds_leaves_that_wait_and_cannot_be_read(self, log, changed):
        happen(log, 1)
        (leaf,) = log.look(lambda work: work.log.pending(9), tenant="acme")
        spoil(log, changed)
        happen(log, 1)
        verdict = checked(log)
        assert [(each.fault, each.id) for each in verdict.findings] == [
            (Fault.LEAVES_UNREADABLE, leaf.id),
            (Fault.LEAF_MISSING, leaf.id),
        ]
        assert verdict.findings[0].source is LeafSource.AUDIT

    def test_names_no_record_where_none_is_left_of_what_cannot_be_read(self, log):
        happen(log, 1)
        spoil(log, "leaves = {}", "00")
        tamper(log, "DELETE FROM audit_event")
        assert [each.source for each in checked(log).findings] == [None]

    def test_is_not_misled_by_what_is_erased_meanwhile(self, log):
        happen(log)
        chain(log)
        log.clock.advance(LONG_AGO)

        def meanwhile(work, *, signer):
            return verify(work, signer=signer, bodies={LeafSource.AUDIT: Erasing(work)})

        class Erasing(Lines):
            def get(self, body_id):
                log.do(retain, tenant="acme")
                return super().get(body_id)

        meanwhile.manner = verify.manner
        assert log.do(meanwhile, tenant="acme", signer=log.signer).findings == ()

    def test_finds_a_line_that_was_taken_away(self, log):
        happen(log)
        chain(log)
        tamper(log, "DELETE FROM audit_event WHERE id = (SELECT id FROM log_leaf WHERE seq = 2)")
        assert faults(log) == [(Fault.BODY_MISSING, 2)]

    def test_finds_a_line_that_was_taken_away_with_its_leaf(self, log):
        happen(log)
        chain(log)
        tamper(log, "DELETE FROM audit_event WHERE id = (SELECT id FROM log_leaf WHERE seq = 2)")
        tamper(log, "DELETE FROM log_leaf WHERE seq = 2")
        assert faults(log)[0] == (Fault.PLACE_MISSING, 2)

    def test_finds_a_line_that_was_put_in(self, log):
        happen(log, 2)
        chain(log)
        tamper(log, "DELETE FROM log_leaf WHERE seq = 2")
        assert faults(log) == [(Fault.LEAF_MISSING, None)]

    def test_finds_an_entry_that_does_not_follow(self, log):
        happen(log)
        chain(log)
        tamper(
            log,
            "UPDATE log_leaf SET entry_hash = (SELECT leaf FROM log_leaf WHERE seq = 1) WHERE seq = 4",
        )
        assert faults(log) == [(Fault.CHAIN_BROKEN, 4), (Fault.CHAIN_BROKEN, 5)]

    def test_finds_a_log_that_was_made_anew_behind_a_checkpoint(self, log):
        happen(log)
        chain(log)
        signed(log)
        tamper(log, "DELETE FROM audit_event WHERE id = (SELECT id FROM log_leaf WHERE seq = 5)")
        tamper(log, "DELETE FROM log_leaf WHERE seq = 5")
        happen(log, 1)
        chain(log)
        assert faults(log) == [(Fault.CHECKPOINT_DIFFERS, 5)]

    def test_finds_a_log_that_is_shorter_than_what_was_signed(self, log):
        happen(log)
        chain(log)
        signed(log)
        tamper(log, "DELETE FROM audit_event WHERE id = (SELECT id FROM log_leaf WHERE seq = 5)")
        tamper(log, "DELETE FROM log_leaf WHERE seq = 5")
        assert faults(log) == [(Fault.CHECKPOINT_DIFFERS, 5)]

    def test_finds_a_checkpoint_nobody_signed(self, log):
        happen(log)
        chain(log)
        signed(log)
        tamper(log, "UPDATE checkpoint SET jws = 'e30.e30.c2ln'")
        assert faults(log) == [(Fault.CHECKPOINT_UNSIGNED, 5)]

    def test_a_checkpoint_verifies_after_its_key_was_retired(self, log):
        happen(log)
        chain(log)
        signed(log)
        log.do(rotate, RotateKey(KeyPurpose.CHECKPOINT), tenant="acme")
        chain(log)
        signed(log)
        assert checked(log).holds
        assert checked(log).checkpoints == 2

    def test_asks_other_rooms_for_their_bodies(self, log):
        happen(log, 1)
        chain(log)

        class Changed:
            def get(self, _id):
                return Body(b"salt", {"a": 1})

            def ids(self):
                return iter([b"x" * 16])

            def astray(self):
                return iter([b"y" * 16])

        verdict = log.do(
            verify, tenant="acme", signer=log.signer, bodies={LeafSource.AUDIT: Changed()}
        )
        assert [each.fault for each in verdict.findings] == [
            Fault.BODY_CHANGED,
            Fault.LEAF_MISSING,
            Fault.STATE_DIFFERS,
        ]

    def test_refuses_an_operator_who_may_not_read_the_trail(self, log):
        with pytest.raises(Refusal, match="forbidden"):
            log.do(verify, tenant="acme", signer=log.signer, actor=an_operator())


class TestRetain:
    def test_erases_bodies_and_leaves_a_log_that_holds(self, log):
        happen(log)
        chain(log)
        signed(log)
        log.clock.advance(LONG_AGO)
        happen(log, 1)
        assert log.do(retain, tenant="acme") == 5
        chain(log)
        verdict = checked(log)
        assert verdict.holds
        assert (verdict.leaves, verdict.erased) == (7, 5)
        (line,) = log.told("acme", "audit.cut")
        assert line.facts["rows"] == 5

    def test_tells_nothing_when_nothing_is_old(self, log):
        happen(log)
        assert log.do(retain, tenant="acme") == 0
        assert log.told("acme", "audit.cut") == ()

    def test_a_younger_line_that_is_gone_is_still_found(self, log):
        happen(log)
        log.clock.advance(LONG_AGO)
        happen(log, 1)
        log.do(retain, tenant="acme")
        chain(log)
        tamper(log, "DELETE FROM audit_event WHERE name = 'tenant.enabled'")
        assert faults(log) == [(Fault.BODY_MISSING, 6)]
