"""Pages of people: what an end says it will stop, and what is told of many."""

from datetime import timedelta

import pytest

from app.console.pages.account_effects import AccountEffects
from app.console.pages.account_tree import LiveTree
from app.console.pages.outcomes import told
from app.console.pages.proof import proven_lately, with_proof
from app.console.pages.sessions import REASONS
from domain.kernel.errors import BUSY, Refusal, invalid
from domain.kernel.fresh import FRESH_FOR, FRESH_PROOF_NEEDED
from domain.kernel.ids import show
from domain.kernel.many import Came, Outcome
from domain.oauth.hanging import Hanging
from domain.operators.accounts_overview import LiveAccount
from domain.sessions.rules import REASONS as EVERY_REASON
from tests.support.clock import START
from tests.support.factories import (
    HOUR,
    a_client,
    a_grant,
    a_refresh_token,
    a_session,
    an_account,
)

MAY = ("sessions.end", "accounts.erase", "consents.revoke")
SOON = START + timedelta(minutes=9)


@pytest.fixture
def live():
    """An account with a session, a grant on it, and one that outlives it."""
    account, client = an_account(), a_client(label="Tidebook")
    session = a_session(account.id, browser="Firefox on Linux")
    bound = a_grant(account.id, client.id, session_id=session.id)
    free = a_grant(account.id, client.id)
    return LiveAccount(
        account,
        (),
        (session,),
        (
            Hanging(bound, None, 2, None),
            Hanging(free, a_refresh_token(free), 0, SOON),
        ),
        (),
        {client.id: client},
        START,
    )


class Page:
    """An account's page, as far as its ends need one."""

    def __init__(self, window, live, *permissions):
        self.called = []
        self.said = []

        async def call(use_case, request, **_):
            self.called.append((use_case.__name__, request))

        self.context = window.context(permissions=permissions, call=call)
        self.effects = AccountEffects(self.context, live, self.said.append)
        self.tree = LiveTree(self.context, live, self.effects)


def stops(effect, *, stay):
    return [(each.text, each.when) for each in effect.stops if each.stays is stay]


class TestTree:
    def test_hangs_grants_on_their_sessions_and_tokens_on_grants(self, window, live):
        (root,) = Page(window, live, *MAY).tree.roots
        session, free = root.kids
        assert (session.name, free.name) == ("Firefox on Linux", "Tidebook")
        assert [kid.name for kid in session.kids[0].kids] == ["2 opaque tokens"]
        assert [kid.kind for kid in free.kids] == ["access", "refresh"]
        assert free.badge[2] == "outlives its session"

    def test_offers_no_end_to_who_may_not(self, window, live):
        (root,) = Page(window, live, "sessions.read").tree.roots
        assert {node.act for node in (root, *root.kids, *root.kids[1].kids)} == {""}

    def test_has_an_end_for_every_node(self, window, live):
        page = Page(window, live, *MAY)

        def keys(node):
            return {node.key}.union(*map(keys, node.kids))

        assert keys(page.tree.roots[0]) == set(page.tree.ends)


class TestEffects:
    def test_say_until_when_a_token_is_believed_elsewhere(self, window, live):
        effect, _ = Page(window, live).effects.everything()
        until = ("Access tokens that applications check themselves", "until 12:09:00 UTC")
        assert until in stops(effect, stay=False)
        assert stops(effect, stay=True) == [("The account, and leave that was given", "")]

    def test_leave_out_what_no_token_can_do_any_more(self, window, live):
        effect, _ = Page(window, live).effects.end_grant(live.hanging[0])
        assert stops(effect, stay=False) == [("1 grant with its tokens", "at once")]
        assert ("1 other grant", "") in stops(effect, stay=True)

    async def test_end_a_family_alone_and_say_that_its_tokens_run_on(self, window, live):
        page = Page(window, live)
        effect, act = page.effects.end_refresh(live.hanging[1])
        assert ("Access tokens that were issued already", "until 12:09:00 UTC") in stops(
            effect, stay=True
        )
        await act("")
        assert page.called == [("end_refresh", live.hanging[1].grant.id)]
        assert page.said == ["Ended the refresh tokens of Tidebook."]

    async def test_end_what_they_say(self, window, live):
        page = Page(window, live)
        for make, name in (
            (lambda: page.effects.end(live.sessions[0]), "end_by_operator"),
            (lambda: page.effects.end_grant(live.hanging[0]), "end_grant"),
            (page.effects.disable, "disable_account"),
            (page.effects.erase, "erase_account"),
        ):
            await make()[1]("")
            assert page.called[-1][0] == name
        assert page.effects.erase()[0].typed == f"acc_{show('acc', live.account.id)[-6:]}"


class TestOutcomes:
    def test_are_told_with_the_way_out_of_the_first_that_failed(self, window):
        came = (
            Came(Outcome.DONE),
            Came(Outcome.LEFT),
            Came(Outcome.FAILED, BUSY.code),
        )
        said = told(window.context().words, came, "Disabled 1.")
        assert said == f"Disabled 1. 1 left as it was. 1 failed. {BUSY.way_out}"
        assert told(window.context().words, came[:1], "Disabled 1.") == "Disabled 1."


class TestProof:
    def test_is_fresh_for_ten_minutes(self, window):
        from dataclasses import replace

        context = window.context()
        now = context.console.clock.now()
        for proven_at, fresh in ((now, True), (now - FRESH_FOR - HOUR, False), (None, False)):
            context.identity = replace(context.identity, proven_at=proven_at)
            assert proven_lately(context) is fresh

    async def test_is_asked_for_instead_of_a_refusal(self):
        asked = []

        async def stale():
            raise Refusal(FRESH_PROOF_NEEDED, minutes=10)

        async def wrong():
            raise invalid("typed", "it is not the same")

        await with_proof(stale, lambda: asked.append("proof"))
        assert asked == ["proof"]
        with pytest.raises(Refusal, match="invalid_input"):
            await with_proof(wrong, lambda: asked.append("proof"))
        assert asked == ["proof"]


def test_every_reason_of_an_end_has_words():
    assert set(REASONS) == set(EVERY_REASON)
