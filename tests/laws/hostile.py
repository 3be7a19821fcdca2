"""Inputs that nobody of good will sends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote_from_bytes

from app.wiring import House
from tests.laws.holdings import Holdings
from tests.laws.routes import JSON, basic, cookies, form_token, itx
from tests.support.house import BASE_URL
from tests.support.wire import FORM, Headers

LONG: Final = b"a" * 65536
VALUES: Final = (
    b"",
    LONG,
    b"\x00",
    b"a\x00b",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"../../etc/passwd",
    b"\r\nset-cookie: a=b",
    "\U0001f4a9\u202e\uff53\uff43\uff52\uff49\uff50\uff54".encode(),
    b"'\"><script>alert(1)</script>{{7*7}}",
    b"-1",
    b"99999999999999999999999999",
    b"NaN",
    b"null",
)
METHODS: Final = [
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "PATCH",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "FOO",
]
KINDS: Final = (
    b"",
    b"text/plain",
    b"multipart/form-data; boundary=x",
    b"multipart/form-data",
    b"application/xml",
    b"application/x-www-form-urlencoded; charset=utf-16",
    b"\xff\xfe",
    FORM,
    JSON,
)
BODIES: Final = (
    b"",
    b"a=" + LONG,
    b"&".join(b"a%d=1" % each for each in range(1000)),
    b"\xff\xfe=\xff",
    b"%ff=%ff&%00=%00",
    b"a=1&a=2&a=3",
    b"=&=&&&",
    b"%",
    b"[" * 60000,
    b'{"a":' * 10000,
    b'{"parameters": {"client_id": "\\ud800"}}',
    b'{"identifier": "\\u0000", "password": 1e999}',
    b'{"parameters": {"client_id": ["shop"]}}',
    b"{}",
    b"null",
    b'"text"',
    b"\xef\xbb\xbf{}",
)
HEADERS: Final[tuple[Headers, ...]] = (
    ((b"cookie", b"\xff\xfe=\x00; =; ;;" + b"x" * 9000),),
    ((b"cookie", b"__Host-byl-s-acme=\xff\xfe; __Host-byl-b=\xff; __Host-byl-t-acme=\xff"),),
    ((b"cookie", b"__Host-byl-s-acme=" + LONG),),
    ((b"cookie", b"__Host-byl-l=../../../etc; __Host-byl-t-acme=AAAA"),),
    ((b"cookie", b"__Secure-byl-a=" + b"de-" * 3000),),
    ((b"accept-language", b"de;q=x, \xff, *;q=1;q=2," * 4000),),
    ((b"accept-language", b"de-" * 20000),),
    ((b"user-agent", b"\xff" * 9000),),
    ((b"authorization", b"Basic ===="),),
    ((b"authorization", b"Basic " + b"QQ" * 40000),),
    ((b"authorization", b"Basic \xff\xfe"),),
    ((b"authorization", b"Bearer \xff\xfe"),),
    ((b"authorization", b"Bearer " + LONG),),
    ((b"authorization", b"Bearer " + b"eyJhbGciOiJub25lIn0.e30."),),
    ((b"authorization", b"Bearer a"), (b"authorization", b"Basic b")),
    ((b"authorization", b""),),
    ((b"x-forwarded-for", b"\xff, 1.2.3.4.5, [::1, %, " * 2000),),
    ((b"origin", b"\xff\xfe"),),
    ((b"origin", b"null"), (b"origin", b"https://id.example")),
    ((b"host", b"evil.example"),),
    ((b"host", b""),),
    ((b"host", b"id.example"), (b"host", b"evil.example")),
    ((b"byleave-interaction", b"\xff" * 9000), (b"byleave-person-address", b"\xff")),
    ((b"content-length", b"-5"), (b"transfer-encoding", b"chunked")),
    ((b"range", b"bytes=-1"), (b"if-none-match", b"\xff")),
)

QUERY_NAMES: Final = [
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "state",
    "nonce",
    "prompt",
    "max_age",
    "id_token_hint",
    "login_hint",
    "claims",
    "code_challenge",
    "code_challenge_method",
    "request",
    "request_uri",
    "registration",
    "acr_values",
    "ui_locales",
    "post_logout_redirect_uri",
    "lang",
    "step",
    "did",
    "v",
]
FIELD_NAMES: Final = [
    "step",
    "identifier",
    "username",
    "password",
    "decision",
    "item",
    "duration",
    "display",
    "act",
    "session",
    "consent",
    "word",
    "current_password",
    "new_password",
    "grant_type",
    "code",
    "code_verifier",
    "refresh_token",
    "token",
    "scope",
    "redirect_uri",
    "client_id",
    "client_secret",
    "access_token",
    "token_type_hint",
    "id_token_hint",
]


def quoted(value: bytes) -> str:
    """Write bytes as they stand in addresses and forms."""
    return quote_from_bytes(value, safe="")


def paths(path: str, filled: dict[str, str]) -> Iterator[str]:
    """Yield the address with each of its parts spoilt in turn."""
    for name in filled:
        for value in VALUES:
            spoilt = {**filled, name: quoted(value)}
            yield path.format(**spoilt)


def queries(path: str) -> Iterator[str]:
    """Yield the address with each parameter spoilt in turn, and said twice."""
    for name in QUERY_NAMES:
        for value in VALUES:
            yield f"{path}?{name}={quoted(value)}"
        yield f"{path}?{name}=a&{name}=b"
    yield f"{path}?" + "&".join(f"a{each}=1" for each in range(2000))
    yield f"{path}?{'%'}"


Sound = tuple[str, Headers, dict[str, str]]


def sound(house: House, mine: Holdings, path: str, here: str) -> list[Sound]:
    """Return where, headers and fields with which a POST gets as far as its fields.

    Args:
        path: the address, its parts in braces.
        here: the same, filled in.
    """
    if "/api/" in path:
        handle = (b"byleave-interaction", b"x")
        return [(here, (basic(mine, "login-pages"), handle), {})]
    if "/oauth2/" in path:
        grants = ("authorization_code", "refresh_token", "client_credentials")
        return [(here, (basic(mine),), {"grant_type": grant}) for grant in grants]
    base, origin = f"/t/{mine.slug}", (b"origin", BASE_URL.encode())
    given = []
    for step, key, place in _seals(mine, path.removeprefix("/t/{tenant}")):
        token = form_token(house, key, place or base, step)
        at = f"{base}/login/{place}" if place.startswith("itx_") else here
        given.append((at, (cookies(mine), origin), {"form_token": token, "step": step}))
    return given


def _seals(mine: Holdings, page: str) -> list[tuple[str, str, str]]:
    """Return step, cookie and place of the forms of a page; no place is the tenant itself."""
    if page.startswith("/login/"):
        flows = {"identify": "fresh", "register": "fresh", "prove": "named", "consent": "deciding"}
        return [(step, mine.binding, itx(mine, flow)) for step, flow in flows.items()]
    for step in ("activate", "first", "invitation"):
        if page.startswith(f"/{step}/"):
            return [(step, mine.binding, mine.link.reveal())]
    if page.startswith(("/me", "/sign-out")):
        return [(page.removeprefix("/").replace("-", "_"), mine.cookie.reveal(), "")]
    return []
