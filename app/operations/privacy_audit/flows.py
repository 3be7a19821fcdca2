"""The flows in which canaries are planted: what people and applications do every day."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import httpx

from app.operations.privacy_audit.canaries import Canary, Kind, fresh
from app.operations.privacy_audit.site import Site
from app.operations.privacy_audit.visitor import CALLBACK, SCOPE, Shop, Visitor

TYPED: Final = (
    "e-mail", "password", "new password", "wrong password", "unknown e-mail", "phone",
    "phone password", "e-mail of the erased", "password of the erased", "login hint",
    "pushed e-mail", "claims e-mail", "user agent", "referrer", "address",
    "persona name", "persona e-mail", "persona password",
)  # fmt: skip
CONTROL: Final = ("control clear", "control base64", "control hex", "control SHA-256")

_FILE: Final = """
tenants:
  - slug: {slug}
    label: Privacy audit
    kind: sandbox
    privacy: sealed
    registration: open
    scopes:
      - {{value: orders, label: Orders, sentence: "{clear}", consent: required}}
      - {{value: one, label: One, sentence: "{base64}", consent: none}}
      - {{value: two, label: Two, sentence: "{hex}", consent: none}}
      - {{value: three, label: Three, sentence: "{digest}", consent: none}}
    clients:
      - &shop
        id: shop
        label: Shop
        type: confidential
        auth_method: client_secret_basic
        redirect_uris: ["{callback}"]
        grant_types: [authorization_code, refresh_token, client_credentials]
        scopes: [openid, profile, email, offline_access, orders]
        access_token: jwt
      - id: desk
        label: Desk
        type: confidential
        auth_method: client_secret_basic
        redirect_uris: ["{callback}"]
        grant_types: [authorization_code, refresh_token]
        scopes: [openid, profile, email, offline_access, orders]
        access_token: opaque
    personas:
      - username: {persona}
        email: {email}
        password: "{password}"
        claims: {{name: "{persona}"}}
"""


@dataclass(slots=True)
class Planted:
    """What was planted, and in how many acts.

    Args:
        canaries: by name.
        acts: sentences about what was done, in order.
    """

    canaries: dict[str, Canary]
    acts: list[str]

    def text(self, name: str) -> str:
        """Return a canary's text."""
        return self.canaries[name].text

    def issued(self, name: str, text: str) -> str:
        """Note down a secret that we gave."""
        self.canaries[name] = Canary(name, Kind.ISSUED, text.rsplit(".", 1)[-1])
        return text


def begin() -> Planted:
    """Return new canaries of every name; nothing is planted yet."""
    return Planted(fresh(Kind.TYPED, TYPED) | fresh(Kind.CONTROL, CONTROL), [])


def tenant_file(site: Site, planted: Planted) -> str:
    """Return the file of the tenant, the control canaries among its sentences."""
    text = planted.text
    return _FILE.format(
        slug=site.slug,
        callback=CALLBACK,
        clear=text("control clear"),
        base64=base64.b64encode(text("control base64").encode()).decode(),
        hex=text("control hex").encode().hex(),
        digest=hashlib.sha256(text("control SHA-256").encode()).hexdigest(),
        persona=text("persona name"),
        email=text("persona e-mail"),
        password=text("persona password"),
    )


def plant(
    site: Site, planted: Planted, secrets: dict[str, str], tell: Callable[[str], None]
) -> None:
    """Do what people do; the server must be running.

    Raises:
        Unexpected: an answer was another than a real sign-in gets.
    """

    def did(sentence: str) -> None:
        planted.acts.append(sentence)
        tell(sentence)

    shop = Shop(site.base_url, site.slug, "shop", secrets["shop"])
    desk = Shop(site.base_url, site.slug, "desk", secrets["desk"])
    with _somebody(site, planted) as person:
        _newcomer(person, planted, shop)
        did("A person registered with an e-mail address and allowed an application.")
        _tokens(planted, shop)
        did("The application renewed, inspected and gave back its tokens.")
        _second_application(person, planted, desk)
        did("A second application with opaque tokens was allowed.")
        _own_password(person, planted)
        did("The person changed the password.")
    with _somebody(site, planted) as person:
        _known(person, planted)
        did("They signed in again: an unknown name, a wrong password, the right one.")
        _pushed(person, planted, shop)
        did("An application pushed a request that names a person.")
    with _somebody(site, planted) as person:
        asked = person.ask("shop")
        person.register(asked, planted.text("phone"), planted.text("phone password"))
        person.allow(asked)
        did("Another person registered with a telephone number.")
    with _somebody(site, planted) as person:
        person.get(f"/t/{site.slug}/{planted.text('control clear')}")
        did("An address with a control canary was asked for: it must stand in the log.")


