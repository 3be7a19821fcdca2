"""No input makes the product fail: whatever is wrong with it is said with a 4xx."""

from urllib.parse import urlencode

import pytest

from tests.laws import hostile
from tests.laws.routes import itx, routes_of, server
from tests.support.wire import FORM, send

PATHS = (
    "/",
    "/.well-known/oauth-authorization-server/t/{tenant}",
    "/favicon.ico",
    "/first/{link}",
    "/healthz",
    "/invitation/{link}",
    "/nothing",
    "/readyz",
    "/static/{hash}",
    "/t/{tenant}/.well-known/oauth-authorization-server",
    "/t/{tenant}/.well-known/openid-configuration",
    "/t/{tenant}/activate/{link}",
    "/t/{tenant}/api/login",
    "/t/{tenant}/api/login/openapi.json",
    "/t/{tenant}/api/login/{interaction}",
    "/t/{tenant}/api/login/{interaction}/consent",
    "/t/{tenant}/api/login/{interaction}/finish",
    "/t/{tenant}/api/login/{interaction}/identify",
    "/t/{tenant}/api/login/{interaction}/prove",
    "/t/{tenant}/api/login/{interaction}/register",
    "/t/{tenant}/brand.css",
    "/t/{tenant}/login/{interaction}",
    "/t/{tenant}/logo.svg",
    "/t/{tenant}/logo.png",
    "/t/{tenant}/logo-dark.svg",
    "/t/{tenant}/logo-dark.png",
    "/t/{tenant}/me",
    "/t/{tenant}/me/consents",
    "/t/{tenant}/me/delete",
    "/t/{tenant}/me/password",
    "/t/{tenant}/me/sessions",
    "/t/{tenant}/oauth2/authorize",
    "/t/{tenant}/oauth2/introspect",
    "/t/{tenant}/oauth2/jwks",
    "/t/{tenant}/oauth2/logout",
    "/t/{tenant}/oauth2/nothing",
    "/t/{tenant}/oauth2/par",
    "/t/{tenant}/oauth2/revoke",
    "/t/{tenant}/oauth2/token",
    "/t/{tenant}/oauth2/userinfo",
    "/t/{tenant}/sign-out",
)


class Prober:
    """Sends, and keeps what went wrong."""

    def __init__(self, world) -> None:
        self.app = server(world.house)
        self.wrong: list[tuple[str, str]] = []

    async def try_(self, method, target, headers=(), body=b"", address="203.0.113.7"):
        told = f"{method} {target[:90]} {[h[1][:40] for h in headers]} {body[:60]!r}"
        try:
            answer = await send(self.app, method, target, headers, body, address)
        except Exception as fault:  # noqa: BLE001 - it is what is looked for
            self.wrong.append((told, repr(fault)[:200]))
            return
        if answer.status >= 500:
            self.wrong.append((told, f"{answer.status} {answer.body[:120]!r}"))


def filled(world):
    return {
        "tenant": "acme",
        "interaction": itx(world.a, "fresh"),
        "link": world.a.link.reveal(),
        "hash": "0123",
    }


def test_every_address_is_tried(shared_world):
    known = {path for _, path in routes_of(shared_world.house)}
    assert sorted(known - set(PATHS)) == []


@pytest.mark.parametrize("path", PATHS)
async def test_no_address_fails(world, path):
    prober, parts = Prober(world), filled(world)
    here = path.format(**parts)
    used = {name: value for name, value in parts.items() if f"{{{name}}}" in path}
    for target in (*hostile.paths(path, used), *hostile.queries(here)):
        await prober.try_("GET", target)
    for method in hostile.METHODS:
        await prober.try_(method, here)
    for headers in hostile.HEADERS:
        for method in ("GET", "POST"):
            await prober.try_(method, here, headers, address="10.0.0.1")
    assert prober.wrong == []


@pytest.mark.parametrize("path", PATHS)
async def test_no_body_makes_an_address_fail(world, path):
    prober = Prober(world)
    here = path.format(**filled(world))
    for kind in hostile.KINDS:
        for body in hostile.BODIES:
            await prober.try_("POST", here, ((b"content-type", kind),), body)
    form = (b"content-type", FORM)
    for at, headers, fields in hostile.sound(world.house, world.a, path, here):
        for body in hostile.BODIES:
            rest = urlencode(fields).encode()
            await prober.try_("POST", at, (*headers, form), rest + b"&" + body)
            await prober.try_("POST", at, (*headers, (b"content-type", b"application/json")), body)
    assert prober.wrong == []


POSTS = tuple(
    path
    for path in PATHS
    if any(
        f"/{word}" in path
        for word in ("login/{i", "me/", "sign-out", "activate", "first", "invitation")
    )
    or any(path.endswith(f"/{word}") for word in ("token", "par", "revoke", "introspect", "logout"))
)


@pytest.mark.parametrize("path", POSTS)
async def test_no_field_of_a_form_makes_it_fail(world, path):
    """The form is our own, with its token, so that its fields are read."""
    prober = Prober(world)
    here = path.format(**filled(world))
    form = (b"content-type", FORM)
    for at, headers, fields in hostile.sound(world.house, world.a, path, here):
        for name in hostile.FIELD_NAMES:
            rest = urlencode({k: v for k, v in fields.items() if k != name})
            for value in hostile.VALUES[1:6] + hostile.VALUES[8:10]:
                body = f"{rest}&{name}={hostile.quoted(value)}".encode()
                await prober.try_("POST", at, (*headers, form), body)
    assert prober.wrong == []
