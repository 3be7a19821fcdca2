"""Jobs that only add rows share a commit with those that come meanwhile."""

import contextlib
import time

import psycopg
import pytest

from persistence.outage import Outage
from tests.support.databases import HELD_UP
from tests.support.slips import ADD, ALL, a_slip


@pytest.mark.postgres
class TestGathering:
    @pytest.fixture
    def engine_name(self):
        return "postgres"

    @contextlib.contextmanager
    def held_up(self, slips):
        """Let no row in meanwhile; yields what waits until so many statements stand there."""

        def wait_for(count):
            for _ in range(6000):
                row = server.execute(f"SELECT count(*) {HELD_UP}").fetchone()
                if row[0] == count:
                    return
                time.sleep(0.01)
            raise AssertionError

        with psycopg.connect(slips.conninfo, autocommit=True) as server:
            server.execute("BEGIN")
            server.execute("LOCK TABLE slip IN EXCLUSIVE MODE")
            yield wait_for
            server.execute("COMMIT")

    def gathered(self, slips, count):
        """Wait until so many jobs have left their rows for whoever carries."""
        for _ in range(6000):
            waiting = slips.writer.servers[0]._gathering._waiting
            if len(waiting) == count:
                return
            time.sleep(0.01)
        raise AssertionError(len(waiting))

    def test_rows_of_jobs_that_come_during_a_commit_share_the_next(self, slips, exchanges):
        with self.held_up(slips) as wait_for:
            futures = [slips.writer.submit(lambda db: db.add(ADD, **a_slip("a")))]
            wait_for(1)
            futures += [
                slips.writer.submit(lambda db, word=word: db.add(ADD, **a_slip(word)))
                for word in "bcdef"
            ]
            self.gathered(slips, 5)
        for future in futures:
            future.result(60)
        assert [len(each) for each in exchanges] == [1, 5]
        assert slips.read(lambda db: db.all(ALL)) == list("abcdef")
        assert sum(server.fallbacks for server in slips.writer.servers) == 0

    def test_rows_that_cannot_stand_do_no_harm_to_the_others(self, slips):
        slips.write(lambda db: db.add(ADD, **a_slip("c")))
        after = []

        def adding(word):
            def act(db):
                db.add(ADD, **a_slip(word))
                db.after_commit(lambda: after.append(word))

            return act

        with self.held_up(slips) as wait_for:
            futures = {"a": slips.writer.submit(adding("a"))}
            wait_for(1)
            futures |= {word: slips.writer.submit(adding(word)) for word in "bcd"}
            self.gathered(slips, 3)
        with pytest.raises(psycopg.errors.UniqueViolation):
            futures.pop("c").result(60)
        for future in futures.values():
            future.result(60)
        assert slips.read(lambda db: db.all(ALL)) == list("abcd")
        assert sorted(after) == ["a", "b", "d"]

    def test_rows_that_were_on_their_way_when_the_connection_was_cut_are_not_sent_again(
        self, slips
    ):
        tries = []

        def adding(word):
            def act(db):
                tries.append(word)
                db.add(ADD, **a_slip(word))

            return act

        with self.held_up(slips) as wait_for:
            first = slips.writer.submit(adding("a"))
            wait_for(1)
            others = [slips.writer.submit(adding(word)) for word in "bc"]
            self.gathered(slips, 2)
            with psycopg.connect(slips.conninfo, autocommit=True) as server:
                server.execute(f"SELECT pg_terminate_backend(pid, 60000) {HELD_UP}")
        with pytest.raises(Outage):
            first.result(60)
        for other in others:
            other.result(60)
        assert sorted(tries) == ["a", "b", "c"]
        assert slips.read(lambda db: db.all(ALL)) == ["b", "c"]

    def test_a_row_that_cannot_even_be_sent_keeps_nobody_waiting(self, slips):
        with self.held_up(slips) as wait_for:
            futures = [slips.writer.submit(lambda db: db.add(ADD, **a_slip("a")))]
            wait_for(1)
            futures += [
                slips.writer.submit(lambda db, word=word: db.add(ADD, **a_slip(word)))
                for word in ("b", "c\ud800", "d")
            ]
            self.gathered(slips, 3)
        ends = [future.exception(60) for future in futures]
        assert [type(end) for end in ends] == [
            type(None),
            type(None),
            UnicodeEncodeError,
            type(None),
        ]
        assert slips.read(lambda db: db.all(ALL)) == ["a", "b", "d"]
