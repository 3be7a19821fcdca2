"""Every no of the protocol's endpoints has the one shape that libraries read (RFC 6749 section 5.2)."""

import random
import re
from urllib.parse import quote

import pytest

from tests.app.protocol.conftest import AT, SECRET
from tests.support.parsers import NASTY

TRIES = 120
DESCRIBED = re.compile(r"[\x20-\x21\x23-\x5b\x5d-\x7e]*")
"""Characters an `error_description` may hold."""

KNOWN = {
    "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client",
    "unsupported_grant_type", "invalid_scope", "unsupported_token_type", "invalid_token",
    "insufficient_scope", "invalid_target", "invalid_request_uri", "unsupported_response_type",
    "invalid_redirect_uri", "access_denied", "temporarily_unavailable", "too_many_tries", "busy",
    "slow_down", "server_error", "request_not_supported",
}  # fmt: skip
SOUND = {
    "token": {"grant_type": "authorization_code", "code": "byl_ac_x", "code_verifier": "a" * 43,
              "redirect_uri": "https://shop.example/cb", "refresh_token": "byl_rt_x",
              "scope": "openid", "client_id": "shop"},
    "introspect": {"token": "byl_at_x", "token_type_hint": "access_token"},
    "revoke": {"token": "byl_rt_x", "token_type_hint": "refresh_token"},
    "par": {"response_type": "code", "redirect_uri": "https://shop.example/cb", "scope": "openid",
            "code_challenge": "a" * 43, "code_challenge_method": "S256", "state": "s",
            "claims": '{"id_token":{}}', "max_age": "1", "prompt": "none", "request": "x"},
}  # fmt: skip
WORDS = ("refresh_token", "client_credentials", "password", "openid", "none", "S256", "", "x")


def spoil(dice, fields):
    """Return the fields as pairs, some left out, doubled, or with another value."""
    pairs = []
    for name, value in fields.items():
        fate = dice.random()
        if fate < 0.25:
            continue
        said = dice.choice((*WORDS, *NASTY)) if fate < 0.5 else value
        pairs += [(name, said)] * (2 if fate > 0.95 else 1)
    return pairs


@pytest.mark.parametrize("endpoint", SOUND)
async def test_is_the_same_for_every_mistake(web, endpoint):
    dice = random.Random(endpoint)  # noqa: S311 - the same mistakes each time
    wrong = []
    for _ in range(TRIES):
        pairs = spoil(dice, SOUND[endpoint])
        body = "&".join(f"{name}={_quoted(value)}" for name, value in pairs)
        auth = dice.choice((("shop", SECRET), ("shop", SECRET), ("nobody", "x"), None))
        answer = await web.http.post(
            f"{AT}/{endpoint}",
            content=body.encode("utf-8", "replace"),
            headers={"content-type": "application/x-www-form-urlencoded"},
            auth=auth,
        )
        if why := _not_of_the_shape(answer):
            wrong.append((body[:120], answer.status_code, why))
    assert wrong == []


def _quoted(value):
    return quote(value.encode("utf-8", "replace")) if value not in {"%", "%ff", "%00"} else value


def _not_of_the_shape(answer):
    """Return what is wrong with an answer, or an empty text."""
    if answer.status_code < 400:
        return ""
    if answer.status_code >= 500 and answer.status_code != 503:
        return "a fault"
    told = answer.json()
    checks = {
        "no error": isinstance(told.get("error"), str),
        f"unknown: {told.get('error')}": told.get("error") in KNOWN,
        "description": DESCRIBED.fullmatch(told.get("error_description", "")) is not None,
        "may be kept": "no-store" in answer.headers.get("cache-control", ""),
        "not JSON": answer.headers["content-type"].startswith("application/json"),
        "no challenge": answer.status_code != 401 or "www-authenticate" in answer.headers,
    }
    return ", ".join(why for why, fine in checks.items() if not fine)
