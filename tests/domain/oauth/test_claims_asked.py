"""What a request asks to be told by name, and of whom (OIDC Core section 5.5)."""

import json

import pytest

from domain.oauth.read_request import read
from domain.oauth.vocabulary import RedirectRefusal
from tests.domain.oauth.test_read_request import GOOD
from tests.support.issuing import an_issuing


@pytest.fixture
def between(stage):
    return an_issuing(stage, client_id="shop")


@pytest.fixture
def ask(stage, between):
    def asking(**changes):
        pairs = tuple({"client_id": "shop", **GOOD, **changes}.items())
        return stage.read(lambda work: read(work, pairs, between.signer))

    return asking


class TestClaims:
    def test_asks_for_the_scope_that_opens_a_claim_asked_by_name(self, ask):
        wanted = json.dumps({"userinfo": {"name": {"essential": True}, "shoe_size": None}})
        assert ask(scope="openid", claims=wanted).scope == ("openid", "profile")

    def test_takes_person_and_level_from_the_claims(self, ask):
        wanted = {"id_token": {"sub": {"value": "abc"}, "acr": {"values": ["byl:2", 7]}}}
        asked = ask(claims=json.dumps(wanted))
        assert (asked.subs, asked.acr_values) == (("abc",), ("byl:2",))

    @pytest.mark.parametrize(
        ("named", "subs"),
        [
            ({"value": "abc"}, ("abc",)),
            ({"values": ["abc", "def"], "essential": True}, ("abc", "def")),
            ({"value": "def", "values": ["abc", "def"]}, ("def",)),
            ({"essential": True}, ()),
            (None, ()),
        ],
    )
    def test_takes_the_people_that_the_claims_allow(self, ask, named, subs):
        asked = ask(claims=json.dumps({"id_token": {"sub": named}}))
        assert (asked.subs, asked.hint_sub) == (subs, None)
        assert ask(claims=json.dumps({"userinfo": {"sub": named}})).subs == ()

    @pytest.mark.parametrize(
        "named",
        [
            {"value": 7},
            {"value": None},
            {"values": "abc"},
            {"values": []},
            {"values": ["abc", None]},
            {"values": {"abc": 1}},
            {"values": [["abc"]]},
            {"value": "abc", "values": ["def"]},
        ],
    )
    def test_refuses_people_that_nobody_can_be(self, ask, named):
        with pytest.raises(RedirectRefusal, match="invalid_request") as refused:
            ask(claims=json.dumps({"id_token": {"sub": named}}))
        assert "claims" in refused.value.description

    @pytest.mark.parametrize("named", [{"value": "another"}, {"values": ["another", "third"]}])
    def test_refuses_claims_and_hint_of_two_people(self, ask, between, named):
        _, issued = between.issued()
        token = between.sealed(issued)["id_token"]
        with pytest.raises(RedirectRefusal, match="invalid_request"):
            ask(id_token_hint=token, claims=json.dumps({"id_token": {"sub": named}}))

    def test_takes_a_hint_of_one_of_the_people(self, ask, between):
        _, issued = between.issued()
        token, sub = between.sealed(issued)["id_token"], issued.id_token.claims["sub"]
        named = json.dumps({"id_token": {"sub": {"values": ["another", sub]}}})
        asked = ask(id_token_hint=token, claims=named)
        assert (asked.hint_sub, asked.subs) == (sub, (sub,))
