"""Somebody in front of a browser, and an application: enough HTTP to do what people really do."""

from __future__ import annotations

import html
import re
import secrets
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from domain.kernel.secrets import base64url, digest

CALLBACK: Final = "https://shop.audit.test/cb"
SCOPE: Final = "openid profile email offline_access orders"
_FORM: Final = re.compile(r'<form method="post" action="([^"]+)"')
_HIDDEN: Final = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_OK: Final = 200
_SEE: Final = 303
_SECRET: Final = 20
"""Shorter cookies are words, such as a language."""


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """Return whom browsers believe; reading the list takes longer than a sign-in does."""
    return httpx.create_ssl_context()


class Unexpected(Exception):
    """The product answered otherwise than a real sign-in needs; the audit is worth nothing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A sign-in under way.

    Args:
        place: path of its pages.
        verifier: the application's PKCE verifier.
    """

    place: str
    verifier: str = field(repr=False)


class Visitor:
    """A person's browser; it keeps cookies and sends forms whole.

    Args:
        base_url: of the server.
        slug: of the tenant.
        headers: sent with everything, such as a user agent of their own.
    """

    def __init__(self, base_url: str, slug: str, headers: Mapping[str, str]) -> None:
        """Open the browser."""
        self.base_url = base_url
        self.slug = slug
        self._http = httpx.Client(
            base_url=base_url, headers=dict(headers), timeout=60, verify=_trusted()
        )

    def close(self) -> None:
        """Close it."""
        self._http.close()

    def cookies(self) -> list[str]:
        """Return the values of the cookies that hold a secret."""
        values = (str(cookie.value or "") for cookie in self._http.cookies.jar)
        return [value for value in values if len(value) >= _SECRET]

    def get(self, path: str, status: int = 0) -> httpx.Response:
        """Open a page; 0 takes any status."""
        return _as_expected(self._http.get(path), status)

    def send(self, path: str, fields: Mapping[str, str], status: int = _SEE) -> httpx.Response:
        """Open a page and send its form."""
        page = self.get(path, _OK)
        hidden = {name: html.unescape(value) for name, value in _HIDDEN.findall(page.text)}
        path = path.partition("?")[0]
        answer = self._http.post(
            path, data=hidden | dict(fields), headers={"Origin": self.base_url}
        )
        return _as_expected(answer, status)

    def ask(self, client: str, *, scope: str = SCOPE, **more: str) -> Asked:
        """Come from an application."""
        verifier = secrets.token_urlsafe(32)
        query = {
            "client_id": client,
            "redirect_uri": CALLBACK,
            "response_type": "code",
            "scope": scope,
            "state": secrets.token_urlsafe(8),
            "code_challenge": base64url(digest(verifier)),
            "code_challenge_method": "S256",
            **more,
        }
        page = self.get(f"/t/{self.slug}/oauth2/authorize?{urlencode(query)}", _OK)
        form = _FORM.search(page.text)
        if form is None:
            raise Unexpected("the first page has no form that says where it goes")
        return Asked(html.unescape(form[1]), verifier)

    def identify(self, asked: Asked, name: str) -> None:
        """Say who one is."""
        self.send(asked.place, {"identifier": name})

    def prove(self, asked: Asked, password: str, status: int = _SEE) -> None:
        """Type the password."""
        self.send(asked.place, {"password": password}, status)

    def register(self, asked: Asked, name: str, password: str) -> None:
        """Make an account."""
        path = f"{asked.place}?step=register"
        self.send(path, {"identifier": name, "password": password})

    def allow(self, asked: Asked) -> str:
        """Allow what the page asks; return the code."""
        fields = {"decision": "allow", "duration": "until", "item": "offline_access"}
        target = self.send(asked.place, fields).headers["location"]
        code = parse_qs(urlsplit(target).query).get("code", [""])[0]
        if not code:
            raise Unexpected("no code came back to the application")
        return code


@dataclass(slots=True)
class Shop:
    """A confidential application of the tenant.

    Args:
        name: its client_id.
        secret: its secret.
    """

    base_url: str
    slug: str
    name: str
    secret: str = field(repr=False)

    def post(self, place: str, **fields: str) -> dict[str, Any]:
        """Ask an endpoint of the protocol; return what it answers."""
        answer = httpx.post(
            f"{self.base_url}/t/{self.slug}/oauth2/{place}",
            data=fields,
            auth=(self.name, self.secret),
            timeout=60,
            verify=_trusted(),
        )
        if answer.status_code not in {200, 201}:
            raise Unexpected(f"{place} answered {answer.status_code}: {answer.text[:200]}")
        return dict(answer.json()) if answer.content else {}

    def redeem(self, code: str, asked: Asked) -> dict[str, Any]:
        """Exchange a code for tokens."""
        return self.post(
            "token",
            grant_type="authorization_code",
            code=code,
            redirect_uri=CALLBACK,
            code_verifier=asked.verifier,
        )


def _as_expected(answer: httpx.Response, status: int) -> httpx.Response:
    if status and answer.status_code != status:
        path = answer.request.url.path.split("/")[-2:]
        raise Unexpected(f"{'/'.join(path)} answered {answer.status_code} instead of {status}")
    return answer
