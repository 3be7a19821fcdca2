"""What the load needs before it can be measured: a tenant, its people, their tokens."""

from __future__ import annotations

import secrets as secrets_module
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final
from urllib.parse import urlsplit

import jwt

from app.operations.bench.load import Unit, Window, drive
from app.operations.bench.people import CALLBACK, PASSWORD, Browser, Person
from app.operations.bench.server import Running
from app.operations.bench.wire import Answer, BadAnswer, Talk, basic

TENANT: Final = "bench"
PEOPLE: Final = 50
"""As many rows as the console shows on a page."""

SCOPE: Final = "openid offline_access orders.write"
SHOP, DESK = "shop", "desk"
"""The same client twice: its access tokens are JWT, or opaque."""

FILE: Final = f"""
tenants:
  - slug: {TENANT}
    label: Bench
    kind: production
    privacy: sealed
    registration: open
    scopes:
      - {{value: orders.read, label: See orders, sentence: Sees orders., consent: none}}
      - {{value: orders.write, label: Place orders, sentence: Places orders., consent: required}}
    clients:
""" + "".join(
    f"""
      - id: {name}
        label: {name.title()}
        type: confidential
        auth_method: client_secret_basic
        redirect_uris: ["{CALLBACK}"]
        grant_types: [authorization_code, refresh_token, client_credentials]
        scopes: [openid, offline_access, orders.read, orders.write]
        access_token: {form}
"""
    for name, form in ((SHOP, "jwt"), (DESK, "opaque"))
)


@dataclass(slots=True)
class Ground:
    """A running server with people in it.

    Args:
        secrets: of the clients, by name.
        families: refresh tokens that are free to be rotated.
        jwts, opaques: access tokens of people.
        unproven: tokens whose signature was not checked yet, with their header `typ`.
        codes: codes with their verifiers.
        console: the operator's browser.
        unseen: tokens of people that this server never had before it.
    """

    running: Running
    secrets: Mapping[str, str]
    talk: Talk
    people: list[Person] = field(default_factory=list)
    families: deque[str] = field(default_factory=deque)
    jwts: list[str] = field(default_factory=list)
    opaques: list[str] = field(default_factory=list)
    unproven: list[tuple[str, str]] = field(default_factory=list)
    codes: deque[tuple[str, str]] = field(default_factory=deque)
    unseen: deque[str] = field(default_factory=deque)
    console: Browser | None = None
    keys: jwt.PyJWKSet | None = None

    @property
    def base(self) -> str:
        """Path of the tenant."""
        return f"/t/{TENANT}"

    @property
    def issuer(self) -> str:
        """The tenant's issuer."""
        return self.running.place.base_url + self.base

    def once(self, units: Iterator[Unit]) -> Window:
        """Drive units that end by themselves, unmeasured."""
        return drive(self.running.address, units, connections=4, seconds=3600)

    def token_request(self, client: str, fields: dict[str, str]) -> bytes:
        """Write a request to the token endpoint by a client that proves itself."""
        proof = basic(client, self.secrets[client])
        return self.talk.post(f"{self.base}/oauth2/token", fields, proof)

    def exchange_request(self, client: str, code: str, verifier: str) -> bytes:
        """Write the exchange of a code."""
        fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
        return self.token_request(client, fields | {"code_verifier": verifier})

    def took(self, answer: Answer, *names: str) -> dict[str, Any]:
        """Return a token answer, its tokens noted down to be verified."""
        body = answer.json("access_token", "token_type", "expires_in", "scope", *names)
        if body["access_token"].startswith("ey"):
            self.unproven.append(("at+jwt", body["access_token"]))
        if "id_token" in body:
            self.unproven.append(("JWT", body["id_token"]))
        return body

    def prove(self) -> None:
        """Verify every token noted down, by another library than the server's own.

        Raises:
            BadAnswer: one is not signed by the tenant's keys, or not for whom it should be.
        """
        if self.keys is None:
            raise BadAnswer("the tenant's keys were not read")
        for typ, token in self.unproven:
            header = jwt.get_unverified_header(token)
            audience = self.issuer if typ == "at+jwt" else SHOP
            if header["typ"] != typ or header["alg"] != "ES256":
                raise BadAnswer(f"a token has the header {header}")
            try:
                jwt.decode(
                    token, self.keys[header["kid"]].key, ["ES256"],
                    audience=[audience, DESK] if typ == "JWT" else audience, issuer=self.issuer,
                )  # fmt: skip
            except jwt.InvalidTokenError as fault:
                raise BadAnswer(f"a token does not verify: {fault}") from None
        self.unproven.clear()


def settle(running: Running, secrets: Mapping[str, str]) -> Ground:
    """Let people register, allow both clients, and take their first tokens."""
    ground = Ground(running, secrets, Talk(running.place.host))
    ground.once(iter([_keys(ground)]))
    # A place that served an earlier run has its people still.
    run = secrets_module.token_hex(3)
    names = [f"p{run}{place:03}" for place in range(PEOPLE)]
    ground.people = [Person(name, Browser(ground.talk), TENANT) for name in names]
    ground.once(_arrives(ground, each) for each in ground.people)
    ground.once(_joins_desk(ground, each) for each in islice(ground.people, 8))
    if running.link:
        ground.console = Browser(ground.talk)
        ground.once(iter([_operator(ground.console, running)]))
    ground.prove()
    return ground


def _keys(ground: Ground) -> Unit:
    answer = yield ground.talk.get(f"{ground.base}/oauth2/jwks")
    ground.keys = jwt.PyJWKSet.from_dict(answer.json("keys"))


def _arrives(ground: Ground, person: Person) -> Unit:
    start = yield from person.authorize(SHOP, SCOPE)
    yield from person.register(start)
    code = yield from person.allow(start)
    answer = yield ground.exchange_request(SHOP, code, start.verifier)
    body = ground.took(answer, "id_token", "refresh_token")
    ground.families.append(body["refresh_token"])
    ground.jwts.append(body["access_token"])


def _joins_desk(ground: Ground, person: Person) -> Unit:
    start = yield from person.authorize(DESK, SCOPE)
    code = yield from person.allow_at_once(start)
    answer = yield ground.exchange_request(DESK, code, start.verifier)
    ground.opaques.append(ground.took(answer, "id_token", "refresh_token")["access_token"])


def _operator(browser: Browser, running: Running) -> Unit:
    page = yield from browser.get(running.link)
    # A place that served an earlier run has that run's operator still.
    fields = {"username": f"operator-{secrets_module.token_hex(3)}", "password": PASSWORD}
    answer = yield from browser.send(running.link, page, fields)
    path = "/console/sign-in"
    while answer.status in {303, 307}:
        answer = yield from browser.get(path)
        target = urlsplit(answer.header("location"))
        path = target.path + (f"?{target.query}" if target.query else "")
    answer.expect(200)
