"""Any sequence of giving, refusing, withdrawing, revoking, expiring and renewing keeps the ledger's promises."""

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from domain.consent.end import Revoke, Withdraw, expire_due, revoke, withdraw
from domain.consent.forget import Forget, forget_refusal
from domain.consent.records import ConsentStatus, Duration
from domain.kernel.errors import Refusal
from tests.support.databases import opened
from tests.support.sign_ins import SCOPES, Walk, a_person, current, open_shop, person
from tests.support.stage import Stage

LENGTHS = {
    Duration.ONCE: timedelta(minutes=10),
    Duration.HOUR: timedelta(hours=1),
    Duration.DAY: timedelta(days=1),
    Duration.MONTH: timedelta(days=30),
    Duration.UNTIL_WITHDRAWN: timedelta(days=365),
}
BOUND = timedelta(days=30)
"""Of `orders.read`, whatever was picked."""


class Ledger(RuleBasedStateMachine):
    """The model knows only until when each item was given; the ledger must not know better."""

    template = None

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.stage = Stage(opened(self.template.copy(Path(self.folder.name))))
        self.stage.settle()
        self.shop = open_shop(self.stage)
        self.alice = a_person(self.stage)
        self.until = {}
        self.entries = 0

    def teardown(self):
        self.stage.database.close()
        self.folder.cleanup()

    @property
    def now(self):
        return self.stage.clock.now()

    def given(self):
        return {item for item, until in self.until.items() if self.now < until}

    def asked(self):
        walk = Walk(self.stage, self.shop)
        walk.sign_in(prompt=("consent",))
        return walk

    @rule(duration=st.sampled_from(list(Duration)), read=st.booleans(), finish=st.booleans())
    def give(self, duration, read, finish):
        walk = self.asked()
        walk.decide(*(["orders.read"] if read else []), duration=duration)
        for item in SCOPES:
            length = min(LENGTHS[duration], BOUND) if item == "orders.read" else LENGTHS[duration]
            self.until[item] = self.now + length
        if not read:
            del self.until["orders.read"]
        if finish:
            assert walk.finish().code is not None

    @rule()
    def refuse(self):
        self.asked().decide(allow=False)

    @rule(item=st.sampled_from([None, *SCOPES]))
    def withdraw(self, item):
        request = Withdraw(self.alice.id, self.shop.id, item)
        try:
            self.stage.write(lambda work: withdraw(work, request), actor=person(self.alice.id))
        except Refusal as refusal:
            if refusal.code != "not_found" or self.entries:
                raise
        self.ended(item)

    @rule(item=st.sampled_from([None, *SCOPES]))
    def revoke(self, item):
        request = Revoke(self.alice.id, self.shop.id, "a reason", item)
        try:
            self.stage.write(lambda work: revoke(work, request))
        except Refusal as refusal:
            if self.given() & ({item} if item else set(SCOPES)):
                raise
            if refusal.code not in {"not_found", "consent_not_given"}:
                raise
        self.ended(item)

    @rule()
    def forget(self):
        request = Forget(self.alice.id, self.shop.id, "orders.read")
        try:
            self.stage.write(lambda work: forget_refusal(work, request))
        except Refusal as refusal:
            if refusal.code != "not_found":
                raise

    @rule(by=st.sampled_from([timedelta(seconds=1), timedelta(minutes=10), timedelta(hours=1), timedelta(days=1), timedelta(days=31)]))  # fmt: skip
    def wait(self, by):
        self.stage.clock.advance(by)

    @precondition(lambda self: any(until <= self.now for until in self.until.values()))
    @rule()
    def expire(self):
        assert self.stage.write(expire_due) <= len(SCOPES)
        self.until = {item: until for item, until in self.until.items() if self.now < until}
        assert self.stage.write(expire_due) == 0

    def ended(self, item):
        for each in [item] if item else SCOPES:
            self.until.pop(each, None)

    @invariant()
    def is_in_force_exactly_what_was_given_and_has_not_ended(self):
        entries = current(self.stage, self.alice, self.shop)
        valid = {item for item, entry in entries.items() if entry.valid(self.now)}
        assert valid == self.given()

    @invariant()
    def no_grant_lives_on_leave_that_does_not_stand(self):
        for grant in self.stage.read(lambda work: work.grants.of(self.alice.id, self.shop.id)):
            assert set(grant.live_scope(self.now)) <= self.given()

    @invariant()
    def every_entry_follows_the_one_before_and_none_goes(self):
        entries = self.stage.read(lambda work: work.consents.history(self.alice.id, self.shop.id))
        assert len(entries) >= self.entries
        self.entries = len(entries)
        for item in SCOPES:
            chain = [entry for entry in entries if entry.item == item]
            links = {entry.previous for entry in chain}
            assert len(links) == len(chain)
            assert {entry.id for entry in chain} - links <= {
                entry.id for entry in current(self.stage, self.alice, self.shop).values()
            }

    @invariant()
    def only_leave_and_memories_of_empty_boxes_have_an_end_of_their_own(self):
        for entry in current(self.stage, self.alice, self.shop).values():
            ended = entry.status in {ConsentStatus.WITHDRAWN, ConsentStatus.REVOKED}
            if ended and entry.reason != "not_selected":
                assert entry.expires_at is None


@pytest.mark.slow
def test_any_sequence_keeps_the_promises_of_the_ledger(sqlite_template):
    Ledger.template = sqlite_template
    Ledger.TestCase.settings = settings(
        max_examples=20,
        stateful_step_count=15,
        suppress_health_check=list(HealthCheck),
    )
    Ledger.TestCase("runTest").runTest()
