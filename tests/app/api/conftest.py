"""A tenant's own login pages before the headless API."""

import httpx
import pytest

from app.api.login import LoginDoor, login_application
from app.hosted.words import negotiate, words
from app.runtime.call import Call
from app.runtime.forms import FormSeal
from app.runtime.powers.pool import HashingPool
from app.runtime.powers.signer import JwsSigner
from app.runtime.source import Sources
from domain.clients.register import secret_record
from domain.kernel.secrets import Secret
from tests.support.factories import a_client
from tests.support.sign_ins import PASSWORD, POWERS, a_person, open_shop

SECRET = "the secret of the login pages, long enough"
BASE = "http://localhost:8180"
AT = "/t/acme/api/login"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def languages(accept):
    locale = negotiate(accept_language=accept)
    return locale, words(locale).text


class Pages:
    """A tenant's own login pages, as the API sees them."""

    def __init__(self, http, shop):
        self.http = http
        self.shop = shop
        self.headers = {"Byleave-Person-Address": "203.0.113.7"}
        self.id = ""

    def asked(self, **changes):
        return {
            "response_type": "code",
            "client_id": self.shop.client_id,
            "redirect_uri": self.shop.redirect_uris[0],
            "scope": "openid orders.read orders.write",
            "state": "opaque",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            **changes,
        }

    async def begin(self, **changes):
        parameters = {k: v for k, v in self.asked(**changes).items() if v is not None}
        answer = await self.http.post(AT, json={"parameters": parameters}, headers=self.headers)
        if answer.status_code == 201:
            self.id = answer.json()["interaction_id"]
            self.headers["Byleave-Interaction"] = answer.json()["handle"]
        return answer

    async def do(self, step, **body):
        return await self.http.post(f"{AT}/{self.id}/{step}", json=body, headers=self.headers)

    async def look(self, **headers):
        return await self.http.get(f"{AT}/{self.id}", headers={**self.headers, **headers})

    async def to_consent(self, **changes):
        await self.begin(**changes)
        await self.do("identify", identifier="alice")
        return (await self.do("prove", password=PASSWORD)).json()


@pytest.fixture
async def pages(stage):
    shop = open_shop(stage)
    a_person(stage)
    for name, may in (("login-pages", True), ("other-pages", True), ("plain", False)):
        client = a_client(client_id=name, label="ACME Login", login_ui=may)

        def keep(work, client=client):
            assert work.clients.add(client)
            work.clients.add_secret(secret_record(work, client, Secret(SECRET)))

        stage.write(keep)
    pool = HashingPool()
    door = LoginDoor(
        call=Call(stage.database, stage.works, pool, POWERS),
        signer=JwsSigner(),
        sources=Sources(bytes(32), ()),
        seals=FormSeal(bytes(32), BASE),
        languages=languages,
        base_url=BASE,
    )
    transport = httpx.ASGITransport(login_application(door), client=("192.0.2.1", 4711))
    async with httpx.AsyncClient(
        transport=transport, base_url=BASE, auth=("login-pages", SECRET)
    ) as http:
        made = Pages(http, shop)
        made.stage, made.app = stage, transport.app
        yield made
    pool.close()
