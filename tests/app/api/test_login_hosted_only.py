"""The address of our own pages asks for what the tenant's pages were asked for."""

import json
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

from app.api.login.hosted_only import hosted_url
from domain.login.checks import Step
from domain.login.records import StepKind
from tests.support.factories import a_client, a_request, an_interaction

CALLER = SimpleNamespace(issuer="https://id.example/t/acme")


def asked_there(**asked):
    client = a_client()
    request = a_request(client.id, **asked)
    step = Step(StepKind.CONSENT, an_interaction(request=request), client=client)
    query = parse_qs(urlsplit(hosted_url(CALLER, step)).query)
    return json.loads(query["claims"][0]) if "claims" in query else {}


@pytest.mark.parametrize("claims", [{}, {"id_token": {"auth_time": None}}, {"userinfo": {}}])
def test_lets_nobody_in_but_whom_the_hint_named(claims):
    named = {**claims.get("id_token", {}), "sub": {"value": "abc"}}
    assert asked_there(hint_sub="abc", claims=claims) == {**claims, "id_token": named}


def test_takes_what_was_asked_by_name_as_it_was():
    claims = {"id_token": {"sub": {"values": ["abc", "def"]}}}
    assert asked_there(claims=claims) == claims
    assert asked_there(claims={}) == {}
