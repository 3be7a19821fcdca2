"""The whole server over a real database, spoken to as an application does."""

import base64
from dataclasses import replace
from types import SimpleNamespace

import httpx
import pytest

from app.server import build
from app.settings import load_settings
from app.wiring import put_together
from domain.clients.register import secret_record
from domain.kernel.secrets import Secret, digest
from tests.support.issuing import an_issuing
from tests.support.stage import Stage

BASE = "http://localhost:8180"
SECRET = "a-secret-of-the-shop-that-is-long-enough"
ISSUER = f"{BASE}/t/acme"
AT = "/t/acme/oauth2"
COOKIE = "the-cookie-of-a-session"


class Web:
    """An application's view of us.

    Attributes:
        http: speaks to the server.
        between: a person, the client `shop` (Basic, with SECRET) and leave between them.
    """

    def __init__(self, stage, http, between):
        self.stage = stage
        self.http = http
        self.between = between

    async def token(self, *, auth=("shop", SECRET), headers=None, **fields):
        return await self.http.post(f"{AT}/token", data=fields, auth=auth, headers=headers)

    async def tokens(self, **changes):
        """Redeem a fresh code."""
        _, code = self.between.open(**changes)
        answer = await self.token(
            grant_type="authorization_code",
            code=code.reveal(),
            redirect_uri="https://shop.example/cb",
            code_verifier="dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def sign_in(self):
        """Let the person be signed in in this browser, by the session that their leave is of."""
        before = self.between.session
        now = self.stage.clock.now()
        session = replace(before, digest=digest(COOKIE), auth_time=now)
        assert self.stage.write(lambda work: work.sessions.rotate(session, before.digest))
        self.http.cookies.set("byl-s-acme", COOKIE)
        return session

    async def introspect(self, token):
        fields = {"token": token}
        answer = await self.http.post(f"{AT}/introspect", data=fields, auth=("shop", SECRET))
        return answer.json()


def basic(client_id, secret):
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


def a_web(stage, tmp_path):
    """Put a server together over a stage's database, key and clock."""
    settings = load_settings({"data_dir": str(tmp_path), "planes": "protocol,hosted"}, env={})
    house = put_together(settings, stage.database, stage.ring, stage.clock)
    stage.settle(slug="byleave")
    between = an_issuing(
        stage,
        client_id="shop",
        post_logout_redirect_uris=("https://shop.example/bye",),
    )
    stage.subscribers = {}
    stage.write(
        lambda work: work.clients.add_secret(secret_record(work, between.client, Secret(SECRET)))
    )
    return SimpleNamespace(house=house, server=build(house), between=between)


@pytest.fixture
async def web(stage, tmp_path):
    made = a_web(stage, tmp_path)
    transport = httpx.ASGITransport(made.server, client=("192.0.2.1", 4711))
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as http:
        yield Web(stage, http, made.between)
    made.house.pool.close()


@pytest.fixture
async def web_on_both(both: Stage, tmp_path):
    made = a_web(both, tmp_path)
    transport = httpx.ASGITransport(made.server, client=("192.0.2.1", 4711))
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as http:
        yield Web(both, http, made.between)
    made.house.pool.close()


@pytest.fixture
def signed_in(web):
    """The session of the person of the consents, in this browser."""
    return web.sign_in()
