"""Subjects, proof keys, answers: the small pure parts."""

import re
from datetime import timedelta

import pytest

from domain.consent.rules import Held
from domain.kernel.ids import new_id
from domain.kernel.secrets import Secret
from domain.oauth.pkce import fits
from domain.oauth.records import GrantItem
from domain.oauth.respond import failure, success
from domain.oauth.rules import items_of
from domain.oauth.subject import subject
from domain.oauth.tokens import at_hash
from domain.oauth.vocabulary import INVALID_SCOPE, RedirectRefusal, said
from tests.support.clock import START
from tests.support.factories import a_client, a_grant, a_request
from tests.support.issuing import ISSUER, VERIFIER

CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


class TestSubject:
    def test_differs_by_client_and_by_tenant_and_stays_the_same(self, stage):
        stage.settle(slug="globex")
        person, one, two = new_id(), a_client(), a_client()
        made = {
            stage.read(lambda work, c=c: subject(work, c, person), tenant=tenant)
            for c in (one, two, one)
            for tenant in ("acme", "globex")
        }
        assert len(made) == 4
        assert all(re.fullmatch(r"[\w-]{43}", sub) for sub in made)

    def test_is_shared_in_a_channel_group(self, stage):
        person = new_id()
        one, two = a_client(channel_group="shops"), a_client(channel_group="shops")
        stage.read(lambda work: None)
        assert stage.read(lambda work: subject(work, one, person)) == stage.read(
            lambda work: subject(work, two, person)
        )


class TestFits:
    @pytest.mark.parametrize(
        ("challenge", "verifier", "fitting"),
        [
            (CHALLENGE, VERIFIER, True),
            (None, None, True),
            (CHALLENGE, None, False),
            (None, VERIFIER, False),
            (CHALLENGE, VERIFIER[:-1], False),
            (CHALLENGE, VERIFIER + "\n", False),
            (CHALLENGE, "short", False),
            (CHALLENGE, "x" * 129, False),
            (CHALLENGE, CHALLENGE, False),
        ],
    )
    def test_compares_by_s256_alone(self, challenge, verifier, fitting):
        assert fits(challenge, verifier) is fitting


class TestRespond:
    def test_carries_code_state_and_issuer(self):
        told = success(a_request(new_id(), state="a b&c"), Secret("byl_ac_x"), ISSUER)
        assert told.parameters == (("code", "byl_ac_x"), ("state", "a b&c"), ("iss", ISSUER))
        assert told.location.startswith("https://shop.example/cb?code=byl_ac_x&state=a+b%26c&iss=")
        assert "byl_ac_x" not in repr(told)

    def test_keeps_the_query_of_the_registered_address(self):
        asked = a_request(new_id(), redirect_uri="https://shop.example/cb?foo=bar", state=None)
        told = success(asked, Secret("c"), ISSUER)
        assert told.location.startswith("https://shop.example/cb?foo=bar&code=c&iss=")

    def test_says_no_in_the_letters_that_are_allowed(self):
        told = failure(a_request(new_id()), "access_denied", 'a "b"\\\r\n\u00e9', ISSUER)
        assert dict(told.parameters)["error_description"] == "a 'b'''''"
        assert [name for name, _ in told.parameters] == [
            "error",
            "error_description",
            "state",
            "iss",
        ]

    def test_says_nothing_more_than_the_word_where_there_is_no_sentence(self):
        told = failure(a_request(new_id(), state=None), "login_required", "", ISSUER)
        assert told.parameters == (("error", "login_required"), ("iss", ISSUER))

    def test_says_a_refusal_of_a_request_in_its_own_words(self):
        refusal = RedirectRefusal(
            INVALID_SCOPE, redirect_uri="https://a/", response_mode="query", state=None, why="'"
        )
        assert (refusal.error, refusal.description) == (
            "invalid_scope",
            "The scope is not right: '.",
        )

    def test_leaves_plain_sentences_alone(self):
        assert said("The scope is not right.") == "The scope is not right."


class TestItems:
    def test_of_a_grant_end_with_their_leave_or_with_the_grant(self):
        soon, later = START + timedelta(hours=1), START + timedelta(hours=2)
        held = [Held("b", needed=False, ends_at=later), Held("a", needed=True, ends_at=None)]
        assert items_of(held, soon) == (
            GrantItem("a", needed=True, ends_at=soon, rests_on_consent=False),
            GrantItem("b", needed=False, ends_at=soon),
        )
        assert items_of(held, START + timedelta(hours=3))[1].ends_at == later

    def test_of_a_grant_are_dead_with_a_needed_one(self):
        over = GrantItem("openid", needed=True, ends_at=START)
        other = GrantItem("profile", needed=False, ends_at=START + timedelta(hours=1))
        grant = a_grant(new_id(), new_id(), items=(over, other))
        assert grant.live_scope(START) == ()
        assert grant.live_scope(START - timedelta(seconds=1)) == ("openid", "profile")


class TestAtHash:
    def test_is_the_left_half_of_the_digest(self):
        # The example of OpenID Connect Core, appendix A.3.
        token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"
        assert at_hash(token) == "77QmUPtjPfzWtF2AnpK9RQ"
