"""What a write commits and what it undoes (ADR-3)."""

import logging

import pytest

from domain.kernel.errors import Refusal, RefusalKind
from persistence.faults import RefusedAfterChange, WriteInsideWrite
from tests.support.slips import (
    ADD,
    ALL,
    COUNT,
    DROP,
    NOTE,
    SPEND,
    TAKE,
    a_slip,
    count_of,
    kept,
    words,
)

NO = RefusalKind("test_no", "No.", "There is no way out of a test.")


class TestWrite:
    def test_commits_on_return(self, slips):
        assert slips.write(lambda db: db.add(ADD, **a_slip("a")) or 7) == 7
        assert words(slips) == ["a"]

    def test_undoes_everything_on_a_fault(self, slips):
        def act(db):
            db.add(ADD, **a_slip("a"))
            db.all(ALL)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            slips.write(act)
        assert words(slips) == []

    def test_sees_what_it_added_itself(self, slips):
        def act(db):
            for word in "abc":
                db.add(ADD, **a_slip(word))
            return db.all(ALL)

        assert slips.write(act) == ["a", "b", "c"]

    def test_keeps_more_rows_than_one_statement_merges(self, slips):
        def act(db):
            for number in range(21):
                db.add(ADD, **a_slip(f"{number:02}"))

        slips.write(act)
        assert len(words(slips)) == 21

    def test_undoes_all_rows_when_the_last_one_is_at_fault(self, slips):
        def act(db):
            for number in range(20):
                db.add(ADD, **a_slip(f"{number:02}"))
            db.add(ADD, **a_slip("00"))

        with pytest.raises(Exception, match=r"(?i)unique"):
            slips.write(act)
        assert words(slips) == []

    def test_goes_on_after_a_fault(self, slips):
        for _ in range(6):
            with pytest.raises(ZeroDivisionError):
                slips.write(lambda _db: 1 / 0)
        kept(slips, "a")
        assert words(slips) == ["a"]

    def test_is_not_possible_in_a_read(self, slips):
        with pytest.raises(Exception, match=r"(?i)read-?only"):
            slips.read(lambda db: db.run(ADD, **a_slip()))
        assert words(slips) == []

    def test_does_not_wait_for_another_of_its_own_queue(self, slips):
        with pytest.raises(WriteInsideWrite):
            slips.write(lambda _db: slips.write(lambda db: db.all(ALL)))


class TestRefusal:
    def test_keeps_its_evidence(self, slips):
        id_ = kept(slips)

        def act(db):
            db.run(SPEND, id=id_)
            db.add(NOTE, **a_slip("note"))
            raise Refusal(NO)

        with pytest.raises(Refusal):
            slips.write(act)
        assert count_of(slips, id_) == 1
        assert "note" in words(slips)

    def test_keeps_what_was_consumed(self, slips):
        id_ = kept(slips, "a")

        def act(db):
            db.one(TAKE, id=id_)
            raise Refusal(NO)

        with pytest.raises(Refusal):
            slips.write(act)
        assert words(slips) == []

    @pytest.mark.parametrize(
        "change",
        [
            lambda db, id_: db.run(COUNT, id=id_),
            lambda db, id_: db.one(DROP, id=id_),
            lambda db, id_: db.all(DROP, id=id_),
            lambda db, id_: db.add(ADD, **a_slip("more")),
        ],
        ids=["run", "one", "all", "add"],
    )
    def test_after_a_change_is_a_fault_and_undoes_all(self, slips, change):
        id_ = kept(slips, "a")

        def act(db):
            db.run(SPEND, id=id_)
            change(db, id_)
            raise Refusal(NO)

        with pytest.raises(RefusedAfterChange) as caught:
            slips.write(act)
        assert isinstance(caught.value.__cause__, Refusal)
        assert words(slips) == ["a"]
        assert count_of(slips, id_) == 0

    def test_after_a_compare_and_set_that_was_lost_keeps_its_evidence(self, slips):
        id_ = kept(slips)

        def act(db):
            db.run(SPEND, id=id_)
            if not db.run(COUNT, id=bytes(16)):
                raise Refusal(NO)

        with pytest.raises(Refusal):
            slips.write(act)
        assert count_of(slips, id_) == 1


class TestAfterCommit:
    def test_acts_once_the_commit_is_there(self, slips):
        seen = []

        def act(db):
            db.add(ADD, **a_slip("a"))
            db.after_commit(lambda: seen.append(words(slips)) or None)

        if slips.name == "sqlite":
            slips.write(act)
            assert seen == [["a"]]
        else:
            slips.write(lambda db: db.after_commit(lambda: seen.append(1)))
            assert seen == [1]

    def test_does_not_act_when_the_job_was_undone(self, slips):
        seen = []

        def act(db):
            db.after_commit(lambda: seen.append(1))
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            slips.write(act)
        assert seen == []

    def test_acts_after_a_refusal_too(self, slips):
        seen = []

        def act(db):
            db.after_commit(lambda: seen.append(1))
            raise Refusal(NO)

        with pytest.raises(Refusal):
            slips.write(act)
        assert seen == [1]

    def test_logs_a_fault_and_keeps_the_commit(self, slips, caplog):
        def act(db):
            db.add(ADD, **a_slip("a"))
            db.after_commit(lambda: 1 / 0)

        with caplog.at_level(logging.ERROR):
            slips.write(act)
        assert words(slips) == ["a"]
        assert "after the commit" in caplog.text
