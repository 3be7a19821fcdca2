"""Rows of pages for people, and of what anyone may load."""

from __future__ import annotations

from typing import Final

from app.wiring import House
from domain.kernel.ids import show
from tests.laws.holdings import Holdings
from tests.laws.route_rows import (
    API,
    OAUTH,
    SECRET,
    Build,
    RouteRow,
    T,
    own,
    status,
    to_sign_in,
)
from tests.laws.routes import (
    WELL_KNOWN,
    Asked,
    cookies,
    form,
    form_token,
    itx,
    tossed,
)


def me_form(place: str, **fields: str) -> Build:
    """Return a form of one's own pages, with a token made of their cookie."""

    def build(house: House, mine: Holdings, theirs: Holdings) -> Asked:
        token = form_token(house, theirs.cookie.reveal(), "/t/acme", place)
        named = {key: value.format(**_ids(theirs)) for key, value in fields.items()}
        path = f"/t/acme/{place.replace('_', '-')}"
        return form(path, (tossed(mine, theirs),), form_token=token, **named)

    return build


def _ids(theirs: Holdings) -> dict[str, str]:
    assert theirs.second is not None
    return {
        "session": show("ses", theirs.second.id),
        "client": show("cli", theirs.clients["shop"].id),
    }


def flow_form(flow: str, step: str, **fields: str) -> Build:
    """Return a form of a step of a flow, with the token and the binding it was made with."""

    def build(house: House, mine: Holdings, theirs: Holdings) -> Asked:
        place = itx(theirs, flow)
        token = form_token(house, theirs.binding, place, step)
        path, headers = f"/t/acme/login/{place}", (tossed(mine, theirs),)
        return form(path, headers, form_token=token, step=step, **fields)

    return build


def looked(path: str, *, crossed: bool = True) -> Build:
    """Return a page load with the cookies of there under the names of here."""
    return lambda house, a, b: Asked(
        path, (tossed(a, b) if crossed and a is not b else cookies(b),)
    )


ME: Final = (
    *(
        RouteRow("GET", f"{T}/me{at}", looked(f"/t/acme/me{at}"), to_sign_in, status(200))
        for at in ("", "/consents", "/sessions", "/password", "/delete")
    ),
    RouteRow(
        "POST",
        f"{T}/me/consents",
        me_form("me/consents", act="withdraw_all", consent="{client}"),
        to_sign_in,
        status(303),
    ),
    RouteRow(
        "POST",
        f"{T}/me/sessions",
        me_form("me/sessions", act="end", session="{session}"),
        to_sign_in,
        status(303),
    ),
    RouteRow(
        "POST",
        f"{T}/me/password",
        me_form(
            "me/password", current_password="a long passphrase of the tests", new_password=SECRET
        ),
        to_sign_in,
        status(303),
    ),
    RouteRow(
        "POST",
        f"{T}/me/delete",
        me_form("me/delete", word="delete", current_password="a long passphrase of the tests"),
        to_sign_in,
        status(200),
    ),
    RouteRow("GET", f"{T}/sign-out", looked("/t/acme/sign-out"), lambda a: b"<form" not in a.body),
    RouteRow(
        "POST",
        f"{T}/sign-out",
        me_form("sign_out", decision="sign_out"),
        status(303),
        status(200),
    ),
)

LOGIN: Final = (
    RouteRow(
        "GET",
        f"{T}/login/{{interaction}}",
        lambda h, a, b: Asked(f"/t/acme/login/{itx(b, 'fresh')}", (tossed(a, b),)),
        status(410),
        status(200),
    ),
    *(
        RouteRow(
            "POST",
            f"{T}/login/{{interaction}}",
            flow_form(flow, step, **fields),
            status(410),
            status(303),
        )
        for flow, step, fields in (
            ("fresh", "identify", {"identifier": "alice"}),
            ("named", "prove", {"password": "a long passphrase of the tests"}),
            ("fresh", "register", {"identifier": "erin", "password": SECRET}),
        )
    ),
    RouteRow(
        "POST",
        f"{T}/login/{{interaction}}",
        flow_form("deciding", "consent", decision="refuse"),
        status(410),
        status(303),
    ),
    RouteRow(
        "GET",
        f"{T}/activate/{{link}}",
        lambda h, a, b: Asked(f"/t/acme/activate/{b.link.reveal()}"),
        status(410),
        status(200),
    ),
    RouteRow(
        "POST",
        f"{T}/activate/{{link}}",
        lambda h, a, b: form(
            f"/t/acme/activate/{b.link.reveal()}",
            (tossed(a, b),),
            form_token=form_token(h, b.binding, b.link.reveal(), "activate"),
            password=SECRET,
        ),
        status(410),
        status(303),
    ),
    RouteRow(
        "GET",
        "/invitation/{link}",
        lambda h, a, b: Asked(f"/invitation/{b.link.reveal()}"),
        status(410),
    ),
    RouteRow(
        "POST",
        "/invitation/{link}",
        lambda h, a, b: form(
            f"/invitation/{b.link.reveal()}",
            (tossed(a, b),),
            form_token=form_token(h, b.binding, b.link.reveal(), "invitation"),
            username="oscar",
            password=SECRET,
        ),
        status(410),
    ),
    RouteRow(
        "GET", "/first/{link}", lambda h, a, b: Asked(f"/first/{b.link.reveal()}"), status(410)
    ),
    RouteRow(
        "POST",
        "/first/{link}",
        lambda h, a, b: form(
            f"/first/{b.link.reveal()}",
            (tossed(a, b),),
            form_token=form_token(h, b.binding, b.link.reveal(), "first"),
            username="oscar",
            password=SECRET,
        ),
        status(410),
    ),
)

LOOK: Final = (
    RouteRow("GET", "/", lambda h, a, b: Asked("/"), status(303)),
    RouteRow("GET", "/favicon.ico", lambda h, a, b: Asked("/favicon.ico"), status(200)),
    RouteRow("GET", "/healthz", lambda h, a, b: Asked("/healthz"), status(200)),
    RouteRow("GET", "/readyz", lambda h, a, b: Asked("/readyz"), status(200)),
    RouteRow("GET", "/static/{hash}", lambda h, a, b: Asked("/static/0/x"), status(404)),
    RouteRow("GET", f"{T}/brand.css", lambda h, a, b: Asked("/t/acme/brand.css"), own),
    *(
        RouteRow(
            "GET", f"{T}/{name}", lambda h, a, b, name=name: Asked(f"/t/acme/{name}"), status(404)
        )
        for name in ("logo.svg", "logo.png", "logo-dark.svg", "logo-dark.png")
    ),
    *(
        RouteRow("GET", path, lambda h, a, b, path=path: Asked(path.format(tenant="acme")), own)
        for path in (
            WELL_KNOWN,
            f"{T}/.well-known/openid-configuration",
            f"{T}/.well-known/oauth-authorization-server",
            f"{OAUTH}/jwks",
            f"{API}/openapi.json",
        )
    ),
)

PAGES: Final = (*ME, *LOGIN, *LOOK)
