"""The application under test: a small real OAuth client with a real address to come back to."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from e2e.house import PATIENCE, RunningHouse
from e2e.parts import SHOP_AT

SHOP_SECRET = "sandbox-shop-secret-0123456789abcdef"
REPORTS_SECRET = "sandbox-reports-secret-0123456789abcdef"
LOGIN_PAGES_SECRET = "sandbox-login-pages-secret-0123456789"
FULL = "openid profile email offline_access orders.read orders.write"
PAGE = b"<!doctype html><html lang=en><title>The shop</title><h1>Back at the shop</h1>"


class Counter:
    """Listens where the example file says the applications are, and keeps what arrives.

    Attributes:
        arrived: path and parameters, in order.
    """

    def __init__(self, *ports: int) -> None:
        self.arrived: list[tuple[str, dict[str, str]]] = []
        counter = self

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._take(urlsplit(self.path).query)

            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", 0))
                self._take(self.rfile.read(length).decode())

            def _take(self, query: str) -> None:
                fields = {name: values[0] for name, values in parse_qs(query).items()}
                counter.arrived.append((urlsplit(self.path).path, fields))
                self.send_response(200)
                self.send_header("content-type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(PAGE)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self._servers = [ThreadingHTTPServer(("127.0.0.1", port), Answering) for port in ports]
        for server in self._servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def answer_to(self, state: str) -> dict[str, str]:
        """Return what came back with this state."""
        found = [fields for _, fields in self.arrived if fields.get("state") == state]
        assert len(found) == 1, (state, self.arrived[-3:])
        return found[0]

    def close(self) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()


@dataclass
class Asked:
    """One authorization request, and what is needed to go on with its answer."""

    url: str
    parameters: dict[str, str]
    state: str
    nonce: str
    verifier: str


@dataclass
class Shop:
    """A client of a tenant; speaks to the server's endpoints by HTTP alone."""

    house: RunningHouse
    tenant: str = "acme"
    client_id: str = "shop"
    secret: str | None = SHOP_SECRET
    redirect_uri: str = f"{SHOP_AT}/cb"
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=PATIENCE))

    @property
    def issuer(self) -> str:
        return f"{self.house.base_url}/t/{self.tenant}"

    def ask(self, scope: str = FULL, **more: str) -> Asked:
        """Make an authorization request."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
        parameters = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge.rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            **more,
        }
        url = f"{self.issuer}/oauth2/authorize?{urlencode(parameters)}"
        return Asked(url, parameters, state, nonce, verifier)

    def post(self, endpoint: str, **fields: str) -> httpx.Response:
        """Send a form to an endpoint, proving to be the client."""
        if self.secret is None:
            fields["client_id"] = self.client_id
        auth = (self.client_id, self.secret) if self.secret is not None else None
        answer = self.http.post(f"{self.issuer}/oauth2/{endpoint}", data=fields, auth=auth)
        self._remember(answer)
        return answer

    def redeem(self, asked: Asked, answer: Mapping[str, str]) -> dict[str, Any]:
        """Exchange a code for tokens."""
        assert "code" in answer, answer
        assert answer["iss"] == self.issuer
        self.house.secrets.add(answer["code"])
        tokens = self.post(
            "token",
            grant_type="authorization_code",
            code=answer["code"],
            redirect_uri=self.redirect_uri,
            code_verifier=asked.verifier,
        )
        assert tokens.status_code == 200, tokens.text
        return dict(tokens.json())

    def refresh(self, token: str, **more: str) -> httpx.Response:
        return self.post("token", grant_type="refresh_token", refresh_token=token, **more)

    def introspect(self, token: str) -> dict[str, Any]:
        return dict(self.post("introspect", token=token).json())

    def userinfo(self, token: str) -> httpx.Response:
        return self.http.get(
            f"{self.issuer}/oauth2/userinfo", headers={"authorization": f"Bearer {token}"}
        )

    def _remember(self, answer: httpx.Response) -> None:
        """Keep every token for the search at the end."""
        try:
            fields = answer.json()
        except ValueError:
            return
        for name in ("access_token", "refresh_token", "id_token"):
            if isinstance(fields, dict) and fields.get(name):
                self.house.secrets.add(fields[name])


def claims_of(token: str) -> dict[str, Any]:
    """Read the claims of a JWT without judging it."""
    body = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))))
