"""Decision and code in one act: nothing is issued without the one, nor undone with the other."""

from dataclasses import replace

import pytest

from domain.consent.records import ConsentStatus
from domain.kernel.errors import Refusal
from domain.login.records import InteractionStatus, StepKind
from domain.oauth.vocabulary import UNREGISTERED_REDIRECT_URI
from tests.support.factories import digest
from tests.support.sign_ins import Walk, current


@pytest.fixture
def walk(walk):
    walk.sign_in()
    return walk


def grants(walk, account):
    return walk.stage.read(lambda work: work.grants.of(account.id, walk.client.id))


class TestConclude:
    def test_hands_out_a_code_that_rests_on_the_decision(self, walk, alice):
        done = walk.conclude("orders.read")
        assert done.refusal is None
        assert done.finished.code is not None
        assert walk.next().interaction.status is InteractionStatus.DONE
        (grant,) = grants(walk, alice)
        kept = current(walk.stage, alice, walk.client)
        assert set(grant.live_scope(walk.stage.clock.now())) == set(kept)
        assert grant.ends_at == kept["openid"].expires_at

    def test_is_what_deciding_and_finishing_come_to(self, stage, alice):
        made = []
        for together in (True, False):
            walk = Walk(stage, stage.shop)
            walk.sign_in(prompt=("consent",))
            if together:
                walk.conclude()
            else:
                walk.decide()
                walk.finish()
            (*_, newest) = sorted(grants(walk, alice), key=lambda grant: grant.id)
            made.append((newest.items, newest.ends_at, newest.once, newest.acr))
        assert made[0] == made[1]

    def test_refusing_issues_nothing(self, walk, alice):
        done = walk.conclude(allow=False)
        assert (done.finished, done.refusal) == (None, None)
        assert done.interaction.failure == "access_denied"
        assert (walk.next().kind, grants(walk, alice)) == (StepKind.FAILED, ())

    def test_issues_nothing_when_the_address_was_given_up_and_keeps_the_decision(self, walk, alice):
        moved = replace(
            walk.client,
            redirect_uris=("https://elsewhere.example/cb",),
            version=walk.client.version + 1,
        )
        walk.stage.write(lambda work: work.clients.change(moved))
        done = walk.conclude("orders.read")
        assert (done.finished, done.refusal.kind) == (None, UNREGISTERED_REDIRECT_URI)
        assert grants(walk, alice) == ()
        kept = current(walk.stage, alice, walk.client)
        assert kept["orders.read"].status is ConsentStatus.GIVEN
        assert walk.next().kind is StepKind.DONE

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"bound_digest": digest()}, "interaction_gone"),
            ({"session_digest": digest()}, "wrong_step"),
            ({"display_hash": "00" * 32}, "display_changed"),
            ({"ticked": frozenset({"openid"})}, "invalid_input"),
            ({"version": 99}, "conflict"),
        ],
    )
    def test_refuses_what_deciding_refuses_and_writes_nothing(self, walk, alice, changes, code):
        with pytest.raises(Refusal) as refused:
            walk.conclude(**changes)
        assert refused.value.code == code
        assert (current(walk.stage, alice, walk.client), grants(walk, alice)) == ({}, ())

    def test_refuses_a_second_time(self, walk):
        walk.conclude()
        with pytest.raises(Refusal, match="interaction_gone"):
            walk.conclude()
