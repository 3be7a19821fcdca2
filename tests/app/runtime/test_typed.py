"""What was typed travels sealed: to one interaction, for ten minutes, unreadable."""

from datetime import timedelta

import pytest

from app.runtime.typed import TypedSeal
from domain.kernel.secrets import Secret, base64url, from_base64url
from tests.support.clock import START

SEAL = TypedSeal(bytes(range(32)))
FLOW, OTHER = bytes(16), bytes(15) + b"\x01"
TYPED = Secret("ada@example.com")


class TestUnseal:
    @pytest.mark.parametrize("text", ["ada@example.com", "", "Jürgen 🙂", "a" * 500])
    def test_gives_back_what_was_sealed(self, text):
        value = SEAL.seal(Secret(text), FLOW, START)
        assert SEAL.unseal(value, FLOW, START) == Secret(text)

    def test_holds_for_ten_minutes_and_no_longer(self):
        value = SEAL.seal(TYPED, FLOW, START)
        end = START + timedelta(minutes=10)
        assert SEAL.unseal(value, FLOW, end) == TYPED
        assert SEAL.unseal(value, FLOW, end + timedelta(seconds=1)) is None

    def test_does_not_open_before_it_was_sealed(self):
        value = SEAL.seal(TYPED, FLOW, START)
        assert SEAL.unseal(value, FLOW, START - timedelta(seconds=2)) is None

    def test_opens_in_its_own_interaction_alone(self):
        assert SEAL.unseal(SEAL.seal(TYPED, FLOW, START), OTHER, START) is None

    def test_opens_with_its_own_key_alone(self):
        value = SEAL.seal(TYPED, FLOW, START)
        assert TypedSeal(bytes(32)).unseal(value, FLOW, START) is None

    def test_notices_every_change(self):
        raw = from_base64url(SEAL.seal(TYPED, FLOW, START))
        for place in range(len(raw)):
            changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
            assert SEAL.unseal(base64url(changed), FLOW, START) is None

    @pytest.mark.parametrize("value", ["", "A", "AAAA", "!!!!", "é", "a" * 5000, "A" * 30])
    def test_passes_over_what_is_not_ours(self, value):
        assert SEAL.unseal(value, FLOW, START) is None


class TestSeal:
    def test_is_never_the_same_twice_and_shows_nothing(self):
        one, other = (SEAL.seal(TYPED, FLOW, START) for _ in range(2))
        assert one != other
        assert b"ada" not in from_base64url(one)
