"""The decision: what was shown is what is taken, once, by who saw it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.accounts.disable import disable
from domain.consent.end import expire_due
from domain.consent.records import ConsentStatus, Duration
from domain.consent.token import consume
from domain.kernel.errors import Refusal
from domain.kernel.secrets import new_secret
from domain.login.records import StepKind
from tests.support.factories import a_client, a_scope, digest
from tests.support.sign_ins import Walk, a_person, after, current, open_shop
from tests.support.stage import TEST


@pytest.fixture
def walk(walk):
    walk.sign_in()
    return walk


class TestDecide:
    def test_refuses_when_nothing_is_asked(self, walk):
        walk.decide()
        with pytest.raises(Refusal, match="wrong_step"):
            walk.decide()

    def test_refuses_before_anyone_is_proven(self, stage, alice):
        walk = Walk(stage, stage.shop)
        walk.begin()
        walk.identify()
        with pytest.raises(Refusal, match="wrong_step"):
            walk.decide()

    def test_refuses_another_session_than_the_one_that_was_shown_the_page(self, walk):
        walk.session = digest()
        with pytest.raises(Refusal, match="wrong_step"):
            walk.decide()

    def test_refuses_another_browser(self, walk):
        with pytest.raises(Refusal, match="interaction_gone"):
            walk.decide(bound_digest=digest())

    def test_refuses_a_page_that_was_changed_meanwhile(self, walk):
        """H3: a scope whose text changed between screen and submit is shown again."""
        seen = walk.question.display_hash
        other = a_scope(value="orders.read", sentence="Sells what you ordered.", claims=())
        walk.stage.write(lambda work: work.scopes.put(other))
        with pytest.raises(Refusal) as refused:
            walk.decide(display_hash=seen)
        assert refused.value.code == "display_changed"

    def test_refuses_the_page_of_another_language(self, walk):
        with pytest.raises(Refusal, match="display_changed"):
            walk.decide(locale="de")

    @pytest.mark.parametrize("item", ["orders.write", "openid", "email", "offline_access", ""])
    def test_refuses_a_box_that_was_not_on_the_page(self, walk, item):
        with pytest.raises(Refusal, match="invalid_input"):
            walk.decide(item)

    def test_refuses_a_duration_beyond_the_operators_bound(self, stage):
        """H6: only what was offered can be picked."""
        shop = open_shop(stage, longest_consent=timedelta(hours=2))
        a_person(stage)
        walk = Walk(stage, shop)
        walk.sign_in()
        for beyond in (Duration.MONTH, Duration.UNTIL_WITHDRAWN):
            with pytest.raises(Refusal, match="invalid_input"):
                walk.decide(duration=beyond)
        walk.decide(duration=Duration.DAY)
        kept = current(stage, walk_account(walk), shop)["openid"]
        assert kept.expires_at == stage.clock.now() + timedelta(hours=2)

    def test_refuses_an_earlier_version_than_the_nonce_stood_for(self, walk):
        version = walk.next().interaction.version
        with pytest.raises(Refusal) as refused:
            walk.decide(version=version - 1)
        assert refused.value.code == "conflict"
        assert walk.decide(version=version).token is not None

    def test_refusing_ends_the_flow_and_is_not_remembered(self, walk, alice):
        walk.decide(allow=False)
        step = walk.next()
        assert (step.kind, step.failure) == (StepKind.FAILED, "access_denied")
        assert current(walk.stage, alice, walk.client) == {}
        assert walk.stage.read(lambda work: work.sessions.by_digest(walk.session)).stands(
            walk.stage.clock.now()
        )

    def test_remembers_an_unticked_box(self, walk, alice):
        walk.decide()
        kept = current(walk.stage, alice, walk.client)
        assert {item: entry.status for item, entry in kept.items()} == {
            "openid": ConsentStatus.GIVEN,
            "orders.write": ConsentStatus.GIVEN,
            "orders.read": ConsentStatus.REFUSED,
        }
        walk.finish()
        walk.begin()
        assert walk.next().kind is StepKind.DONE
        after(walk.stage, days=90)
        again = Walk(walk.stage, walk.client)
        again.sign_in()
        assert again.next().kind is StepKind.CONSENT

    def test_withdraws_what_is_unticked_on_a_page_that_asks_again(self, walk, alice):
        walk.decide("orders.read")
        walk.finish()
        walk.begin(prompt=("consent",))
        walk.decide()
        entry = current(walk.stage, alice, walk.client)["orders.read"]
        assert (entry.status, entry.reason) == (ConsentStatus.WITHDRAWN, "not_selected")

    def test_lets_a_headless_caller_decide_without_a_cookie(self, stage, alice):
        walk = Walk(stage, stage.shop)
        walk.begin_headless(a_client(login_ui=True))
        walk.identify()
        walk.prove()
        assert walk.decide("orders.read", session_digest=None).token is not None

    def test_refuses_headless_what_only_our_page_may_ask(self, stage, alice):
        """hosted_only"""
        only = a_scope(value="orders.read", claims=(), hosted_only=True)
        stage.write(lambda work: work.scopes.put(only))
        walk = Walk(stage, stage.shop)
        walk.begin_headless(a_client(login_ui=True))
        walk.identify()
        walk.prove()
        with pytest.raises(Refusal, match="hosted_only"):
            walk.decide(session_digest=None)

    def test_does_not_take_a_flow_of_an_account_disabled_meanwhile(self, walk, alice):
        walk.stage.write(lambda work: disable(work, alice.id), actor=TEST)
        with pytest.raises(Refusal, match="wrong_step"):
            walk.decide(display_hash="")


def walk_account(walk):
    account_id = walk.next().interaction.account_id
    return walk.stage.read(lambda work: work.accounts.get(account_id))


class TestConsentToken:
    """Each component the token is bound to, mutated; used once."""

    @pytest.fixture
    def bound(self, walk, alice):
        token = walk.decide("orders.read").token
        session = walk.stage.read(lambda work: work.sessions.by_digest(walk.session))
        return token, {
            "interaction_id": walk.id,
            "account_id": alice.id,
            "client_id": walk.client.id,
            "session_id": session.id,
        }

    def test_is_taken_where_it_belongs(self, walk, bound):
        token, where = bound
        kept = walk.stage.write(lambda work: consume(work, token, **where))
        assert kept.items == ("openid", "orders.read", "orders.write")

    @pytest.mark.parametrize(
        "component", ["interaction_id", "account_id", "client_id", "session_id"]
    )
    def test_refuses_another(self, walk, bound, component):
        """invalid_consent_token, and burned for its owner too."""
        token, where = bound
        for wrong in ({**where, component: bytes(16)}, where):
            with pytest.raises(Refusal, match="invalid_consent_token"):
                walk.stage.write(lambda work, wrong=wrong: consume(work, token, **wrong))

    def test_refuses_a_token_used_twice(self, walk, bound):
        token, where = bound
        walk.stage.write(lambda work: consume(work, token, **where))
        with pytest.raises(Refusal, match="invalid_consent_token"):
            walk.stage.write(lambda work: consume(work, token, **where))

    def test_refuses_a_forged_one(self, walk, bound):
        _, where = bound
        with pytest.raises(Refusal, match="invalid_consent_token"):
            walk.stage.write(lambda work: consume(work, new_secret(), **where))

    def test_refuses_after_five_minutes(self, walk, bound):
        token, where = bound
        after(walk.stage, minutes=5)
        with pytest.raises(Refusal, match="invalid_consent_token"):
            walk.stage.write(lambda work: consume(work, token, **where))

    def test_is_nothing_in_another_tenant(self, walk, bound):
        token, where = bound
        walk.stage.settle(slug="globex")
        with pytest.raises(Refusal, match="invalid_consent_token"):
            walk.stage.write(lambda work: consume(work, token, **where), tenant="globex")

    def test_covers_exactly_what_was_shown(self, walk, alice):
        """H12: a request that grew between decision and code gets nothing more."""
        walk.decide("orders.read")
        interaction = walk.next().interaction
        wider = replace(
            interaction,
            request=replace(interaction.request, scope=(*interaction.request.scope, "profile")),
        )

        def swap(work):
            # No step can change what was asked: only another row in its place can.
            work.interactions.tidy(interaction.expires_at + timedelta(seconds=1), 10)
            work.interactions.add(wider)

        walk.stage.write(swap)
        walk.finish()
        (grant,) = walk.stage.read(lambda work: work.grants.of(alice.id, walk.client.id))
        assert "profile" not in grant.live_scope(walk.stage.clock.now())


class TestTime:
    """H5: to the second, by our clock alone."""

    def test_holds_until_the_second_before_its_end_and_not_at_it(self, walk, alice):
        walk.decide("orders.read", duration=Duration.HOUR)
        entry = current(walk.stage, alice, walk.client)["orders.read"]
        now = walk.stage.clock.now()
        assert entry.valid(now + timedelta(minutes=59, seconds=59))
        assert not entry.valid(now + timedelta(hours=1))

    def test_is_not_brought_back_by_a_clock_that_goes_back_after_it_was_taken_down(
        self, walk, alice
    ):
        walk.decide("orders.read", duration=Duration.HOUR)
        before = walk.stage.clock.now()
        after(walk.stage, hours=1)
        assert walk.stage.write(expire_due) == 3
        walk.stage.clock.set(before)
        entry = current(walk.stage, alice, walk.client)["orders.read"]
        assert not entry.valid(walk.stage.clock.now())

    def test_is_the_same_over_a_change_of_summer_time(self, walk, alice):
        walk.stage.clock.set(datetime(2026, 3, 28, 23, 30, tzinfo=UTC))
        again = Walk(walk.stage, walk.client)
        again.sign_in()
        again.decide(duration=Duration.DAY)
        entry = current(walk.stage, alice, walk.client)["openid"]
        assert entry.expires_at == datetime(2026, 3, 29, 23, 30, tzinfo=UTC)
