"""Make a tenant with one of every object, by walking the product's own ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.wiring import House
from domain.accounts.create import add_account
from domain.accounts.records import Account, AccountStatus, Activation
from domain.clients.records import (
    AccessTokenForm,
    AuthMethod,
    Client,
    ClientType,
    ConsentNeed,
    GrantType,
)
from domain.clients.register import secret_record
from domain.consent.entries import append
from domain.consent.records import Duration
from domain.factors.enrol import enrol_password
from domain.identifiers.claim import claim
from domain.identifiers.normalise import normalise
from domain.kernel.secrets import Secret, digest, new_secret
from domain.login.begin import Begin, begin
from domain.login.decide import Decide, decide
from domain.login.dispatch import WhatNext, what_next
from domain.login.finish import Finish, finish
from domain.login.identify import Identify, identify
from domain.login.prove import Prove, prove
from domain.login.records import Interaction
from domain.oauth.client_credentials import AskOwnToken, issue_opaque
from domain.oauth.code_grant import RedeemCode, redeem
from domain.oauth.push import Push, push
from domain.oauth.tokens import Issued, seal
from domain.tenants.issuer import issuer
from domain.tenants.records import KeyState, Policy, Registration, TenantKind
from tests.laws.holdings import SYSTEM, Holdings, client_actor, person
from tests.support.factories import (
    a_client,
    a_consent,
    a_request,
    a_scope,
    a_signing_key,
    a_tenant,
    tenant_secrets,
)
from tests.support.house import BASE_URL
from tests.support.issuing import VERIFIER
from tests.support.sign_ins import HASHER, PASSWORD, POWERS

CALLBACK = "https://shop.example/cb"
ASKED = ("openid", "orders.read", "orders.write", "profile")
OPEN = Policy(registration=Registration.OPEN)


def furnish(house: House, slug: str, kind: TenantKind = TenantKind.SANDBOX) -> Holdings:
    """Make a tenant and all it holds."""
    tenant = a_tenant(slug=slug, label=slug.title(), kind=kind, policy=OPEN)
    made = Holdings(house, tenant)

    def act(db: Any) -> None:
        assert house.works.open(db, None, SYSTEM).tenants.add(tenant, tenant_secrets())

    house.database.write(act)
    made.write(lambda work: _move_in(work, made))
    _sign_in(made)
    _leave(made)
    _pending(made)
    return made


def add_person(work: Any, name: str, status: AccountStatus, **changes: Any) -> Account:
    """Add an account with a username; unless it is pending, with the password of the tests."""
    typed = normalise(Secret(name))
    inner = POWERS["identifier_hasher"].inner(typed.text.reveal(), work.tenant.index_salt)
    account_id = work.new_id()
    claim(work, account_id, typed.kind, inner)
    account = add_account(work, status=status, account_id=account_id, **changes)
    if status is not AccountStatus.PENDING:
        enrol_password(work, account.id, HASHER.make(Secret(PASSWORD)))
    return account


def _clients(slug: str) -> dict[str, Client]:
    both = (GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN)
    shop = a_client(
        client_id="shop",
        scopes=(*ASKED, "machines"),
        grant_types=both,
        longest_consent=None,
        relaxations=(),
        post_logout_redirect_uris=("https://shop.example/bye",),
    )
    spa = replace(
        a_client(client_id="spa", type=ClientType.PUBLIC, auth_method=AuthMethod.NONE),
        access_token=AccessTokenForm.OPAQUE,
        scopes=("openid", "orders.read"),
        cors_origins=(f"https://{slug}.example",),
        relaxations=(),
    )
    robot = replace(
        a_client(client_id="robot", type=ClientType.SERVICE, redirect_uris=()),
        grant_types=(GrantType.CLIENT_CREDENTIALS,),
        scopes=("machines",),
        relaxations=(),
        audiences=("https://api.example",),
    )
    pages = a_client(client_id="login-pages", login_ui=True, relaxations=())
    idle = a_client(client_id=f"idle-{slug}", scopes=("openid",), relaxations=())
    return {"shop": shop, "spa": spa, "robot": robot, "login-pages": pages, "idle": idle}


def _move_in(work: Any, made: Holdings) -> None:
    for value, consent in (
        ("orders.read", ConsentNeed.OPTIONAL),
        ("orders.write", ConsentNeed.REQUIRED),
        (f"only.{made.slug}", ConsentNeed.OPTIONAL),
        ("machines", ConsentNeed.NONE),
    ):
        work.scopes.put(a_scope(value=value, consent=consent, claims=(), longest_consent=None))
    for name, client in _clients(made.slug).items():
        assert work.clients.add(client)
        made.clients[name] = client
        if client.auth_method is not AuthMethod.NONE:
            kept = secret_record(work, client, made.secret)
            work.clients.add_secret(kept)
            made.secrets[name] = kept
    earlier = replace(
        secret_record(work, made.clients["idle"], new_secret()),
        expires_at=work.now + timedelta(days=1),
    )
    work.clients.add_secret(earlier)
    made.secrets["earlier"] = earlier
    for name, status, persona in (
        ("alice", AccountStatus.ENABLED, True),
        ("carol", AccountStatus.ENABLED, False),
        ("bob", AccountStatus.PENDING, False),
        ("dora", AccountStatus.DISABLED, False),
        ("only", AccountStatus.ENABLED, False),
    ):
        typed = f"only-{made.slug}" if name == "only" else name
        made.accounts[name] = add_person(work, typed, status, persona=persona)
    made.link = new_secret()
    bob = made.accounts["bob"].id
    work.activations.add(Activation(digest(made.link), bob, work.now + timedelta(hours=72)))
    work.persona_claims.put(made.accounts["alice"].id, {"name": f"Alice of {made.slug}"})
    waiting = a_signing_key(state=KeyState.NEXT, created_at=work.now - timedelta(days=2))
    work.tenant_keys.add_signing(waiting)
    late = work.now - timedelta(hours=1)
    carol, shop = made.accounts["carol"].id, made.clients["shop"].id
    append(work, a_consent(carol, shop, at=late - timedelta(hours=1), expires_at=late))


def _sign_in(made: Holdings) -> None:
    """Sign alice in, in two browsers."""
    made.binding = new_secret().reveal()
    for browser in (new_secret().reveal(), made.binding):
        bound = digest(browser)
        flow = made.run(begin, Begin(bound, None, "/t/x/me"))
        made.run(identify, Identify(flow.id, bound, Secret("alice")))
        proven = made.run(prove, Prove(flow.id, bound, Secret(PASSWORD), "Firefox on Linux"))
        made.second, made.session = made.session, proven.started.session
        made.cookie = proven.started.cookie


def start(
    made: Holdings, client: str = "shop", *, signed_in: bool = True, **asked: Any
) -> Interaction:
    """Begin a flow in alice's browser, with her session unless told otherwise."""
    request = a_request(
        made.clients[client].id, **{"scope": ASKED, "login_hint": None, "claims": {}, **asked}
    )
    session = digest(made.cookie) if signed_in else None
    wanted = Begin(made.bound, request, session_digest=session)
    begun: Interaction = made.run(begin, wanted, person(made.accounts["alice"]))
    return begun


