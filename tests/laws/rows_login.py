"""Rows of the room login: the steps of an interaction."""

from __future__ import annotations

from typing import Final

from app.hosted.routes.arrival import Arrival
from domain.consent.records import Duration
from domain.kernel.secrets import Secret, digest
from domain.login.activate import Activate
from domain.login.begin import Begin
from domain.login.confirm import Confirm
from domain.login.decide import Decide
from domain.login.dispatch import WhatNext
from domain.login.enter import Enter
from domain.login.finish import Finish
from domain.login.identify import Identify
from domain.login.prove import Prove
from domain.login.records import StepKind
from domain.login.register import Register
from domain.login.welcome import Welcome
from tests.laws.holdings import Holdings
from tests.laws.rows import (
    GONE,
    Row,
    a_stranger,
    empty,
    my_person,
    says,
    their_person,
)
from tests.laws.rows_people import NEW_PASSWORD
from tests.support.factories import a_request
from tests.support.sign_ins import PASSWORD

ITX_GONE: Final = says("interaction_gone")


def deciding(flow: Holdings, session: Holdings) -> Decide:
    """Return an answer to the question of a flow, in a session."""
    return Decide(
        flow.flows["deciding"].id,
        flow.bound,
        digest(session.cookie),
        allow=True,
        ticked=frozenset({"orders.read"}),
        duration=Duration.DAY,
        display_hash=flow.display_hash,
    )


def silently(mine: Holdings, theirs: Holdings) -> Begin:
    """Return a request that leave covers and a session that came along."""
    asked = a_request(
        mine.clients["shop"].id, scope=("openid", "orders.write"), login_hint=None, claims={}
    )
    return Begin(mine.bound, asked, session_digest=digest(theirs.cookie))


LOGIN: Final = (
    Row(
        "login.activate.activate",
        lambda w, a, b: Activate(b.link, NEW_PASSWORD),
        says("activation_gone"),
        a_stranger,
    ),
    Row("login.activate.peek", lambda w, a, b: b.link, empty, a_stranger),
    Row(
        "login.begin.begin",
        lambda w, a, b: Begin(a.bound, None, "/t/acme/me", digest(b.cookie)),
        lambda begun: begun.account_id is None and begun.session_id is None,
        a_stranger,
    ),
    Row(
        "login.confirm.confirm",
        lambda w, a, b: Confirm(b.accounts["alice"].id, Secret(PASSWORD)),
        says("wrong_proof"),
        their_person,
    ),
    Row("login.conclude.conclude", lambda w, a, b: deciding(b, b), ITX_GONE, their_person),
    Row("login.conclude.conclude", lambda w, a, b: deciding(a, b), says("wrong_step"), my_person),
    Row("login.decide.decide", lambda w, a, b: deciding(b, b), ITX_GONE, their_person),
    Row("login.decide.decide", lambda w, a, b: deciding(a, b), says("wrong_step"), my_person),
    Row(
        "login.dispatch.what_next",
        lambda w, a, b: WhatNext(b.flows["fresh"].id, b.bound),
        ITX_GONE,
        a_stranger,
    ),
    Row(
        "login.enter.enter",
        lambda w, a, b: Enter(silently(a, b)),
        lambda entered: entered.code is None and entered.step.kind is StepKind.IDENTIFY,
        a_stranger,
    ),
    Row(
        "login.enter.enter_unknown",
        lambda w, a, b: Enter(silently(a, b)),
        lambda entered: entered.code is None and entered.step.kind is StepKind.IDENTIFY,
        a_stranger,
    ),
    Row(
        "login.finish.finish",
        lambda w, a, b: Finish(b.flows["ready"].id, b.bound),
        ITX_GONE,
        their_person,
    ),
    Row(
        "login.finish.finish",
        lambda w, a, b: Finish(a.flows["decided"].id, a.bound, b.token),
        says("invalid_consent_token"),
        my_person,
    ),
    Row(
        "login.identify.identify",
        lambda w, a, b: Identify(b.flows["fresh"].id, b.bound, Secret("alice")),
        ITX_GONE,
        a_stranger,
    ),
    Row(
        "login.prove.prove",
        lambda w, a, b: Prove(b.flows["named"].id, b.bound, Secret(PASSWORD)),
        ITX_GONE,
        a_stranger,
    ),
    Row(
        "login.register.register",
        lambda w, a, b: Register(b.flows["fresh"].id, b.bound, Secret("erin"), NEW_PASSWORD),
        ITX_GONE,
        a_stranger,
    ),
    Row(
        "login.silent.silent",
        lambda w, a, b: silently(a, b),
        lambda answer: answer.code is None and answer.error == "login_required",
        a_stranger,
    ),
    Row(
        "login.welcome.welcome",
        lambda w, a, b: Welcome(b.accounts["alice"].id, "Firefox"),
        GONE,
        a_stranger,
    ),
    Row(
        "app.hosted.routes.arrival.arrive",
        lambda w, a, b: Arrival(digest(b.cookie), lambda face, session: (face.tenant.id, session)),
        lambda arrived: arrived.visitor[1] is None,
        a_stranger,
    ),
)
