"""Each key says what hangs on it, and shows no private half."""

from datetime import timedelta

import pytest

from domain.kernel.errors import Refusal
from domain.operators import key_room as room
from domain.operators.key_room import key_room
from domain.tenants.keys import PUBLISHED_BEFORE_USE, RotateKey, advance, rotate, rotate_index
from domain.tenants.records import KeyPurpose, KeyState
from tests.support.ground import an_operator


@pytest.fixture
def acme(both_grounds):
    both_grounds.settle(slug="acme")
    return both_grounds


def tokens(ground):
    found = ground.do(key_room, tenant="acme")
    return {
        each.key.state: each for each in found.keys if each.key.purpose is KeyPurpose.TOKEN
    }, found.now


class TestKeyRoom:
    def test_tells_when_a_key_moves_on_and_when_nothing_it_signed_counts(self, acme):
        made = acme.do(rotate, RotateKey(), tenant="acme")
        found, now = tokens(acme)
        assert found[KeyState.NEXT].moves_on_at == made.created_at + PUBLISHED_BEFORE_USE
        assert found[KeyState.ACTIVE].moves_on_at is None
        acme.clock.advance(PUBLISHED_BEFORE_USE)
        acme.do(advance, tenant="acme")
        found, now = tokens(acme)
        retiring = found[KeyState.RETIRING]
        assert retiring.last_token_at == now + timedelta(minutes=10)
        assert retiring.moves_on_at == now + timedelta(days=30)
        acme.clock.advance(timedelta(days=30))
        acme.do(advance, tenant="acme")
        found, _ = tokens(acme)
        assert found[KeyState.RETIRED].moves_on_at is None
        assert found[KeyState.RETIRED].last_token_at == retiring.last_token_at

    def test_shows_no_private_half_and_not_every_retired_key(self, acme, monkeypatch):
        monkeypatch.setattr(room, "MOST_RETIRED", 1)
        for _ in range(3):
            acme.do(rotate, RotateKey(KeyPurpose.RECEIPT), tenant="acme")
        found = acme.do(key_room, tenant="acme")
        receipts = [each.key for each in found.keys if each.key.purpose is KeyPurpose.RECEIPT]
        assert [key.state for key in receipts] == [KeyState.ACTIVE, KeyState.RETIRED]
        assert {each.key.private_pem for each in found.keys} == {None}

    def test_tells_versions_of_the_index_key(self, acme):
        acme.do(rotate_index, tenant="acme")
        found = acme.do(key_room, tenant="acme")
        assert [(each.version, each.current, each.resting) for each in found.index] == [
            (2, True, 0),
            (1, False, 0),
        ]

    def test_refuses_who_may_not_read_keys(self, acme):
        with pytest.raises(Refusal, match="forbidden"):
            acme.do(key_room, tenant="acme", actor=an_operator("tenants.read"))
