"""Keys are published before use and kept after it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.kernel.errors import Refusal
from domain.tenants.keys import PUBLISHED_BEFORE_USE, RotateKey, advance, rotate, rotate_index
from domain.tenants.listing import signing_keys
from domain.tenants.records import KeyPurpose, KeyState
from tests.support.ground import an_operator


@pytest.fixture
def acme(both_grounds):
    return both_grounds.settle(slug="acme")


def states(ground, purpose=KeyPurpose.TOKEN):
    keys = ground.look(lambda work: work.tenant_keys.signing(purpose), tenant="acme")
    return {key.kid: key.state for key in keys}


class TestRotate:
    def test_a_token_key_waits_then_signs_then_stays_published(self, both_grounds, acme):
        (old,) = states(both_grounds)
        new = both_grounds.do(rotate, RotateKey(), tenant="acme").kid
        assert states(both_grounds) == {old: KeyState.ACTIVE, new: KeyState.NEXT}
        assert both_grounds.do(advance, tenant="acme") == 0
        both_grounds.clock.advance(PUBLISHED_BEFORE_USE)
        assert both_grounds.do(advance, tenant="acme") == 2
        assert states(both_grounds) == {old: KeyState.RETIRING, new: KeyState.ACTIVE}
        both_grounds.clock.advance(timedelta(days=30, seconds=-1))
        assert both_grounds.do(advance, tenant="acme") == 0
        both_grounds.clock.advance(timedelta(seconds=1))
        assert both_grounds.do(advance, tenant="acme") == 1
        assert states(both_grounds) == {new: KeyState.ACTIVE}
        kept = both_grounds.look(
            lambda work: {k.kid: k for k in work.tenant_keys.history(KeyPurpose.TOKEN)},
            tenant="acme",
        )
        assert kept[old].private_pem is None
        assert kept[old].state is KeyState.RETIRED
        names = {line.name for line in both_grounds.told("acme")}
        assert names == {"key.retired", "key.retiring", "key.activated", "key.created"}

    def test_asks_for_a_fresh_proof(self, both_grounds, acme):
        stale = replace(an_operator("keys.rotate"), fresh=False)
        for act in ((rotate, RotateKey()), (rotate_index,)):
            with pytest.raises(Refusal, match="fresh_proof_needed"):
                both_grounds.do(*act, tenant="acme", actor=stale)

    def test_at_once_leaves_no_time_to_a_key_that_others_may_know(self, both_grounds, acme):
        (old,) = states(both_grounds)
        new = both_grounds.do(rotate, RotateKey(at_once=True), tenant="acme").kid
        assert states(both_grounds) == {old: KeyState.RETIRING, new: KeyState.ACTIVE}

    def test_a_key_of_evidence_changes_at_once_and_its_private_half_is_gone(
        self, both_grounds, acme
    ):
        purpose = KeyPurpose.CHECKPOINT
        (old,) = states(both_grounds, purpose)
        new = both_grounds.do(rotate, RotateKey(purpose), tenant="acme").kid
        assert states(both_grounds, purpose) == {new: KeyState.ACTIVE}
        kept = both_grounds.look(lambda w: w.tenant_keys.history(purpose), tenant="acme")
        assert {key.kid: key.private_pem is None for key in kept} == {old: True, new: False}

    def test_another_algorithm_has_a_life_of_its_own(self, both_grounds, acme):
        (old,) = states(both_grounds)
        both_grounds.do(rotate, RotateKey(alg="RS256", at_once=True), tenant="acme")
        assert states(both_grounds)[old] is KeyState.ACTIVE

    def test_refuses_a_second_next_key(self, both_grounds, acme):
        both_grounds.do(rotate, RotateKey(), tenant="acme")
        with pytest.raises(Refusal, match="conflict"):
            both_grounds.do(rotate, RotateKey(), tenant="acme")

    @pytest.mark.parametrize(
        ("purpose", "alg"), [(KeyPurpose.TOKEN, "HS256"), (KeyPurpose.RECEIPT, "RS256")]
    )
    def test_refuses_an_algorithm_that_the_purpose_has_not(self, both_grounds, acme, purpose, alg):
        with pytest.raises(Refusal, match="invalid_input"):
            both_grounds.do(rotate, RotateKey(purpose, alg), tenant="acme")

    def test_refuses_an_operator_without_the_permission(self, both_grounds, acme):
        nobody = an_operator("keys.read")
        for use_case, request in ((rotate, (RotateKey(),)), (rotate_index, ())):
            with pytest.raises(Refusal, match="forbidden"):
                both_grounds.do(use_case, *request, tenant="acme", actor=nobody)
        with pytest.raises(Refusal, match="forbidden"):
            both_grounds.do(signing_keys, tenant="acme", actor=an_operator())


class TestRotateIndex:
    def test_makes_a_new_current_version(self, both_grounds, acme):
        assert both_grounds.do(rotate_index, tenant="acme") == 2
        keys = both_grounds.look(lambda work: work.tenant_keys.index_keys(), tenant="acme")
        assert [key.version for key in keys] == [2, 1]
        assert len({key.key for key in keys}) == 2

    def test_the_list_shows_every_purpose(self, both_grounds, acme):
        keys = both_grounds.do(signing_keys, tenant="acme", actor=an_operator("keys.read"))
        assert {key.purpose for key in keys} == {KeyPurpose.TOKEN, KeyPurpose.CHECKPOINT}
