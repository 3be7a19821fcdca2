"""Brief jobs that read run abreast, and ask in one exchange."""

import psycopg
import pytest

from persistence.postgres_wire import Wire
from tests.support.abreast import cut, ends, gathered
from tests.support.slips import ALL, COUNT, GET, count_of, kept

pytestmark = pytest.mark.postgres


class TestLookUps:
    @pytest.fixture
    def engine_name(self):
        return "postgres"

    def test_leave_in_one_exchange(self, slips, exchanges):
        ids = [kept(slips, word) for word in "abc"]
        exchanges.clear()
        with gathered(slips._look_ups) as submit:
            futures = [submit(lambda db, id_=id_: db.one(GET, id=id_)[1]) for id_ in ids]
        assert [future.result(60) for future in futures] == ["a", "b", "c"]
        assert [len(each) for each in exchanges] == [3]

    def test_one_that_is_at_fault_does_no_harm_to_the_others(self, slips):
        id_ = kept(slips, "a")

        def writing(db):
            db.run(COUNT, id=id_)

        with gathered(slips._look_ups) as submit:
            futures = [
                submit(lambda db: db.all(ALL)),
                submit(writing),
                submit(lambda _db: 1 / 0),
                submit(lambda db: db.one(GET, id=id_)[1]),
            ]
        assert ends(futures)[1:3] == [psycopg.errors.ReadOnlySqlTransaction, ZeroDivisionError]
        assert futures[0].result(60) == ["a"]
        assert futures[3].result(60) == "a"
        assert count_of(slips, id_) == 0

    def test_go_on_after_their_connection_was_cut(self, slips):
        kept(slips, "a")
        cut(slips, slips._look_ups)
        for _ in range(2):
            with gathered(slips._look_ups) as submit:
                futures = [submit(lambda db: db.all(ALL)) for _ in range(3)]
            assert [future.result(60) for future in futures] == [["a"]] * 3

    def test_send_nothing_by_themselves_what_is_asked_once(self, slips, monkeypatch):
        kept(slips, "a")
        asked = []
        ask = Wire.ask
        monkeypatch.setattr(Wire, "ask", lambda *sent: (asked.append(sent[1]), ask(*sent))[1])
        with gathered(slips._look_ups) as submit:
            futures = [submit(lambda db: db.all(ALL)), submit(lambda _db: 7)]
        assert [future.result(60) for future in futures] == [["a"], 7]
        assert len(asked) == 1