def register_and_allow(site: Site, planted: Planted, shop: Shop) -> Visitor:
    """Let the person who will be erased register, allow, and take tokens; their browser stays."""
    person = Visitor(site.base_url, site.slug, {"User-Agent": planted.text("user agent")})
    asked = person.ask("shop")
    person.register(
        asked, planted.text("e-mail of the erased"), planted.text("password of the erased")
    )
    tokens = shop.redeem(person.allow(asked), asked)
    shop.post("token", grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    return person


def erase_oneself(person: Visitor, planted: Planted) -> None:
    """Delete one's own account on one's own page."""
    fields = {"word": "delete", "current_password": planted.text("password of the erased")}
    person.send(f"/t/{person.slug}/me/delete", fields, 200)


@contextmanager
def _somebody(site: Site, planted: Planted) -> Iterator[Visitor]:
    headers = {
        "User-Agent": planted.text("user agent"),
        "Referer": f"https://elsewhere.test/{planted.text('referrer')}",
        "X-Forwarded-For": planted.text("address"),
        "Accept-Language": "en",
    }
    person = Visitor(site.base_url, site.slug, headers)
    try:
        yield person
    finally:
        person.close()


def _newcomer(person: Visitor, planted: Planted, shop: Shop) -> None:
    claims = {"id_token": {"email": {"value": planted.text("claims e-mail")}}}
    asked = person.ask(
        "shop",
        login_hint=planted.text("login hint"),
        claims=json.dumps(claims),
    )
    person.register(asked, planted.text("e-mail"), planted.text("password"))
    code = planted.issued("authorization code", person.allow(asked))
    tokens = shop.redeem(code, asked)
    for place, cookie in enumerate(person.cookies()):
        planted.issued(f"cookie {place + 1}", cookie)
    planted.issued("access token", tokens["access_token"])
    planted.issued("refresh token", tokens["refresh_token"])
    planted.issued("ID token", tokens["id_token"])


def _tokens(planted: Planted, shop: Shop) -> None:
    first = planted.text("refresh token")
    renewed = shop.post("token", grant_type="refresh_token", refresh_token=first)
    planted.issued("second refresh token", renewed["refresh_token"])
    access = planted.issued("second access token", renewed["access_token"])
    whole = renewed["access_token"]
    shop.post("introspect", token=whole)
    headers = {"Authorization": f"Bearer {whole}"}
    httpx.get(f"{shop.base_url}/t/{shop.slug}/oauth2/userinfo", headers=headers, timeout=60)
    # A token in an address is the caller's mistake; it must not become ours.
    httpx.get(f"{shop.base_url}/t/{shop.slug}/oauth2/userinfo?access_token={access}", timeout=60)
    shop.post("revoke", token=whole)
    own = shop.post("token", grant_type="client_credentials", scope="orders")
    planted.issued("client's own token", own["access_token"])
    planted.issued("client secret", shop.secret)


def _second_application(person: Visitor, planted: Planted, desk: Shop) -> None:
    asked = person.ask("desk")
    tokens = desk.redeem(person.allow(asked), asked)
    planted.issued("opaque access token", tokens["access_token"])
    desk.post("introspect", token=tokens["access_token"])


def _own_password(person: Visitor, planted: Planted) -> None:
    fields = {
        "current_password": planted.text("password"),
        "new_password": planted.text("new password"),
    }
    person.send(f"/t/{person.slug}/me/password", fields)


def _known(person: Visitor, planted: Planted) -> None:
    asked = person.ask("shop")
    person.identify(asked, planted.text("unknown e-mail"))
    person.prove(asked, planted.text("wrong password"), 401)
    asked = person.ask("shop", prompt="login")
    person.identify(asked, planted.text("e-mail").upper())
    person.prove(asked, planted.text("wrong password"), 401)
    person.prove(asked, planted.text("new password"))
    for page in ("", "/consents", "/sessions"):
        person.get(f"/t/{person.slug}/me{page}", 200)


def _pushed(person: Visitor, planted: Planted, shop: Shop) -> None:
    pushed = shop.post(
        "par",
        response_type="code",
        redirect_uri=CALLBACK,
        scope=SCOPE,
        state="s",
        code_challenge="E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        code_challenge_method="S256",
        login_hint=planted.text("pushed e-mail"),
    )
    name = str(pushed["request_uri"])
    planted.issued("name of the pushed request", name.rsplit(":", 1)[-1])
    query = urlencode({"client_id": "shop", "request_uri": name})
    person.get(f"/t/{person.slug}/oauth2/authorize?{query}", 303)
