"""One act on many things."""

import pytest

from domain.kernel.errors import Refusal
from domain.kernel.many import MOST_AT_ONCE, Came, Many, Outcome, each_of


class TestEachOf:
    def test_takes_each_once_in_the_order_named(self):
        came = each_of(Many((b"b", b"a", b"b")), lambda id_: Came(Outcome.DONE, id_.decode()))
        assert [each.code for each in came] == ["b", "a"]

    @pytest.mark.parametrize("count", [0, MOST_AT_ONCE + 1])
    def test_refuses_invalid_input_of_none_or_too_many(self, count):
        ids = tuple(bytes([n // 256, n % 256]) for n in range(count))
        with pytest.raises(Refusal, match="invalid_input"):
            each_of(Many(ids), lambda _: Came(Outcome.DONE))
