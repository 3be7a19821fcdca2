from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from sqlalchemy import Column, MetaData, Table, bindparam, insert, literal_column, select, update

from persistence.statements import Prepared, UnknownBind, watchers
from persistence.types import Facts, Id, NaiveMoment, Utc, Word
from tests.support.slips import ADD, COUNT, GET, SLIP, TAKE, a_slip


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Shade(StrEnum):
    RED = "dark red"


PAINT = Table("paint", MetaData(), Column("id", Id, primary_key=True), Column("c", Word(Colour)))


class TestPrepared:
    def test_gives_every_type_back_as_it_was(self, slips):
        slip = a_slip() | {
            "count": 7,
            "at": datetime(2026, 3, 1, 12, 30, 59, 123456, tzinfo=UTC),
            "kept_for": timedelta(days=400, microseconds=1),
            "words": ("openid", "profile"),
            "notes": {"a": [1, None, {"b": "ü"}]},
            "good": True,
        }
        slips.write(lambda db: db.add(ADD, **slip))
        assert slips.read(lambda db: db.one(GET, id=slip["id"])) == tuple(slip.values())

    def test_gives_nothing_back_as_nothing(self, slips):
        slip = a_slip() | {"count": None}
        slips.write(lambda db: db.add(ADD, **slip))
        assert slips.read(lambda db: db.one(GET, id=slip["id"])) == tuple(slip.values())

    def test_takes_a_moment_of_any_zone_as_the_same_moment(self, slips):
        east = datetime(2026, 3, 1, 14, 0, tzinfo=timezone(timedelta(hours=2)))
        slip = a_slip() | {"at": east}
        slips.write(lambda db: db.add(ADD, **slip))
        found = slips.read(lambda db: db.one(GET, id=slip["id"]))[3]
        assert found == east
        assert found.utcoffset() == timedelta(0)

    def test_refuses_a_moment_without_a_zone(self, slips):
        naive = datetime(2026, 3, 1)  # noqa: DTZ001 - the point of the test
        with pytest.raises(NaiveMoment):
            slips.write(lambda db: db.add(ADD, **(a_slip() | {"at": naive})))

    def test_refuses_a_bind_that_is_missing_or_too_much(self, slips):
        with pytest.raises((UnknownBind, KeyError)):
            slips.read(lambda db: db.one(GET))
        with pytest.raises(UnknownBind, match="takes"):
            slips.read(lambda db: db.one(GET, id=b"", word="secret"))

    def test_does_not_show_values_when_it_refuses(self, slips):
        with pytest.raises(UnknownBind) as caught:
            slips.read(lambda db: db.one(GET, id=b"", word="hunter2"))
        assert "hunter2" not in str(caught.value)

    def test_inserts_inline_without_returning(self):
        assert "RETURNING" not in ADD.for_postgres().text
        assert "RETURNING" not in ADD.for_sqlite().text

    def test_is_compiled_once_for_each_engine(self):
        prepared = Prepared(select(SLIP.c.id))
        assert prepared.for_sqlite() is prepared.for_sqlite()
        assert prepared.for_postgres() is prepared.for_postgres()

    def test_knows_a_change_from_evidence_and_a_look(self):
        assert COUNT.changes is True
        assert TAKE.changes is False
        assert GET.changes is False

    def test_holds_constants_and_lists_inside(self, slips):
        slips.write(lambda db: [db.add(ADD, **a_slip(word)) for word in ("a", "b", "c")] and None)
        some = Prepared(select(SLIP.c.word).where(SLIP.c.word.in_(["a", "c"]), SLIP.c.count == 0))
        assert sorted(slips.read(lambda db: db.all(some))) == [("a",), ("c",)]

    def test_leaves_percent_signs_alone(self, slips):
        slips.write(lambda db: db.add(ADD, **a_slip("100%")))
        like = Prepared(select(SLIP.c.word).where(SLIP.c.word.like("1%"), SLIP.c.word != "%s"))
        assert slips.read(lambda db: db.all(like)) == [("100%",)]
        spoken = Prepared(select(literal_column("'5%'").label("x"), SLIP.c.word))
        assert slips.read(lambda db: db.all(spoken)) == [("5%", "100%")]

    def test_says_what_it_is_without_values(self):
        prepared = Prepared(select(SLIP.c.id).where(SLIP.c.word == "hunter2"))
        assert "hunter2" not in repr(prepared)

    def test_is_shown_to_watchers_when_it_is_compiled(self, slips):
        seen = []
        watchers.append(seen.append)
        try:
            slips.read(lambda db: db.ask(select(SLIP.c.word), str))
        finally:
            watchers.remove(seen.append)
        assert len(seen) == 1


class TestWord:
    def bound(self, value):
        return Prepared(insert(PAINT)).for_sqlite().bind({"id": b"", "c": value})[1]

    def test_is_text_in_the_table(self):
        assert self.bound(Colour.RED) == "red"
        assert type(self.bound(Colour.RED)) is str
        assert self.bound(None) is None

    def test_refuses_a_member_of_another_list(self):
        with pytest.raises(ValueError, match="dark red"):
            self.bound(Shade.RED)

    def test_takes_an_unknown_word_in_the_table_for_a_fault(self):
        read = Prepared(select(PAINT.c.c)).for_sqlite().row
        assert read(("blue",)) == (Colour.BLUE,)
        assert read((None,)) == (None,)
        with pytest.raises(KeyError):
            read(("green",))


class TestUtc:
    def test_is_exact_to_the_microsecond_on_sqlite(self):
        moments = Table("moments", MetaData(), Column("at", Utc))
        bind = Prepared(insert(moments)).for_sqlite().bind
        row = Prepared(select(moments.c.at)).for_sqlite().row
        last = datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
        for moment in (last, datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)):
            assert row(bind({"at": moment})) == (moment,)


def test_facts_give_lists_back_as_tuples():
    facts = Table("facts", MetaData(), Column("facts", Facts))
    bind = Prepared(insert(facts)).for_sqlite().bind
    value = {"words": ("a", "b"), "none": None, "count": 3}
    assert Prepared(select(facts.c.facts)).for_sqlite().row(bind({"facts": value})) == (value,)


def test_a_list_that_is_only_known_later_is_not_prepared():
    many = select(SLIP.c.id).where(SLIP.c.word.in_(bindparam("words", expanding=True)))
    with pytest.raises(TypeError, match="a list lies in its statement"):
        Prepared(many).for_sqlite()


def test_an_update_may_test_the_column_it_sets():
    renamed = Prepared(
        update(SLIP).where(SLIP.c.word == bindparam("before")).values(word=bindparam("after"))
    )
    assert renamed.for_sqlite().bind({"before": "a", "after": "b"}) == ("b", "a")
