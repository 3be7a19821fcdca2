"""Ids sort by the moment they were made, and are read back as they were shown."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.ids import around, new_id, random_id, read, short, show


class TestNewId:
    def test_sorts_in_the_order_of_making(self):
        made = [new_id() for _ in range(5000)]
        assert made == sorted(made)

    def test_is_never_made_twice_by_threads(self):
        with ThreadPoolExecutor(8) as pool:
            made = list(pool.map(lambda _: new_id(), range(5000)))
        assert len(set(made)) == len(made)


class TestShow:
    @given(st.binary(min_size=16, max_size=16))
    def test_is_read_back(self, value):
        assert read("acc", show("acc", value)) == value
        assert read("acc", show("acc", value).upper().replace("ACC_", "acc_")) == value
        assert short("acc", value) == f"acc_{show('acc', value)[-6:]}"

    @given(st.text(max_size=40))
    def test_nothing_else_is_read(self, text):
        found = read("acc", text)
        assert found is None or len(found) == 16

    def test_random_ids_are_22_letters(self):
        assert len(random_id()) == 22


def test_ids_made_near_another_lie_between_two_bounds():
    value = new_id()
    milliseconds = int.from_bytes(value[:6], "big")
    first, last = around(value, timedelta(seconds=1))
    assert first < value < last
    assert int.from_bytes(first[:6], "big") == milliseconds - 1000
    assert int.from_bytes(last[:6], "big") == milliseconds + 1000
    assert around(bytes(16), timedelta(seconds=1))[0] == bytes(16)
    assert around(b"\xff" * 16, timedelta(seconds=1))[1] == b"\xff" * 16