def decision(made: Holdings, flow: Interaction, *ticked: str, **changes: Any) -> Decide:
    """Return alice's answer to the question of a flow."""
    bound = made.bound
    question = made.run(what_next, WhatNext(flow.id, bound)).question
    assert question is not None
    wanted = {
        "allow": True,
        "ticked": frozenset(ticked),
        "duration": Duration.DAY,
        "display_hash": question.display_hash,
        **changes,
    }
    return Decide(flow.id, bound, digest(made.cookie), **wanted)


def code_of(made: Holdings, flow: Interaction, token: Secret | None) -> Secret:
    """Finish a flow."""
    actor = person(made.accounts["alice"])
    code = made.run(finish, Finish(flow.id, made.bound, token), actor).code
    assert code is not None
    return Secret(code.reveal())


def redeemed(made: Holdings, code: Secret, client: str = "shop") -> Issued:
    """Redeem a code as its client does."""
    wanted = RedeemCode(made.clients[client], code, CALLBACK, VERIFIER)
    issued: Issued = made.run(redeem, wanted, client_actor(made.clients[client]))
    return issued


def _leave(made: Holdings) -> None:
    """Let alice give leave to two clients, and let them redeem."""
    alice = person(made.accounts["alice"])
    flow = start(made)
    decided = made.run(decide, decision(made, flow, "orders.read"), alice)
    issued = redeemed(made, code_of(made, flow, decided.token))
    told = seal(issued, made.house.signer, issuer(BASE_URL, made.slug))
    made.access, made.id_token = told["access_token"], told["id_token"]
    made.refresh = Secret(told["refresh_token"])
    made.code = code_of(made, start(made), None)
    flow = start(made, "spa", scope=("openid", "orders.read"))
    decided = made.run(decide, decision(made, flow, "orders.read"), alice)
    issued = redeemed(made, code_of(made, flow, decided.token), "spa")
    made.opaque = Secret(issued.access.reveal())
    robot = made.clients["robot"]
    made.own_opaque = made.run(issue_opaque, AskOwnToken(robot), client_actor(robot)).access
    alice_id, shop_id = made.accounts["alice"].id, made.clients["shop"].id
    grants = made.read(lambda work: work.grants.of(alice_id, shop_id))
    entries = made.read(lambda work: work.consents.current(alice_id, shop_id))
    made.grant_id, made.public_id = grants[-1].id, grants[-1].public_id
    made.consent_id = next(entry.id for entry in entries if entry.item == "orders.read")


def _pending(made: Holdings) -> None:
    """Leave a flow at each of its steps, and a request that was pushed."""
    flows, bound = made.flows, made.bound
    flows["fresh"] = start(made, signed_in=False)
    flows["named"] = start(made, signed_in=False)
    made.run(identify, Identify(flows["named"].id, bound, Secret("alice")))
    flows["deciding"] = start(made, prompt=("consent",))
    made.display_hash = decision(made, flows["deciding"]).display_hash
    flows["decided"] = start(made, prompt=("consent",))
    wanted = decision(made, flows["decided"], "orders.read")
    made.token = made.run(decide, wanted, person(made.accounts["alice"])).token
    flows["ready"] = start(made)
    parameters = {
        "client_id": "shop",
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "scope": "openid orders.write",
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method": "S256",
    }
    wanted_push = Push(made.clients["shop"], tuple(parameters.items()))
    made.pushed = made.run(push, wanted_push, client_actor(made.clients["shop"])).request_uri
