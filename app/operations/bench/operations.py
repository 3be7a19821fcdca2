"""What is asked of the server, how its answers are checked, and what an answer may cost.

Sources of the figures: the measured peers and floors behind docs/performance.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Final

from app.operations.bench.ground import DESK, SCOPE, SHOP, TENANT, Ground
from app.operations.bench.load import Unit
from app.operations.bench.people import Browser, Person
from app.operations.bench.wire import BadAnswer, basic, bearer

CODES: Final = 150
"""Codes for one window: as many as are made well within their minute."""

UNSEEN: Final = 600
COMING: Final = b"The page is coming"
"""A console page says it while its rows are on their way."""

OWN: Final = {"grant_type": "client_credentials", "scope": "orders.read"}
Units = Callable[[Ground], Iterator[Unit]]
Cost = tuple[float, float]
"""Milliseconds of CPU: the server's, and beside it the database's."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    Args:
        name: as it is printed.
        units: endless, or as many as were prepared.
        target, gate: on SQLite, milliseconds of the server's CPU; None where none is set.
        on_postgres, gate_on_postgres: the same there.
        prepare: makes what a window uses up, unmeasured.
        restarted: whether it is driven at a server that was started anew.
    """

    name: str
    units: Units
    target: float | None = None
    gate: float | None = None
    on_postgres: Cost | None = None
    gate_on_postgres: Cost | None = None
    prepare: Callable[[Ground], None] | None = None
    restarted: bool = False


def _forever(make: Callable[[Ground], Unit]) -> Units:
    def units(ground: Ground) -> Iterator[Unit]:
        while True:
            yield make(ground)

    return units


def _discovery(ground: Ground) -> Iterator[Unit]:
    request = ground.talk.get(f"{ground.base}/.well-known/openid-configuration")

    def unit() -> Unit:
        body = (yield request).json("issuer", "token_endpoint", "jwks_uri")
        if body["issuer"] != ground.issuer:
            raise BadAnswer("the issuer is another")

    while True:
        yield unit()


def _jwks(ground: Ground) -> Iterator[Unit]:
    request = ground.talk.get(f"{ground.base}/oauth2/jwks")

    def unit() -> Unit:
        if not (yield request).json("keys")["keys"]:
            raise BadAnswer("there are no keys")

    while True:
        yield unit()


def _own(client: str) -> Units:
    def units(ground: Ground) -> Iterator[Unit]:
        request = ground.token_request(client, OWN)

        def unit() -> Unit:
            ground.took((yield request))

        while True:
            yield unit()

    return units


def _refresh(ground: Ground) -> Unit:
    token = ground.families.popleft()
    answer = yield ground.token_request(
        SHOP, {"grant_type": "refresh_token", "refresh_token": token}
    )
    body = ground.took(answer, "refresh_token", "id_token")
    if body["refresh_token"] == token:
        raise BadAnswer("the refresh token was not rotated")
    ground.families.append(body["refresh_token"])
    ground.unseen.append(body["access_token"])


def _introspect(
    client: str, tokens: Callable[[Ground], list[str]]
) -> Callable[..., Iterator[Unit]]:
    def units(ground: Ground) -> Iterator[Unit]:
        path, proof = f"{ground.base}/oauth2/introspect", basic(client, ground.secrets[client])
        requests = [ground.talk.post(path, {"token": each}, proof) for each in tokens(ground)]

        def unit(request: bytes) -> Unit:
            body = (yield request).json("active", "sub", "client_id", "scope", "exp")
            if body["active"] is not True or body["client_id"] != client:
                raise BadAnswer("a living token is told to be another")

        for request in cycle(requests):
            yield unit(request)

    return units


def _userinfo(ground: Ground) -> Iterator[Unit]:
    path = f"{ground.base}/oauth2/userinfo"
    requests = [ground.talk.get(path, bearer(each)) for each in ground.jwts[:8]]
    for request in cycle(requests):
        yield _about(request)


def _make_new_tokens(ground: Ground) -> None:
    ground.once(islice(_forever(_refresh)(ground), UNSEEN))


def _userinfo_unseen(ground: Ground) -> Iterator[Unit]:
    path = f"{ground.base}/oauth2/userinfo"
    for _ in range(min(UNSEEN, len(ground.unseen))):
        # The newest first: those that were made last are still remembered where they were made.
        yield _about(ground.talk.get(path, bearer(ground.unseen.pop())))


def _about(request: bytes) -> Unit:
    (yield request).json("sub")


def _collect_codes(ground: Ground) -> None:
    def unit(person: Person) -> Unit:
        start = yield from person.authorize(SHOP, SCOPE)
        ground.codes.append((start.code(start.answer), start.verifier))

    people = cycle(ground.people)
    ground.once(unit(next(people)) for _ in range(CODES))


def _exchange(ground: Ground) -> Iterator[Unit]:
    def unit(code: str, verifier: str) -> Unit:
        answer = yield ground.exchange_request(SHOP, code, verifier)
        ground.took(answer, "id_token", "refresh_token")

    while ground.codes:
        yield unit(*ground.codes.popleft())


def _flow(ground: Ground) -> Iterator[Unit]:
    def unit(name: str) -> Unit:
        person = Person(name, Browser(ground.talk), TENANT)
        start = yield from person.authorize(SHOP, SCOPE, prompt="consent")
        yield from person.sign_in(start)
        code = yield from person.allow(start)
        answer = yield ground.exchange_request(SHOP, code, start.verifier)
        ground.took(answer, "id_token", "refresh_token")

    for person in cycle(ground.people):
        yield unit(person.name)


def _signed_in(ground: Ground) -> Iterator[Unit]:
    def unit(person: Person) -> Unit:
        start = yield from person.authorize(SHOP, SCOPE, prompt="consent")
        code = yield from person.allow_at_once(start)
        answer = yield ground.exchange_request(SHOP, code, start.verifier)
        ground.took(answer, "id_token", "refresh_token")

    for person in cycle(ground.people):
        yield unit(person)


def _me(ground: Ground) -> Iterator[Unit]:
    def unit(browser: Browser) -> Unit:
        answer = (yield from browser.get(f"{ground.base}/me")).expect(200)
        if b"Sign out" not in answer.body:
            raise BadAnswer("nobody is signed in on their own page")

    for person in cycle(ground.people):
        yield unit(person.browser)


def _console(room: str, mark: bytes) -> Callable[[Ground], Iterator[Unit]]:
    """Return what opens a list page of the console, again and again.

    Args:
        room: its path below the tenant.
        mark: what the page holds once its rows are there.
    """

    def units(ground: Ground) -> Iterator[Unit]:
        browser = ground.console
        if browser is None:
            return

        def unit() -> Unit:
            answer = (yield from browser.get(f"/console/{TENANT}{room}")).expect(200)
            # On Postgres a read waits elsewhere: the page leaves before its rows, which come after
            # it by its socket; what they cost the server is in the window all the same.
            if mark not in answer.body and COMING not in answer.body:
                raise BadAnswer(f"the list {room} shows no row")

        while True:
            yield unit()

    return units


LOGIN: Final = "whole login with consent"
REFRESH: Final = Operation(
    "refresh with rotation", _forever(_refresh), 0.40, 0.50, (0.60, 0.35), (0.65, 0.38)
)
OPERATIONS: Final = (
    Operation("discovery", _discovery, 0.045, 0.07),
    Operation("JWKS", _jwks, 0.045, 0.07),
    Operation("client_credentials, JWT", _own(SHOP), 0.18, 0.25, (0.18, 0.01), (0.25, 0.02)),
    Operation("client_credentials, opaque", _own(DESK), 0.20, 0.23, (0.25, 0.10), (0.27, 0.15)),
    REFRESH,
    Operation("introspection, JWT", _introspect(SHOP, lambda g: g.jwts[:8]), 0.12, 0.20),
    Operation(
        "introspection, opaque", _introspect(DESK, lambda g: g.opaques), 0.12, 0.20, (0.30, 0.12)
    ),
    Operation("userinfo", _userinfo, 0.10, 0.17),
    Operation("userinfo, first shown", _userinfo_unseen, None, 0.17, prepare=_make_new_tokens),
    Operation("code exchange", _exchange, 0.45, 0.80, prepare=_collect_codes),
    Operation(LOGIN, _flow),
    Operation("consent by someone signed in", _signed_in),
    Operation("/me", _me),
    Operation("console list page", _console("/accounts", b"acc_"), 25.0, 50.0),
    Operation("console sessions", _console("/sessions", b"ses_"), 25.0, 50.0),
    Operation("console ledger", _console("/ledger", b"/ledger/con_"), 25.0, 50.0),
    Operation("console audit", _console("/audit", b"/audit/aud_"), 25.0, 50.0),
    Operation("userinfo, never seen", _userinfo_unseen, 0.20, 0.25, restarted=True),  # ADR-16
)
WITHOUT_HASH: Final = Operation(f"{LOGIN}, without the hash", _flow, 2.5, 8.7)  # ADR-18
"""Not driven: the flow less what its two hashes say that they used. What they cost others, whose
memory they push out of the processor's caches, stays in it."""
