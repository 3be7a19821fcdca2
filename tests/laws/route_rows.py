"""A row of an address: what it answers when it is asked for another tenant's things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import orjson

from app.wiring import House
from tests.laws.holdings import Holdings
from tests.laws.routes import (
    Asked,
)
from tests.support.wire import Answer

Build = Callable[[House, Holdings, Holdings], Asked]
Told = Callable[[Answer], bool]


@dataclass(frozen=True)
class RouteRow:
    """One request with another tenant's ids, and how it must be answered.

    Attributes:
        ask: makes it, in my tenant, of their things.
        told: what holds of the answer.
        fits: what holds of the answer to the same request with my own things; None where that
            says nothing.
    """

    method: str
    path: str
    ask: Build
    told: Told
    fits: Told | None = None

    @property
    def key(self) -> tuple[str, str]:
        return (self.method, self.path)


def status(*codes: int) -> Told:
    """It answers with one of these."""
    return lambda answer: answer.status in codes


def error(code: str) -> Told:
    """It answers with an error of the protocol, or a refusal's code."""
    return lambda answer: orjson.loads(answer.body).get("error", "") == code


def refused(code: str) -> Told:
    """It answers with a refusal of the API."""
    return lambda answer: orjson.loads(answer.body).get("code", "") == code


def to_sign_in(answer: Answer) -> bool:
    """The browser is a stranger here: it is shown a sign-in, or sent to one."""
    shown = b'<form method="post" action="/t/acme/login/itx_' in answer.body
    sent = answer.status == 303 and "/t/acme/login/itx_" in answer.location
    return sent or (answer.status == 200 and shown)


def inactive(answer: Answer) -> bool:
    """The token is none here."""
    return answer.status == 200 and orjson.loads(answer.body) == {"active": False}


def own(answer: Answer) -> bool:
    """It tells of this tenant alone."""
    return answer.status == 200 and b"globex" not in answer.body.lower()


T, API, OAUTH = "/t/{tenant}", "/t/{tenant}/api/login", "/t/{tenant}/oauth2"
SECRET = "another long passphrase of the tests"
