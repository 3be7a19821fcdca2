"""prompt=none by a pushed request: it is good for one authorization."""

import pytest

from domain.consent.records import Duration
from domain.kernel.errors import Refusal
from domain.limits.budget import AT_ONCE
from domain.login.begin import Begin
from domain.login.silent import silent
from domain.oauth.vocabulary import INVALID_REQUEST_URI
from tests.support.factories import a_request, digest
from tests.support.sign_ins import SCOPES, Walk, a_person, open_shop, run


class TestSilent:
    def test_tells_the_client_when_it_asks_too_often(self, both):
        """Nothing is shown where no page is allowed, and no grant is made."""
        shop = open_shop(both)
        a_person(both)
        walk = Walk(both, shop)
        walk.sign_in()
        walk.decide("orders.read", duration=Duration.DAY)
        walk.finish()
        asked = a_request(shop.id, scope=SCOPES, prompt=("none",), login_hint=None)
        wanted = Begin(walk.bound, asked, session_digest=walk.session)
        for _ in range(AT_ONCE.calls):
            assert run(both, silent, wanted).code is not None
        answer = run(both, silent, wanted)
        assert (answer.code, answer.error) == (None, "temporarily_unavailable")
        both.clock.advance(AT_ONCE.window)
        assert run(both, silent, wanted).code is not None

    def test_refuses_a_pushed_request_that_was_used(self, stage):
        shop = open_shop(stage)
        a_person(stage)
        walk = Walk(stage, shop)
        walk.sign_in()
        walk.decide("orders.read", duration=Duration.DAY)
        walk.finish()
        asked = a_request(shop.id, scope=SCOPES, prompt=("none",), login_hint=None, pushed=digest())
        with pytest.raises(Refusal) as refused:
            run(stage, silent, Begin(walk.bound, asked, session_digest=walk.session))
        assert refused.value.kind is INVALID_REQUEST_URI
