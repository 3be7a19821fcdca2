"""Several items end together, or none does."""

import pytest

from domain.consent.end import Revoke, revoke
from domain.consent.records import ConsentStatus
from domain.consent.revoke_many import RevokeMany, revoke_many
from domain.kernel.errors import Refusal
from domain.kernel.ids import new_id
from tests.support.ground import an_operator
from tests.support.sign_ins import current

OPERATOR = an_operator("consents.revoke")


def entries(given):
    return current(given, given.alice, given.shop)


def end(given, *consents, note="They asked by telephone.", actor=OPERATOR):
    wanted = RevokeMany(tuple(consents), note)
    return given.write(lambda work: revoke_many(work, wanted), actor=actor)


class TestRevokeMany:
    def test_ends_each_item_once_with_the_reason(self, given):
        ids = [entry.id for entry in entries(given).values()]
        assert end(given, *ids, ids[0]) == 3
        seen = entries(given).values()
        assert {entry.status for entry in seen} == {ConsentStatus.REVOKED}
        assert {entry.note for entry in seen} == {"They asked by telephone."}

    def test_leaves_what_has_ended_meanwhile(self, given):
        before = entries(given)
        one = Revoke(given.alice.id, given.shop.id, "Before.", "orders.read")
        given.write(lambda work: revoke(work, one), actor=OPERATOR)
        assert end(given, *(entry.id for entry in before.values())) == 2
        assert end(given, before["orders.read"].id) == 0

    def test_refuses_with_not_found_and_ends_nothing(self, given):
        with pytest.raises(Refusal, match="not_found"):
            end(given, *(entry.id for entry in entries(given).values()), new_id())
        assert {each.status for each in entries(given).values()} == {ConsentStatus.GIVEN}

    def test_refuses_with_invalid_input(self, given):
        one = entries(given)["openid"].id
        for consents, note in (
            ((), "x"),
            ((one,), " "),
            (tuple(map(bytes, [[n] * 16 for n in range(201)])), "x"),
        ):
            with pytest.raises(Refusal, match="invalid_input"):
                end(given, *consents, note=note)

    def test_refuses_with_forbidden(self, given):
        with pytest.raises(Refusal, match="forbidden"):
            end(given, entries(given)["openid"].id, actor=an_operator("consents.read"))
