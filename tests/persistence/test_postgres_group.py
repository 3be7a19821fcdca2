"""Brief jobs that write run abreast, in one transaction."""

import contextlib
import threading
import time

import psycopg
import pytest

from domain.kernel.errors import Refusal, RefusalKind
from persistence.faults import RefusedAfterChange
from persistence.outage import Outage
from persistence.postgres_group import PostgresGroup
from tests.support.abreast import adding, cut, ends, fallbacks, gathered
from tests.support.databases import opened
from tests.support.slips import ADD, ALL, COUNT, GET, NOTE, TAKE, a_slip, count_of, kept, words

pytestmark = pytest.mark.postgres
NO = RefusalKind("test_no", "No.", "There is no way out of a test.")


class TestGroup:
    @pytest.fixture
    def engine_name(self):
        return "postgres"

    def test_shares_exchanges_and_a_transaction(self, slips, exchanges):
        with gathered(slips._group) as submit:
            futures = [submit(adding(word)) for word in "abc"]
        assert [future.result(60) for future in futures] == ["a", "b", "c"]
        assert [[text.split()[0] for text in each] for each in exchanges] == [
            ["BEGIN", "SELECT", "SELECT", "SELECT"],
            ["INSERT", "INSERT", "INSERT", "COMMIT"],
        ]
        assert words(slips) == ["a", "b", "c"]
        assert fallbacks(slips._group) == 0

    def test_rows_that_nobody_asked_before_are_kept(self, slips, exchanges):
        with gathered(slips._group) as submit:
            futures = [submit(lambda db, word=word: db.add(ADD, **a_slip(word))) for word in "ab"]
        assert ends(futures) == [type(None)] * 2
        assert [len(each) for each in exchanges] == [2]
        assert words(slips) == ["a", "b"]

    def test_each_gets_its_own_answers(self, slips):
        ids = [kept(slips, word) for word in "abcd"]

        def act(id_, times):
            def job(db):
                for _ in range(times):
                    db.run(COUNT, id=id_)
                return db.one(GET, id=id_)[1:3]

            return job

        with gathered(slips._group) as submit:
            futures = [submit(act(id_, times)) for times, id_ in enumerate(ids)]
        assert [future.result(60) for future in futures] == [
            ("a", 0),
            ("b", 1),
            ("c", 2),
            ("d", 3),
        ]

    def test_only_one_of_several_takes_what_is_taken_once(self, slips):
        id_ = kept(slips, "a")

        def take(db):
            db.one(GET, id=id_)
            return db.one(TAKE, id=id_)

        with gathered(slips._group) as submit:
            futures = [submit(take) for _ in range(3)]
        assert sorted(str(future.result(60)) for future in futures) == ["None", "None", "a"]

    def test_the_evidence_of_a_refusal_is_kept_beside_the_others(self, slips):
        def refused(db):
            db.all(ALL)
            db.add(NOTE, **a_slip("evidence"))
            raise Refusal(NO)

        with gathered(slips._group) as submit:
            futures = [submit(adding("a")), submit(refused), submit(adding("b"))]
        assert ends(futures) == [type(None), Refusal, type(None)]
        assert words(slips) == ["a", "b", "evidence"]
        assert fallbacks(slips._group) == 0

    def test_a_fault_undoes_no_neighbour(self, slips):
        after = []

        def faulty(db):
            db.run(ADD, **a_slip("undone"))
            raise ZeroDivisionError

        def half(db):
            db.run(ADD, **a_slip("half"))
            raise Refusal(NO)

        def noted(db):
            db.after_commit(lambda: after.append("b"))
            return adding("b")(db)

        with gathered(slips._group) as submit:
            futures = [submit(adding("a")), submit(faulty), submit(half), submit(noted)]
        assert ends(futures) == [type(None), ZeroDivisionError, RefusedAfterChange, type(None)]
        assert words(slips) == ["a", "b"]
        assert after == ["b"]
        assert fallbacks(slips._group) == 1

    @pytest.mark.parametrize("asks", [True, False])
    def test_a_statement_that_fails_undoes_no_neighbour(self, slips, asks):
        kept(slips, "taken")

        def colliding(db):
            (db.run if asks else db.add)(ADD, **a_slip("taken"))

        with gathered(slips._group) as submit:
            futures = [submit(adding("a")), submit(colliding), submit(adding("b"))]
        assert ends(futures) == [type(None), psycopg.errors.UniqueViolation, type(None)]
        assert words(slips) == ["a", "b", "taken"]

    def test_a_value_that_cannot_be_sent_undoes_no_neighbour(self, slips):
        with gathered(slips._group) as submit:
            futures = [submit(adding("a")), submit(adding("b\ud800")), submit(adding("c"))]
        assert ends(futures) == [type(None), UnicodeEncodeError, type(None)]
        assert words(slips) == ["a", "c"]

    def test_what_needs_a_transaction_of_its_own_gets_one(self, slips):
        def turning(db):
            return db.take_turn(b"one")

        def announcing(db):
            db.announce(b"acme")
            return adding("b")(db)

        with gathered(slips._group) as submit:
            futures = [submit(adding("a")), submit(turning), submit(announcing)]
        assert [future.result(60) for future in futures] == ["a", True, "b"]
        assert words(slips) == ["a", "b"]

    def test_a_row_that_another_holds_keeps_no_neighbour_waiting(self, slips):
        id_ = kept(slips, "held")
        with psycopg.connect(slips.conninfo) as other:
            other.execute("SELECT FROM slip WHERE id = %s FOR UPDATE", (id_,))
            with gathered(slips._group) as submit:
                held = submit(lambda db: db.run(COUNT, id=id_))
                free = submit(adding("free"))
            assert free.result(60) == "free"
            assert not held.done()
        assert held.result(60) == 1
        assert count_of(slips, id_) == 1

    def test_groups_of_two_processes_that_cross_both_end(self, slips, database_url):
        ids = [kept(slips, word) for word in "ab"]
        other = opened(database_url)
        meeting = threading.Barrier(2)

        def counting(id_, *, meets):
            met = []

            def act(db):
                db.run(COUNT, id=id_)
                if meets and not met:
                    met.append(1)
                    meeting.wait(60)

            return act

        def crossing(first, second):
            def late(db):
                db.all(ALL)
                db.run(COUNT, id=second)

            return counting(first, meets=True), late

        with gathered(slips._group) as submit, gathered(other._group) as submit_there:
            futures = [submit(each) for each in crossing(*ids)]
            futures += [submit_there(each) for each in crossing(*reversed(ids))]
        for future in futures:
            future.result(60)
        assert [count_of(slips, id_) for id_ in ids] == [2, 2]
        other.close()

    def test_what_was_cut_before_its_commit_runs_again(self, slips):
        tries = []

        def cutting(db):
            db.run(ADD, **a_slip("a"))
            tries.append(1)
            if len(tries) == 1:
                cut(slips, slips._group)
            db.all(ALL)

        with gathered(slips._group) as submit:
            futures = [submit(cutting), submit(adding("b"))]
        assert ends(futures) == [type(None)] * 2
        assert len(tries) == 2
        assert words(slips) == ["a", "b"]
        assert slips._group.submit(adding("c")).result(60) == "c"

    def test_what_was_cut_in_its_commit_is_not_run_again(self, slips, monkeypatch):
        tries = []
        keep = PostgresGroup._keep

        def cut_first(group, ending):
            if tries:
                cut(slips, slips._group)
            keep(group, ending)

        def act(db):
            tries.append(1)
            adding(f"{len(tries)}")(db)

        monkeypatch.setattr(PostgresGroup, "_keep", cut_first)
        with gathered(slips._group) as submit:
            futures = [submit(act) for _ in range(3)]
        assert ends(futures) == [Outage] * 3
        assert len(tries) == 3
        assert slips.writer.trouble is not None
        tries.clear()
        assert slips._group.submit(adding("a")).result(60) == "a"
        assert words(slips) == ["a"]

    def test_a_commit_that_postgres_answers_by_a_rollback_is_none(self, slips, monkeypatch):
        keep = PostgresGroup._keep

        def spoilt(group, ending):
            if ending:
                with contextlib.suppress(psycopg.errors.DivisionByZero):
                    group._wire.ask("SELECT 1 / 0")
            keep(group, ending[-1:])

        monkeypatch.setattr(PostgresGroup, "_keep", spoilt)
        with gathered(slips._group) as submit:
            futures = [submit(adding(word)) for word in "ab"]
        assert ends(futures) == [type(None)] * 2
        assert words(slips) == ["a", "b"]
        assert fallbacks(slips._group) == 1

    def test_says_so_when_postgres_is_gone(self, slips, monkeypatch):
        def gone(_info):
            raise psycopg.OperationalError("the connection is lost")

        cut(slips, slips._group)
        monkeypatch.setattr("persistence.postgres_wire.Wire", gone)
        with pytest.raises(Outage):
            slips._group.submit(adding("a")).result(60)
        assert slips.writer.trouble is not None

    def test_its_queue_counts_as_the_writers(self, slips):
        with gathered(slips._group) as submit:
            futures = [submit(adding(word)) for word in "ab"]
            assert slips.writer.waiting() == 2
        assert ends(futures) == [type(None)] * 2

    def test_finishes_what_waits_when_it_closes(self, slips):
        with gathered(slips._group) as submit:
            futures = [submit(adding("a")), submit(lambda _db: 1 / 0), submit(adding("b"))]
            closing = threading.Thread(target=slips.close)
            closing.start()
            time.sleep(0.05)
        closing.join(60)
        assert [type(future.exception(0)) for future in futures] == [
            type(None),
            ZeroDivisionError,
            type(None),
        ]
