"""Nobody changes the past unseen."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from domain.audit.bodies import Body, Lines
from domain.audit.checkpoint import SignCheckpoint, sign
from domain.audit.records import LeafSource
from domain.audit.retain import retain
from domain.audit.sequence import sequence, stuck, waiting
from domain.audit.verify import Fault, verify
from domain.kernel.errors import Refusal
from domain.tenants.events import TenantEnabled
from domain.tenants.keys import RotateKey, rotate
from domain.tenants.records import KeyPurpose
from persistence.statements import Prepared
from tests.support.databases import opened
from tests.support.ground import BASE_URL, Ground, an_operator

CHECKPOINT = SignCheckpoint(BASE_URL)
LONG_AGO = timedelta(days=10 * 365)
"""Lines are kept for three years; ids tell the machine's time, which may be ahead of the clock."""


@pytest.fixture
def log(both_grounds):
    both_grounds.settle(slug="acme")
    return both_grounds


def happen(ground, count=5):
    for _ in range(count):
        ground.write(lambda work: work.tell(TenantEnabled(subject=work.tenant_id)), tenant="acme")


def chain(ground, limit=500):
    return ground.do(sequence, limit, tenant="acme")


def signed(ground):
    return ground.do(sign, CHECKPOINT, tenant="acme")


def checked(ground):
    return ground.do(verify, tenant="acme", signer=ground.signer)


def tamper(ground, statement):
    """Change the database behind our back."""
    ground.database.write(lambda db: db.run(Prepared(text(statement))))


MALFORMED = (
    "leaves = {}",
    f"leaves = {{}}{'00' * 63}",
    f"leaves = {{}}{'00' * 64}",
    f"leaves = {{}}{'ff' * 64}",
    "last = {}",
    "leaves = 'no bytes at all'",
)


def spoil(ground, changed, bytes_="", table="waiting_leaves"):
    """Change every row of a table, by default of the leaves that wait."""
    sqlite = ground.database.name == "sqlite"
    head, _, tail = changed.partition("{}")
    if "{}" in changed:
        value = f"{bytes_}{tail}"
        head += f"x'{value}'" if sqlite else f"decode('{value}', 'hex')"
    tamper(ground, f"UPDATE {table} SET {head}")  # noqa: S608 - the test is the attacker


def faults(ground):
    return [(each.fault, each.seq) for each in checked(ground).findings]


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


class TestSequence:
    def test_chains_the_oldest_first_in_small_batches(self, log):
        happen(log)
        assert [chain(log, 2), chain(log, 2), chain(log, 2), chain(log, 2)] == [2, 2, 1, 0]
        assert not log.do(waiting, tenant="acme")
        leaves = log.look(lambda work: work.log.after(0, 10), tenant="acme")
        assert [leaf.seq for leaf in leaves] == [1, 2, 3, 4, 5]
        assert [leaf.id for leaf in leaves] == sorted(leaf.id for leaf in leaves)

    def test_leaves_what_cannot_be_read_and_chains_what_comes_after(self, log):
        happen(log, 1)
        (bad,) = log.look(lambda work: work.log.pending(9), tenant="acme")
        spoil(log, "leaves = {}", "00")
        happen(log, 3)
        assert log.do(stuck, tenant="acme") == (bad.id,)
        assert [chain(log, 2), chain(log, 2), chain(log, 2)] == [2, 1, 0]
        assert log.do(waiting, tenant="acme")
        assert log.do(stuck, tenant="acme") == (bad.id,)

    def test_gives_no_second_place_to_a_leaf_that_has_one(self, log):
        happen(log, 2)
        again = log.look(lambda work: work.log.pending(9), tenant="acme")[0]
        chain(log)
        log.write(lambda work: work.log.add(again), tenant="acme")
        happen(log, 1)
        assert [chain(log), chain(log)] == [1, 0]
        assert log.do(stuck, tenant="acme") == (again.id,)
        assert faults(log) == [(Fault.LEAF_TWICE, None)]

    def test_chains_none_of_a_row_that_holds_a_leaf_twice(self, log):
        happen(log, 1)
        tamper(
            log,
            "UPDATE waiting_leaves SET leaves = CAST(leaves || leaves AS BLOB)"
            if log.database.name == "sqlite"
            else "UPDATE waiting_leaves SET leaves = leaves || leaves",
        )
        assert chain(log) == 0

    def test_nothing_is_stuck_where_nobody_changed_anything(self, log):
        happen(log)
        assert log.do(stuck, tenant="acme") == ()
        chain(log)
        assert log.do(stuck, tenant="acme") == ()

    def test_three_sequencers_at_once_make_one_chain(self, database_url):
        databases = [opened(database_url) for _ in range(3)]
        grounds = [Ground(each) for each in databases]
        grounds[0].settle(slug="acme")
        happen(grounds[0], 60)
        ready = threading.Barrier(3)

        def work(ground):
            ready.wait()
            while ground.do(waiting, tenant="acme"):
                chain(ground, 7)

        threads = [threading.Thread(target=work, args=(each,)) for each in grounds]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        verdict = checked(grounds[0])
        assert (verdict.findings, verdict.leaves) == ((), 60)
        for ground in grounds:
            ground.pool.close()
            ground.database.close()


class TestSign:
    def test_signs_once_for_what_is_new(self, log):
        assert signed(log) is None
        happen(log)
        chain(log)
        assert signed(log).seq == 5
        assert signed(log) is None

    @pytest.mark.timeout(20)
    @pytest.mark.parametrize("place", [7, 10**15])
    def test_signs_nothing_over_a_place_that_is_missing(self, log, place):
        happen(log)
        chain(log)
        tamper(log, f"UPDATE log_leaf SET seq = {place} WHERE seq = 5")  # noqa: S608 - the test is the attacker
        assert signed(log) is None

    @pytest.mark.parametrize("column", ["frontier = {}00", f"frontier = {{}}{'00' * 64}"])
    def test_goes_on_from_no_edge_of_the_tree_that_somebody_changed(self, log, column):
        happen(log)
        chain(log)
        signed(log)
        spoil(log, column, table="checkpoint")
        assert faults(log) == [(Fault.CHECKPOINT_DIFFERS, 5)]
        happen(log)
        chain(log)
        assert signed(log).seq == 10
        assert faults(log) == [(Fault.CHECKPOINT_DIFFERS, 5)]

    def test_goes_on_where_a_checkpoint_says_another_place(self, log):
        happen(log)
        chain(log)
        signed(log)
        tamper(log, "UPDATE checkpoint SET seq = 3")
        happen(log)
        chain(log)
        assert signed(log).seq == 10
        assert faults(log) == [(Fault.CHECKPOINT_DIFFERS, 3)]

    def test_keeps_the_first_when_two_replicas_sign(self, log):
        happen(log)
        chain(log)
        seen = log.look(lambda work: sign.look(work, CHECKPOINT), tenant="acme")
        jws = sign.slow(seen, CHECKPOINT, signer=log.signer)
        assert signed(log) is not None
        late = log.write(lambda work: sign.settle(work, CHECKPOINT, seen, jws), tenant="acme")
        assert late is None
        assert checked(log).checkpoints == 1

    def test_says_whose_log_it_is(self, log):
        happen(log)
        chain(log)
        keys = log.look(lambda w: w.tenant_keys.history(KeyPurpose.CHECKPOINT), tenant="acme")
        claims = log.signer.verify(keys, signed(log).jws, typ="checkpoint+jwt")
        assert claims["iss"] == f"{BASE_URL}/t/acme"
        assert set(claims) == {"iss", "iat", "seq", "entry_hash", "root"}
