"""How strongly a request may want the person proven."""

import json

import pytest

from domain.oauth.read_request import read
from domain.oauth.vocabulary import RedirectRefusal
from tests.support.issuing import an_issuing

GOOD = {
    "client_id": "shop",
    "response_type": "code",
    "redirect_uri": "https://shop.example/cb",
    "scope": "openid",
    "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "code_challenge_method": "S256",
}


@pytest.fixture
def ask(stage):
    between = an_issuing(stage, client_id="shop")

    def asking(**changes):
        pairs = tuple({**GOOD, **changes}.items())
        return stage.read(lambda work: read(work, pairs, between.signer))

    return asking


@pytest.mark.parametrize("level", [{"values": ["byl:2", "x"]}, {"value": "byl:2"}, {"values": 7}])
def test_refuses_an_essential_level_that_nobody_reaches(ask, level):
    wanted = {"id_token": {"acr": {"essential": True, **level}}}
    with pytest.raises(RedirectRefusal, match="unmet_authentication_requirements"):
        ask(claims=json.dumps(wanted))


@pytest.mark.parametrize(
    "level",
    [
        {"essential": True},
        {"essential": True, "values": ["byl:2", "byl:1"]},
        {"essential": True, "value": "byl:1"},
        {"essential": False, "values": ["byl:2"]},
        {"values": ["x"]},
        None,
    ],
)
def test_takes_a_level_of_choice_and_one_that_is_reached(ask, level):
    wanted = {"id_token": {"acr": level}}
    given = level or {}
    expected = tuple(given.get("values", ())) or tuple(filter(None, [given.get("value")]))
    assert ask(claims=json.dumps(wanted)).acr_values == expected
