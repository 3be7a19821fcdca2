"""One chain, however many make it; signed, and never over what somebody changed."""

import threading

import pytest

from domain.audit.checkpoint import sign
from domain.audit.sequence import stuck, waiting
from domain.audit.verify import Fault
from domain.tenants.records import KeyPurpose
from tests.support.databases import opened
from tests.support.ground import BASE_URL, Ground
from tests.support.logs import CHECKPOINT, chain, checked, faults, happen, signed, spoil, tamper


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
