"""No order of steps, tabs and people gives a code that was not earned."""

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, rule

from domain.consent.records import Duration
from domain.kernel.errors import Refusal
from tests.support.databases import opened
from tests.support.sign_ins import SCOPES, Walk, a_person, current, open_shop
from tests.support.stage import Stage

NAMES = ("alice", "bob", "nobody-at-all")
EXPECTED = {
    "wrong_step", "wrong_proof", "interaction_gone", "too_many_tries", "consent_required", "invalid_input",
    "invalid_consent_token", "display_changed", "conflict", "identifier_taken",
}  # fmt: skip
PROMPTS = ((), ("login",), ("consent",), ("login", "consent"))


class Flows(RuleBasedStateMachine):
    """Two people in one browser with many tabs, each step in any tab at any time."""

    template = None
    tabs = Bundle("tabs")
    tokens = Bundle("tokens")

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.stage = Stage(opened(self.template.copy(Path(self.folder.name))))
        self.stage.settle()
        self.shop = open_shop(self.stage)
        self.people = {a_person(self.stage, name).id: name for name in ("alice", "bob")}
        self.session = None
        self.account = None
        self.proven_in = {}
        self.decided_in = {}

    def teardown(self):
        self.stage.database.close()
        self.folder.cleanup()

    def trying(self, act):
        try:
            return act()
        except Refusal as refusal:
            if refusal.code not in EXPECTED:
                raise
            return None

    @rule(target=tabs, prompt=st.sampled_from(PROMPTS))
    def begin(self, prompt):
        walk = Walk(self.stage, self.shop, bound=bytes(32), session=self.session)
        self.stage.clock.advance(self.tick())
        walk.begin(prompt=prompt)
        return walk

    @rule(walk=tabs, name=st.sampled_from(NAMES))
    def identify(self, walk, name):
        self.trying(lambda: walk.identify(name))

    @rule(walk=tabs, right=st.booleans())
    def prove(self, walk, right):
        password = {} if right else {"password": "another long passphrase"}
        proven = self.trying(lambda: walk.prove(**password))
        if proven is not None:
            assert right
            self.session = proven.started.session.digest
            self.account = proven.started.session.account_id
            self.proven_in[walk.id] = self.account
            self.decided_in.pop(walk.id, None)

    @rule(target=tokens, walk=tabs, read=st.booleans(), duration=st.sampled_from([Duration.ONCE, Duration.HOUR]))  # fmt: skip
    def decide(self, walk, read, duration):
        walk.session = self.session
        ticked = ["orders.read"] if read else []
        decided = self.trying(lambda: walk.decide(*ticked, duration=duration))
        if decided is None:
            return None
        self.decided_in[walk.id] = self.account
        return decided.token

    @rule(walk=tabs, token=tokens)
    def finish_with_a_token_of_any_flow(self, walk, token):
        self.earned(walk, token)

    @rule(walk=tabs)
    def finish_from_memory(self, walk):
        walk.token = None
        self.earned(walk, None)

    @rule(seconds=st.integers(1, 400))
    def wait(self, seconds):
        self.stage.clock.advance(self.tick(seconds))

    def earned(self, walk, token):
        prompt = walk.next().interaction.request.prompt
        before = self.grants()
        done = self.trying(lambda: walk.finish(token))
        if done is None:
            assert self.grants() == before
            return
        (grant,) = [grant for grant in self.grants() if grant not in before]
        assert grant.account_id in self.people
        if "login" in prompt:
            assert self.proven_in[walk.id] == grant.account_id
        if "consent" in prompt:
            assert self.decided_in[walk.id] == grant.account_id
        session = self.stage.read(lambda work: work.sessions.get(grant.session_id))
        assert session.account_id == grant.account_id
        now = self.stage.clock.now()
        assert session.stands(now)
        account = self.stage.read(lambda work: work.accounts.get(grant.account_id))
        entries = current(self.stage, account, self.shop)
        for word in grant.live_scope(now):
            assert word in SCOPES
            assert entries[word].valid(now)

    def grants(self):
        return [
            grant
            for account in self.people
            for grant in self.stage.read(
                lambda work, account=account: work.grants.of(account, self.shop.id)
            )
        ]

    def tick(self, seconds=1):
        return timedelta(seconds=seconds)


@pytest.mark.slow
def test_no_order_of_steps_gives_a_code_that_was_not_earned(sqlite_template):
    Flows.template = sqlite_template
    Flows.TestCase.settings = settings(
        max_examples=40,
        stateful_step_count=20,
        suppress_health_check=list(HealthCheck),
    )
    Flows.TestCase("runTest").runTest()
