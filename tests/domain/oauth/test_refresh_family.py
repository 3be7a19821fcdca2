"""A family under any order of uses, retries, thefts and waits: the model and the house agree."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from domain.kernel.errors import Refusal
from domain.oauth.refresh import GRACE
from domain.oauth.revoke import Revoke, find, revoke
from tests.support.issuing import an_issuing


class Family(RuleBasedStateMachine):
    """Tokens by generation; the model knows when each was rotated and whether the family lives."""

    stage = None

    def __init__(self):
        super().__init__()
        self.between = an_issuing(self.stage, chosen=("offline_access",), lasts=timedelta(days=100))
        self.grant, first = self.between.issued()
        self.tokens = [first.refresh]
        self.rotated_at = {}
        self.closed = False

    def now(self):
        return self.stage.clock.now()

    @rule(back=st.integers(0, 5))
    def present(self, back):
        """Use the live token (0), or one of its forebears: a retry or a theft."""
        place = max(0, len(self.tokens) - 1 - back)
        token, rotated = self.tokens[place], self.rotated_at.get(place)
        if self.closed or (rotated is not None and self.now() >= rotated + GRACE):
            with pytest.raises(Refusal, match="invalid_grant"):
                self.between.rotate(token)
            self.closed = True
            return
        heir = self.between.rotate(token).refresh
        if rotated is None:
            self.rotated_at[place] = self.now()
            self.tokens.append(heir)
        assert heir == self.tokens[place + 1]

    @rule(seconds=st.sampled_from([0.5, 4, 9.9, 10, 60]))
    def wait(self, seconds):
        self.stage.clock.advance(timedelta(seconds=seconds))

    @rule(back=st.integers(0, 3))
    def ask_for_too_much(self, back):
        token = self.tokens[max(0, len(self.tokens) - 1 - back)]
        stale = self.rotated_at.get(self.tokens.index(token))
        late = stale is not None and self.now() >= stale + GRACE
        with pytest.raises(Refusal) as refused:
            self.between.rotate(token, scope=("openid", "payments"))
        assert refused.value.code == ("invalid_grant" if late or self.closed else "invalid_scope")
        self.closed |= late

    @precondition(lambda self: len(self.tokens) > 3)
    @rule()
    def give_back(self):
        asked = Revoke(self.between.client, self.tokens[-1])
        found = self.stage.read(lambda work: find(work, asked, self.between.signer))
        self.stage.write(lambda work: revoke(work, found))
        self.closed = True

    @invariant()
    def one_token_lives_until_the_family_ends(self):
        account = self.grant.account_id
        live = self.stage.read(lambda work: work.refresh_tokens.live_of_account(account))
        assert len(live) == (0 if self.closed else 1)
        assert (self.between.grant(self.grant).closed_at is not None) is self.closed
        assert len({token.reveal() for token in self.tokens}) == len(self.tokens)


class TestFamily:
    def test_ends_exactly_when_a_forebear_comes_back_too_late(self, stage):
        machine = type("StagedFamily", (Family,), {"stage": stage})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=25,
                stateful_step_count=15,
                suppress_health_check=list(HealthCheck),
            ),
        )
