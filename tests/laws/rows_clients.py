"""Rows of the rooms of applications: clients, and the protocol."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from domain.clients.authenticate import Proof
from domain.clients.change import RemoveClient
from domain.clients.listing import ClientsPage
from domain.clients.records import AuthMethod, Client, ClientType
from domain.clients.register import NewClient
from domain.clients.rotate_secret import RotateSecret
from domain.kernel.secrets import Secret, digest
from domain.kernel.work import Actor
from domain.oauth.client_credentials import AskOwnToken
from domain.oauth.code_grant import RedeemCode
from domain.oauth.introspect import INACTIVE, Introspect
from domain.oauth.logout import AskLogout
from domain.oauth.present import TokenKind
from domain.oauth.push import Push
from domain.oauth.refresh import RotateRefresh
from domain.oauth.revoke import Revocable, Revoke
from domain.tenants.issuer import issuer
from tests.laws.furnish import CALLBACK
from tests.laws.holdings import Holdings, client_actor
from tests.laws.rows import GONE, Row, a_stranger, empty, nothing, says
from tests.laws.world import World
from tests.support.factories import a_request, a_scope
from tests.support.house import BASE_URL
from tests.support.issuing import VERIFIER

UNPROVEN: Final = says("invalid_client")
NO_GRANT: Final = says("invalid_grant")
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
_CHANGE, _READ = ("clients.change",), ("clients.read",)


def my_client(_w: World, mine: Holdings, _theirs: Holdings) -> Actor:
    """A client of my tenant, proven."""
    return client_actor(mine.clients["shop"])


def an_idle(theirs: Holdings) -> Client:
    """Return the client whose name no other tenant has."""
    return theirs.clients["idle"]


def asking(**named: str) -> tuple[tuple[str, str], ...]:
    """Return an authorization request's parameters."""
    usual = {
        "client_id": "shop",
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "scope": "openid",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return tuple((usual | named).items())


def inactive(answer: Any) -> bool:
    """Every token that is not alive here looks the same."""
    return bool(answer == INACTIVE)


def unproven(wish: Any) -> bool:
    """Neither their session nor their client is known here."""
    return wish.session is None and wish.client is None


CLIENTS: Final = (
    Row(
        "clients.authenticate.authenticate",
        lambda w, a, b: Proof(an_idle(b).client_id, AuthMethod.BASIC, b.secret),
        UNPROVEN,
        a_stranger,
    ),
    Row(
        "clients.authenticate.authenticate",
        lambda w, a, b: Proof("shop", AuthMethod.BASIC, b.secret),
        UNPROVEN,
        a_stranger,
    ),
    Row(
        "clients.authenticate.failed",
        lambda w, a, b: Proof(an_idle(b).client_id, AuthMethod.BASIC, b.secret),
        who=a_stranger,
    ),
    Row(
        "clients.change.change_client",
        lambda w, a, b: replace(b.clients["shop"], label="Renamed"),
        GONE,
        words=_CHANGE,
    ),
    Row(
        "clients.change.remove_client",
        lambda w, a, b: RemoveClient(an_idle(b).client_id),
        GONE,
        words=_CHANGE,
    ),
    Row(
        "clients.define_scope.define_scope",
        lambda w, a, b: a_scope(value=f"only.{b.slug}", label="Another"),
        words=_CHANGE,
    ),
    Row(
        "clients.define_scope.remove_scope",
        lambda w, a, b: f"only.{b.slug}",
        GONE,
        words=_CHANGE,
    ),
    Row("clients.listing.detail", lambda w, a, b: an_idle(b).client_id, GONE, words=_READ),
    Row("clients.listing.page", lambda w, a, b: ClientsPage(), words=_READ),
    Row("clients.listing.scopes", nothing, words=_READ),
    Row(
        "clients.register.register",
        lambda w, a, b: NewClient(
            client_id="new", label="New", type=ClientType.PUBLIC, redirect_uris=(CALLBACK,)
        ),
        words=_CHANGE,
    ),
    Row(
        "clients.rotate_secret.rotate_secret",
        lambda w, a, b: RotateSecret(an_idle(b).client_id),
        GONE,
        words=_CHANGE,
    ),
    Row(
        "app.protocol.authorize.client_of",
        lambda w, a, b: a_request(b.clients["shop"].id),
        empty,
        a_stranger,
    ),
    Row(
        "app.protocol.cors.is_registered",
        lambda w, a, b: f"https://{b.slug}.example",
        empty,
        a_stranger,
    ),
)

OAUTH: Final = (
    *(
        Row(
            f"oauth.client_credentials.{name}",
            lambda w, a, b: AskOwnToken(b.clients["robot"]),
            UNPROVEN,
            my_client,
        )
        for name in ("issue_jwt", "issue_opaque")
    ),
    Row(
        "oauth.code_grant.redeem",
        lambda w, a, b: RedeemCode(b.clients["shop"], b.code, CALLBACK, VERIFIER),
        UNPROVEN,
        my_client,
    ),
    Row(
        "oauth.code_grant.redeem",
        lambda w, a, b: RedeemCode(a.clients["shop"], b.code, CALLBACK, VERIFIER),
        NO_GRANT,
        my_client,
    ),
    Row("oauth.discovery.key_set", nothing, who=a_stranger),
    Row(
        "oauth.discovery.metadata",
        lambda w, a, b: issuer(BASE_URL, a.slug),
        who=a_stranger,
    ),
    Row("oauth.discovery.rests_on", nothing, who=a_stranger),
    *(
        Row(
            "oauth.introspect.introspect",
            lambda w, a, b, owner=owner, token=token: Introspect(
                a.clients[owner], token(b), issuer(BASE_URL, a.slug)
            ),
            inactive,
            my_client,
            powers=("signer",),
        )
        for owner, token in (
            ("shop", lambda b: Secret(b.access)),
            ("shop", lambda b: b.refresh),
            ("spa", lambda b: b.opaque),
            ("robot", lambda b: b.own_opaque),
        )
    ),
    Row(
        "oauth.logout.read_logout",
        lambda w, a, b: AskLogout((("id_token_hint", b.id_token),), digest(b.cookie)),
        unproven,
        a_stranger,
        powers=("signer",),
    ),
    Row(
        "oauth.push.push",
        lambda w, a, b: Push(a.clients["shop"], asking()),
        who=my_client,
    ),
    *(
        Row(
            "oauth.read_request.read",
            lambda w, a, b, named=named: asking(**named(b)),
            says(code),
            a_stranger,
            powers=("signer",),
        )
        for code, named in (
            ("unknown_client", lambda b: {"client_id": an_idle(b).client_id}),
            ("invalid_request_uri", lambda b: {"request_uri": b.pushed.reveal()}),
            ("invalid_request", lambda b: {"id_token_hint": b.id_token}),
        )
    ),
    Row(
        "oauth.refresh.rotate",
        lambda w, a, b: RotateRefresh(b.clients["shop"], b.refresh),
        UNPROVEN,
        my_client,
    ),
    Row(
        "oauth.refresh.rotate",
        lambda w, a, b: RotateRefresh(a.clients["shop"], b.refresh),
        NO_GRANT,
        my_client,
    ),
    Row(
        "oauth.way_back.way_back",
        lambda w, a, b: a_request(b.clients["shop"].id),
        says("unknown_client"),
        a_stranger,
    ),
    *(
        Row(
            "oauth.revoke.find",
            lambda w, a, b, owner=owner, token=token: Revoke(a.clients[owner], token(b)),
            empty,
            my_client,
            powers=("signer",),
        )
        for owner, token in (
            ("shop", lambda b: Secret(b.access)),
            ("shop", lambda b: b.refresh),
            ("spa", lambda b: b.opaque),
        )
    ),
    *(
        Row(
            "oauth.revoke.revoke",
            lambda w, a, b, kind=kind, token=token: Revocable(
                kind, digest(token(b)), "", b.grant_id, b.clients["shop"].id, 0
            ),
            who=my_client,
        )
        for kind, token in (
            (TokenKind.REFRESH, lambda b: b.refresh),
            (TokenKind.OPAQUE, lambda b: b.opaque),
        )
    ),
    Row(
        "oauth.userinfo.userinfo",
        lambda w, a, b: Secret(b.access),
        says("invalid_token"),
        a_stranger,
        powers=("signer",),
    ),
)

APPLICATIONS: Final = (*CLIENTS, *OAUTH)
