"""Records of leave: sessions, consents, grants and tokens, interactions."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.consent.records import (
    Basis,
    Consent,
    ConsentStatus,
    ConsentToken,
    Duration,
    Necessity,
    Notice,
)
from domain.kernel.ids import new_id, random_id
from domain.kernel.secrets import Secret
from domain.login.records import Interaction, InteractionStatus
from domain.oauth.records import (
    AuthorizationCode,
    AuthorizationRequest,
    Grant,
    GrantItem,
    OpaqueToken,
    PushedRequest,
    RefreshToken,
)
from domain.sessions.records import Session
from tests.support.clock import START
from tests.support.house_factories import HOUR, digest


def a_session(account_id: bytes, **changes: Any) -> Session:
    made = Session(
        id=new_id(),
        digest=digest(),
        sid=random_id(),
        account_id=account_id,
        started_at=START,
        auth_time=START,
        amr=("pwd",),
        acr="byl:1",
        browser="Firefox on Linux",
        last_seen_at=START,
        idle_ends_at=START + 12 * HOUR,
        ends_at=START + timedelta(days=30),
    )
    return replace(made, **changes)


def a_consent(account_id: bytes, client_id: bytes, **changes: Any) -> Consent:
    made = Consent(
        id=new_id(),
        record_id=random_id(),
        account_id=account_id,
        client_id=client_id,
        item="profile",
        necessity=Necessity.CHOSEN,
        basis=Basis.CONSENT,
        status=ConsentStatus.GIVEN,
        reason="",
        at=START,
        expires_at=START + HOUR,
        duration=Duration.HOUR,
        once=False,
        previous=None,
        actor_kind="person",
        actor_name="acc_test",
        display_hash="ab" * 32,
        locale="en",
        session_id=None,
        note="",
        salt=os.urandom(16),
    )
    return replace(made, **changes)


def a_notice(**changes: Any) -> Notice:
    made = Notice("cd" * 32, "en", {"blocks": [{"scope": "profile", "text": "Your name"}]}, START)
    return replace(made, **changes)


def a_consent_token(account_id: bytes, client_id: bytes, **changes: Any) -> ConsentToken:
    made = ConsentToken(
        digest=digest(),
        interaction_id=new_id(),
        account_id=account_id,
        client_id=client_id,
        session_id=new_id(),
        display_hash="ab" * 32,
        items=("openid", "profile"),
        ends_at=START + HOUR,
        once=False,
        expires_at=START + timedelta(minutes=5),
    )
    return replace(made, **changes)


def a_grant(account_id: bytes, client_id: bytes, **changes: Any) -> Grant:
    made = Grant(
        id=new_id(),
        public_id=random_id(),
        account_id=account_id,
        client_id=client_id,
        session_id=None,
        sub=random_id(),
        items=(
            GrantItem("openid", needed=True, ends_at=START + HOUR),
            GrantItem("profile", needed=False, ends_at=START + HOUR),
        ),
        ends_at=START + HOUR,
        once=False,
        auth_time=START,
        amr=("pwd",),
        acr="byl:1",
        sid=random_id(),
        opened_at=START,
    )
    return replace(made, **changes)


def a_code(grant: Grant, **changes: Any) -> AuthorizationCode:
    made = AuthorizationCode(
        digest=digest(),
        grant_id=grant.id,
        client_id=grant.client_id,
        redirect_uri="https://shop.example/cb",
        redirect_uri_given=True,
        code_challenge="E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        nonce="n-0S6_WzA2Mj",
        max_age_asked=False,
        claims={"userinfo": {"name": None}},
        expires_at=START + timedelta(seconds=60),
    )
    return replace(made, **changes)


def a_refresh_token(grant: Grant, **changes: Any) -> RefreshToken:
    made = RefreshToken(digest(), grant.id, grant.client_id, START, START + HOUR)
    return replace(made, **changes)


def an_opaque_token(client_id: bytes, grant_id: bytes | None = None, **changes: Any) -> OpaqueToken:
    made = OpaqueToken(digest(), random_id(), grant_id, client_id, ("openid",), START, START + HOUR)
    return replace(made, **changes)


def a_pushed_request(client_id: bytes, **changes: Any) -> PushedRequest:
    made = PushedRequest(digest(), client_id, {"scope": "openid"}, START + timedelta(seconds=90))
    return replace(made, **changes)


def a_request(client_id: bytes, **changes: Any) -> AuthorizationRequest:
    made = AuthorizationRequest(
        client_id=client_id,
        redirect_uri="https://shop.example/cb",
        redirect_uri_given=True,
        response_mode="query",
        scope=("openid", "profile"),
        state="af0ifjsldkj",
        nonce="n-0S6_WzA2Mj",
        code_challenge="E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        login_hint=Secret("ada@example.com"),
        claims={"id_token": {"acr": {"essential": True}}},
    )
    return replace(made, **changes)


def an_interaction(**changes: Any) -> Interaction:
    made = Interaction(
        id=new_id(),
        bound_digest=digest(),
        status=InteractionStatus.OPEN,
        request=None,
        return_to="/me",
        account_id=None,
        subject=None,
        session_id=None,
        fresh_after=None,
        consent_asked=False,
        registering=False,
        headless_client=None,
        failure="",
        created_at=START,
        expires_at=START + timedelta(minutes=30),
        version=1,
    )
    return replace(made, **changes)
