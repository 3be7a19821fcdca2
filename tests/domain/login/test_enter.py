"""An authorization request is answered at once, or begins an interaction with its first step."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.accounts.records import AccountStatus
from domain.clients.records import AuthMethod, ClientType
from domain.consent.records import Duration
from domain.kernel.errors import Refusal
from domain.limits.budget import AT_ONCE, spend_call
from domain.login.begin import Begin
from domain.login.enter import Enter, enter, enter_unknown
from domain.login.records import StepKind
from domain.oauth.subject import subject
from domain.oauth.vocabulary import INVALID_REQUEST_URI
from domain.sessions.end import end
from tests.support.factories import a_pushed_request, a_request, digest
from tests.support.sign_ins import SCOPES, Walk, a_person, open_shop, run


@pytest.fixture
def walk(both):
    """Alice, signed in, who allowed for a day what the shop asks."""
    shop = open_shop(both)
    a_person(both)
    walk = Walk(both, shop)
    walk.sign_in()
    walk.decide("orders.read", duration=Duration.DAY)
    walk.finish()
    return walk


def wanted(walk, **asked):
    request = a_request(walk.client.id, **{"scope": SCOPES, "login_hint": None, **asked})
    return Enter(Begin(walk.bound, request, session_digest=walk.session))


def kept(walk, entered):
    return walk.stage.read(lambda work: work.interactions.get(entered.step.interaction.id))


class TestEnter:
    def test_gives_the_code_and_keeps_no_interaction(self, walk):
        before = len(grants(walk))
        entered = run(walk.stage, enter, wanted(walk))
        assert entered.code.reveal().startswith("byl_ac_")
        assert entered.step.kind is StepKind.DONE
        assert kept(walk, entered) is None
        assert len(grants(walk)) == before + 1

    @pytest.mark.parametrize(
        ("asked", "kind"),
        [
            ({"prompt": ("login",)}, StepKind.IDENTIFY),
            ({"prompt": ("select_account",)}, StepKind.IDENTIFY),
            ({"prompt": ("create",)}, StepKind.REGISTER),
            ({"prompt": ("login", "create")}, StepKind.REGISTER),
            ({"max_age": 0}, StepKind.IDENTIFY),
            ({"prompt": ("consent",)}, StepKind.CONSENT),
        ],
    )
    def test_shows_the_page_that_is_asked_for(self, walk, asked, kind):
        walk.stage.clock.advance(timedelta(seconds=1))
        entered = run(walk.stage, enter, wanted(walk, **asked))
        assert (entered.code, entered.step.kind) == (None, kind)
        assert kept(walk, entered) == entered.step.interaction

    def test_lets_a_signed_in_person_make_another_account_on_prompt_create(self, walk):
        """Or sign in anew: either is done in this flow, and bears it."""
        walk.stage.clock.advance(timedelta(seconds=1))
        asked = wanted(walk, prompt=("create",))
        walk.id = run(walk.stage, enter, asked).step.interaction.id
        before, made = walk.session, walk.register("carol")
        assert made.started.session.digest != before
        assert walk.next().kind is StepKind.CONSENT
        walk.stage.clock.advance(timedelta(seconds=1))
        asked = wanted(walk, prompt=("create",))
        walk.id = run(walk.stage, enter, asked).step.interaction.id
        walk.identify()
        assert walk.next().kind is StepKind.PROVE
        walk.prove()
        assert walk.next().kind is StepKind.DONE

    def test_asks_for_what_was_allowed_once_again(self, both):
        walk = Walk(both, open_shop(both))
        a_person(both)
        walk.sign_in()
        walk.decide("orders.read", duration=Duration.ONCE)
        walk.finish()
        entered = run(both, enter, wanted(walk))
        assert (entered.code, entered.step.kind) == (None, StepKind.CONSENT)

    def test_knows_a_session_that_ended_no_more(self, walk):
        session = walk.stage.read(lambda work: work.sessions.by_digest(walk.session))
        walk.stage.write(lambda work: end(work, session.id, reason="ended_by_operator"))
        entered = run(walk.stage, enter, wanted(walk))
        assert (entered.code, entered.step.kind) == (None, StepKind.IDENTIFY)

    def test_gives_nothing_to_an_account_that_was_disabled(self, walk):
        session = walk.stage.read(lambda work: work.sessions.by_digest(walk.session))
        account = walk.stage.read(lambda work: work.accounts.get(session.account_id))
        disabled = replace(account, status=AccountStatus.DISABLED, version=account.version + 1)
        assert walk.stage.write(lambda work: work.accounts.change(disabled))
        assert run(walk.stage, enter, wanted(walk)).code is None

    def test_tells_the_client_of_another_person_and_keeps_nothing(self, walk):
        entered = run(walk.stage, enter, wanted(walk, hint_sub="somebody-else"))
        assert (entered.step.kind, entered.step.failure) == (StepKind.FAILED, "login_required")
        assert kept(walk, entered) is None

    def test_answers_a_session_and_a_client_only_so_often_at_once(self, walk):
        """budget_spent: whatever page sends the browser here makes no more grants than that."""
        flooded(walk)
        before = len(grants(walk))
        with pytest.raises(Refusal) as refused:
            run(walk.stage, enter, wanted(walk))
        assert (refused.value.code, len(grants(walk))) == ("budget_spent", before)
        assert refused.value.retry_after == AT_ONCE.window
        asked = wanted(walk, prompt=("consent",))
        assert run(walk.stage, enter, asked).step.kind is StepKind.CONSENT
        walk.stage.clock.advance(AT_ONCE.window)
        assert run(walk.stage, enter, wanted(walk)).code is not None

    def test_answers_another_browser_of_the_person_all_the_same(self, walk):
        flooded(walk)
        walk.session = walk.token = None
        walk.sign_in()
        walk.finish()
        assert run(walk.stage, enter, wanted(walk)).code is not None

    def test_lets_any_of_the_people_in_that_the_claims_allow(self, walk):
        session = walk.stage.read(lambda work: work.sessions.by_digest(walk.session))
        sub = walk.stage.read(lambda work: subject(work, walk.client, session.account_id))
        entered = run(walk.stage, enter, wanted(walk, subs=("somebody-else", sub)))
        assert entered.code is not None
        entered = run(walk.stage, enter, wanted(walk, subs=("somebody-else", "another")))
        assert (entered.code, entered.step.failure) == (None, "login_required")

    def test_remembers_the_people_until_somebody_has_proven_themselves(self, walk):
        walk.stage.clock.advance(timedelta(seconds=1))
        asked = wanted(walk, subs=("somebody-else", "another"), prompt=("login",))
        walk.id = run(walk.stage, enter, asked).step.interaction.id
        walk.identify()
        walk.prove()
        assert walk.next().failure == "login_required"

    def test_uses_a_pushed_request_up_with_its_code_alone(self, walk):
        """invalid_request_uri, the second time"""
        pushed = a_pushed_request(walk.client.id)
        walk.stage.write(lambda work: work.pushed_requests.add(pushed))
        asked = wanted(walk, pushed=pushed.digest)
        again = wanted(walk, pushed=pushed.digest, prompt=("consent",))
        assert run(walk.stage, enter, again).code is None
        assert run(walk.stage, enter, asked).code is not None
        before = len(grants(walk))
        with pytest.raises(Refusal) as refused:
            run(walk.stage, enter, asked)
        assert refused.value.kind is INVALID_REQUEST_URI
        assert len(grants(walk)) == before

    def test_sends_the_code_to_the_port_an_app_came_with(self, both):
        native = {"type": ClientType.PUBLIC, "auth_method": AuthMethod.NONE}
        walk = Walk(both, open_shop(both, redirect_uris=("http://127.0.0.1/cb",), **native))
        a_person(both)
        here = "http://127.0.0.1:51004/cb"
        walk.sign_in(redirect_uri=here)
        walk.decide("orders.read", duration=Duration.DAY)
        assert walk.finish().request.redirect_uri == here
        assert run(both, enter, wanted(walk, redirect_uri=here)).code is not None

    def test_sends_no_code_to_an_address_that_was_given_up(self, walk):
        """unregistered_redirect_uri"""
        client = walk.stage.read(lambda work: work.clients.get(walk.client.id))
        changed = replace(
            client, redirect_uris=("https://shop.example/new",), version=client.version + 1
        )
        assert walk.stage.write(lambda work: work.clients.change(changed))
        with pytest.raises(Refusal, match="unregistered_redirect_uri"):
            run(walk.stage, enter, wanted(walk))


class TestEnterUnknown:
    def test_keeps_the_interaction_and_tells_its_first_step(self, walk):
        walk.session = None
        entered = run(walk.stage, enter_unknown, wanted(walk))
        assert (entered.code, entered.step.kind) == (None, StepKind.IDENTIFY)
        assert kept(walk, entered) == entered.step.interaction
        walk.id = entered.step.interaction.id
        walk.identify()
        assert walk.next().kind is StepKind.PROVE

    def test_issues_nothing_whoever_comes(self, walk):
        entered = run(walk.stage, enter_unknown, wanted(walk))
        assert (entered.code, entered.step.kind) == (None, StepKind.DONE)
        assert kept(walk, entered).status == "open"


def flooded(walk):
    """Let this browser be sent here for one client as often as is answered."""

    def act(work):
        session = work.sessions.by_digest(walk.session)
        for _ in range(AT_ONCE.calls):
            spend_call(work, session.id + walk.client.id, AT_ONCE)

    walk.stage.write(act)


def grants(walk):
    session = walk.stage.read(lambda work: work.sessions.by_digest(walk.session))
    return walk.stage.read(lambda work: work.grants.of(session.account_id, walk.client.id))


def test_another_browser_cannot_go_on_with_it(walk):
    walk.session = None
    entered = run(walk.stage, enter_unknown, wanted(walk))
    walk.id, walk.bound = entered.step.interaction.id, digest()
    with pytest.raises(Refusal, match="interaction_gone"):
        walk.identify()
