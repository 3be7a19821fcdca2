"""Rows of what applications call: the protocol and the headless login."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import orjson

from app.wiring import House
from tests.laws.furnish import CALLBACK
from tests.laws.holdings import Holdings
from tests.laws.route_rows import (
    API,
    OAUTH,
    SECRET,
    Build,
    RouteRow,
    error,
    inactive,
    refused,
    status,
    to_sign_in,
)
from tests.laws.routes import (
    JSON,
    Asked,
    basic,
    form,
    itx,
    query,
    tossed,
)
from tests.laws.rows_clients import asking
from tests.support.issuing import VERIFIER


def api(at: str = "", **body: Any) -> Build:
    """Return a call of the headless API about a flow of theirs."""

    def build(house: House, mine: Holdings, theirs: Holdings) -> Asked:
        headers = (basic(mine, "login-pages"), (b"byleave-interaction", b"x"))
        path = f"/t/acme/api/login/{itx(theirs, 'fresh')}{at}"
        kind = ((b"content-type", JSON),)
        return Asked(path, (*headers, *kind), orjson.dumps(body))

    return build


def grant(**fields: str) -> Build:
    """Return a token request of my client with something of theirs."""

    def build(house: House, mine: Holdings, theirs: Holdings) -> Asked:
        known = {"code": theirs.code.reveal(), "refresh": theirs.refresh.reveal()}
        named = {key: value.format(**known) for key, value in fields.items()}
        return form("/t/acme/oauth2/token", (basic(mine),), **named)

    return build


HEADLESS: Final = (
    RouteRow(
        "POST",
        API,
        lambda h, a, b: Asked(
            "/t/acme/api/login",
            (basic(b, "login-pages"), (b"content-type", JSON)),
            orjson.dumps({"parameters": dict(asking())}),
        ),
        refused("invalid_client"),
        status(201),
    ),
    RouteRow(
        "POST",
        API,
        lambda h, a, b: Asked(
            "/t/acme/api/login",
            (basic(a, "login-pages"), (b"content-type", JSON)),
            orjson.dumps({"parameters": dict(asking(client_id=b.clients["idle"].client_id))}),
        ),
        refused("unknown_client"),
        status(201),
    ),
    RouteRow("GET", f"{API}/{{interaction}}", api(), refused("interaction_gone")),
    *(
        RouteRow(
            "POST",
            f"{API}/{{interaction}}/{name}",
            api(f"/{name}", **body),
            refused("interaction_gone"),
        )
        for name, body in (
            ("identify", {"identifier": "alice"}),
            ("prove", {"password": SECRET}),
            ("register", {"identifier": "erin", "password": SECRET}),
            ("consent", {"decision": "refuse", "nonce": "x", "display_hash": "x"}),
            ("finish", {}),
        )
    ),
)


def _authorize(**changed: Any) -> Build:
    def build(house: House, mine: Holdings, theirs: Holdings) -> Asked:
        named = {key: value(theirs) for key, value in changed.items()}
        return query("/t/acme/oauth2/authorize", (tossed(mine, theirs),), **dict(asking(**named)))

    return build


def _shown(at: str, client: str, token: Callable[[Holdings], str]) -> Build:
    return lambda h, a, b: form(f"/t/acme/oauth2/{at}", (basic(a, client),), token=token(b))


PROTOCOL: Final = (
    RouteRow(
        "GET",
        f"{OAUTH}/authorize",
        _authorize(client_id=lambda b: b.clients["idle"].client_id),
        status(400),
        to_sign_in,
    ),
    RouteRow(
        "GET",
        f"{OAUTH}/authorize",
        _authorize(prompt=lambda b: "none", scope=lambda b: "openid orders.write"),
        lambda answer: "error=login_required" in answer.location,
        lambda answer: "code=" in answer.location,
    ),
    RouteRow(
        "GET",
        f"{OAUTH}/authorize",
        _authorize(id_token_hint=lambda b: b.id_token),
        lambda answer: "error=invalid_request" in answer.location,
        lambda answer: "code=" in answer.location,
    ),
    RouteRow(
        "GET",
        f"{OAUTH}/authorize",
        _authorize(request_uri=lambda b: b.pushed.reveal()),
        status(400),
        lambda answer: "code=" in answer.location,
    ),
    RouteRow(
        "POST",
        f"{OAUTH}/authorize",
        lambda h, a, b: form(
            "/t/acme/oauth2/authorize", (), **dict(asking(client_id=b.clients["idle"].client_id))
        ),
        status(400),
        status(303),
    ),
    RouteRow(
        "POST",
        f"{OAUTH}/par",
        lambda h, a, b: form("/t/acme/oauth2/par", (basic(b),), **dict(asking())),
        error("invalid_client"),
        status(201),
    ),
    RouteRow(
        "POST",
        f"{OAUTH}/token",
        grant(
            grant_type="authorization_code",
            code="{code}",
            redirect_uri=CALLBACK,
            code_verifier=VERIFIER,
        ),
        error("invalid_grant"),
        status(200),
    ),
    RouteRow(
        "POST",
        f"{OAUTH}/token",
        grant(grant_type="refresh_token", refresh_token="{refresh}"),
        error("invalid_grant"),
        status(200),
    ),
    RouteRow(
        "POST",
        f"{OAUTH}/token",
        lambda h, a, b: form(
            "/t/acme/oauth2/token", (basic(b, "robot"),), grant_type="client_credentials"
        ),
        error("invalid_client"),
        status(200),
    ),
    *(
        RouteRow(
            method,
            f"{OAUTH}/userinfo",
            lambda h, a, b: Asked(
                "/t/acme/oauth2/userinfo", ((b"authorization", b"Bearer " + b.access.encode()),)
            ),
            status(401),
            status(200),
        )
        for method in ("GET", "POST")
    ),
    *(
        RouteRow(
            "POST",
            f"{OAUTH}/introspect",
            _shown("introspect", client, token),
            inactive,
            lambda answer: b'"active":true' in answer.body,
        )
        for client, token in (
            ("shop", lambda b: b.access),
            ("shop", lambda b: b.refresh.reveal()),
            ("robot", lambda b: b.own_opaque.reveal()),
        )
    ),
    RouteRow(
        "POST",
        f"{OAUTH}/introspect",
        lambda h, a, b: form("/t/acme/oauth2/introspect", (basic(b),), token=b.access),
        status(401),
        status(200),
    ),
    RouteRow(
        "POST",
        f"{OAUTH}/revoke",
        _shown("revoke", "shop", lambda b: b.refresh.reveal()),
        lambda answer: answer.status == 200 and answer.body == b"",
    ),
    *(
        RouteRow(
            method,
            f"{OAUTH}/logout",
            build,
            # An address to go back to is not proven here: it is said on a page of ours.
            status(400),
            status(303),
        )
        for method, build in (
            (
                "GET",
                lambda h, a, b: query(
                    "/t/acme/oauth2/logout",
                    (tossed(a, b),),
                    id_token_hint=b.id_token,
                    post_logout_redirect_uri="https://shop.example/bye",
                ),
            ),
            (
                "POST",
                lambda h, a, b: form(
                    "/t/acme/oauth2/logout",
                    (tossed(a, b),),
                    id_token_hint=b.id_token,
                    post_logout_redirect_uri="https://shop.example/bye",
                ),
            ),
        )
    ),
)

MACHINES: Final = (*HEADLESS, *PROTOCOL)
