"""What people and applications do all day, each answer checked, at a pace that is set."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle

from app.operations.bench.ground import DESK, SCOPE, SHOP, TENANT, Ground
from app.operations.bench.load import Unit
from app.operations.bench.people import Browser, Person
from app.operations.bench.wire import BadAnswer, basic, bearer

Make = Callable[[Ground], Unit]
PROVED_EVERY = 50
"""Units between two checks of all signatures."""


def view(ground: Ground) -> Ground:
    """Return a ground for one lane: what it notes down is its own."""
    return replace(ground, unproven=[])


def paced(
    ground: Ground,
    makes: Iterator[Make],
    rate: float,
    going: Callable[[], bool],
    done: Counter[str],
) -> Iterator[Unit]:
    """Yield units at a pace; one that is late follows at once.

    Args:
        makes: what to do next.
        rate: units a second.
        going: whether there is still time.
        done: counts what was done, by name.
    """
    due = time.monotonic()
    for count, make in enumerate(makes, 1):
        due += 1 / rate
        time.sleep(max(0.0, due - time.monotonic()))
        if not going():
            break
        yield _counted(make, ground, done)
        if count % PROVED_EVERY == 0:
            ground.prove()
    ground.prove()


def _counted(make: Make, ground: Ground, done: Counter[str]) -> Unit:
    yield from make(ground)
    done[make.__name__] += 1


def discovery(ground: Ground) -> Unit:
    path = f"{ground.base}/.well-known/openid-configuration"
    body = (yield ground.talk.get(path)).json("issuer", "jwks_uri")
    if body["issuer"] != ground.issuer:
        raise BadAnswer("the issuer is another")


def keys(ground: Ground) -> Unit:
    if not (yield ground.talk.get(f"{ground.base}/oauth2/jwks")).json("keys")["keys"]:
        raise BadAnswer("there are no keys")


def own_token(ground: Ground) -> Unit:
    """An application takes a token of its own."""
    fields = {"grant_type": "client_credentials", "scope": "orders.read"}
    ground.took((yield ground.token_request(SHOP, fields)))


def renewal(ground: Ground) -> Unit:
    """An application renews a person's tokens, asks who they are, and asks about the token."""
    fields = {"grant_type": "refresh_token", "refresh_token": ground.families.popleft()}
    answer = yield ground.token_request(SHOP, fields)
    body = ground.took(answer, "refresh_token", "id_token")
    ground.families.append(body["refresh_token"])
    headers = bearer(body["access_token"])
    (yield ground.talk.get(f"{ground.base}/oauth2/userinfo", headers)).json("sub")
    yield from _told(ground, SHOP, body["access_token"], active=True)


def opaque_token(ground: Ground) -> Unit:
    """A token is taken, asked about, revoked, and asked about again."""
    fields = {"grant_type": "client_credentials", "scope": "orders.read"}
    token = ground.took((yield ground.token_request(DESK, fields)))["access_token"]
    yield from _told(ground, DESK, token, active=True)
    (yield _about(ground, DESK, "revoke", token)).expect(200)
    yield from _told(ground, DESK, token, active=False)


def login(person: str) -> Make:
    """Return how somebody signs in, reads the page of consent, allows, and looks at their page."""

    def login(ground: Ground) -> Unit:
        one = Person(person, Browser(ground.talk), TENANT)
        start = yield from one.authorize(SHOP, SCOPE, prompt="consent")
        yield from one.sign_in(start)
        code = yield from one.allow(start)
        answer = yield ground.exchange_request(SHOP, code, start.verifier)
        ground.took(answer, "id_token", "refresh_token")
        page = (yield from one.browser.get(f"{ground.base}/me")).expect(200)
        if b"Sign out" not in page.body:
            raise BadAnswer("nobody is signed in on their own page")

    return login


def machines() -> Iterator[Make]:
    """Yield what applications do, over and over in one order."""
    turn: tuple[Make, ...] = (renewal, discovery, own_token, own_token, opaque_token, keys)
    return cycle((*turn, renewal, discovery, own_token, own_token))


def people(ground: Ground, count: int) -> Iterator[Make]:
    """Let people register who hold no family that is renewed; yield their sign-ins, in turn."""
    names = [f"s{secrets.token_hex(3)}{place:03}" for place in range(count)]

    def joins(person: Person) -> Unit:
        start = yield from person.authorize(SHOP, SCOPE)
        yield from person.register(start)
        code = yield from person.allow(start)
        answer = yield ground.exchange_request(SHOP, code, start.verifier)
        ground.took(answer, "id_token", "refresh_token")

    ground.once(joins(Person(name, Browser(ground.talk), TENANT)) for name in names)
    return cycle([login(name) for name in names])


def _about(ground: Ground, client: str, place: str, token: str) -> bytes:
    proof = basic(client, ground.secrets[client])
    return ground.talk.post(f"{ground.base}/oauth2/{place}", {"token": token}, proof)


def _told(ground: Ground, client: str, token: str, *, active: bool) -> Unit:
    body = (yield _about(ground, client, "introspect", token)).json("active")
    if body["active"] is not active or (active and body["client_id"] != client):
        raise BadAnswer(f"a token of which active is {active} is told to be another")
