"""The headless login API: the same steps, a handle instead of a cookie, a nonce for the decision."""

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
from domain.identifiers.find import find
from domain.identifiers.normalise import normalise
from domain.kernel.ids import show
from domain.kernel.secrets import Secret
from tests.support.factories import a_client, a_scope
from tests.support.sign_ins import PASSWORD, POWERS, Walk, a_person, after, open_shop

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
        made.stage = stage
        yield made
    pool.close()


class TestWholeSignIn:
    async def test_ends_with_a_code_and_no_cookie(self, pages):
        begun = (await pages.begin()).json()
        assert (begun["next_step"], begun["options"]) == ("identify", ["register"])
        assert begun["score"] == {"have": 0, "need": 2}
        named = (await pages.do("identify", identifier="alice")).json()
        assert named["next_step"] == "prove"
        proven = await pages.do("prove", password=PASSWORD)
        question = proven.json()["question"]
        assert [item["scope"] for item in question["items"]] == [
            "openid", "orders.write", "orders.read",
        ]  # fmt: skip
        assert [choice["duration"] for choice in question["choices"]][:2] == ["once", "PT1H"]
        done = await pages.do(
            "consent",
            decision="allow",
            nonce=question["nonce"],
            display_hash=question["display_hash"],
            items=[],
            duration="PT1H",
        )
        assert done.json()["next_step"] == "done"
        redirect = done.json()["redirect"]
        assert redirect["parameters"]["code"].startswith("byl_ac_")
        assert redirect["parameters"]["state"] == "opaque"
        assert redirect["parameters"]["iss"] == f"{BASE}/t/acme"
        assert redirect["location"].startswith("https://shop.example/cb?code=")
        assert "set-cookie" not in proven.headers
        assert "set-cookie" not in done.headers
        assert done.headers["cache-control"] == "no-store"

    async def test_hands_over_at_once_when_all_was_answered(self, pages):
        walk = Walk(pages.stage, pages.shop)
        walk.sign_in()
        walk.decide()
        step = await pages.to_consent()
        assert step["next_step"] == "done"
        assert "code" in step["redirect"]["parameters"]

    async def test_is_finished_later_where_the_answer_was_lost(self, pages):
        await pages.to_consent()
        assert (await pages.do("finish")).json()["code"] == "wrong_step"
        walk = Walk(pages.stage, pages.shop)
        walk.sign_in()
        walk.decide()
        assert (await pages.look()).json()["next_step"] == "done"
        assert "code" in (await pages.do("finish")).json()["redirect"]["parameters"]

    async def test_registers(self, pages):
        await pages.begin(prompt="create")
        step = await pages.do("register", identifier="dora", password="a passphrase of dora here")
        assert step.json()["next_step"] == "consent"

    async def test_writes_down_who_brought_the_decision(self, pages):
        step = await pages.to_consent()
        question = step["question"]
        await pages.do(
            "consent",
            decision="allow",
            nonce=question["nonce"],
            display_hash=question["display_hash"],
        )
        alice = pages.stage.read(lambda work: identified(work, "alice"))
        entries = pages.stage.read(lambda work: work.consents.current(alice, pages.shop.id))
        assert {entry.actor_kind for entry in entries} == {"client"}
        assert all(entry.actor_name.startswith("cli_") for entry in entries)

    async def test_refusing_tells_the_client(self, pages):
        question = (await pages.to_consent())["question"]
        step = await pages.do(
            "consent",
            decision="refuse",
            nonce=question["nonce"],
            display_hash=question["display_hash"],
        )
        assert step.json()["next_step"] == "failed"
        assert step.json()["redirect"]["parameters"]["error"] == "access_denied"

    async def test_speaks_the_persons_language(self, pages):
        await pages.to_consent(scope="openid")
        german = (await pages.look(**{"Accept-Language": "de"})).json()["question"]
        english = (await pages.look()).json()["question"]
        assert (german["locale"], english["locale"]) == ("de", "en")
        assert german["items"][0]["label"] != english["items"][0]["label"]
        assert german["display_hash"] != english["display_hash"]


def identified(work, name):
    typed = normalise(Secret(name))
    inner = POWERS["identifier_hasher"].inner(typed.text.reveal(), work.tenant.index_salt)
    return find(work, typed.kind, inner).account_id


class TestCaller:
    @pytest.mark.parametrize(
        "auth", [None, ("login-pages", "wrong"), ("nobody", SECRET), ("", ""), ("plain\x00", "x")]
    )
    async def test_refuses_who_does_not_prove_to_be_a_client(self, pages, auth):
        pages.http.auth = httpx.BasicAuth(*auth) if auth else None
        answer = await pages.begin()
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_client")
        assert answer.headers["www-authenticate"].startswith("Basic")

    async def test_refuses_a_client_without_the_flag(self, pages):
        pages.http.auth = httpx.BasicAuth("plain", SECRET)
        answer = await pages.begin()
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")

    async def test_closes_after_too_many_wrong_secrets(self, pages):
        pages.http.auth = httpx.BasicAuth("login-pages", "wrong")
        codes = [(await pages.begin()).json()["code"] for _ in range(6)]
        assert codes[-1] == "too_many_tries"

    async def test_believes_the_persons_address_for_limits(self, pages):
        for address in ("203.0.113.7", "198.51.100.9"):
            pages.headers["Byleave-Person-Address"] = address
            await pages.begin()
            await pages.do("identify", identifier=f"nobody-{address}")
            for _ in range(5):
                refused = await pages.do("prove", password="x" * 20)
                assert refused.json()["code"] == "wrong_proof"
            closed = await pages.do("prove", password="x" * 20)
            assert closed.json()["code"] == "too_many_tries"
            assert closed.json()["retry_after"] == int(closed.headers["retry-after"]) == 300

    async def test_refuses_an_address_that_is_none(self, pages):
        pages.headers["Byleave-Person-Address"] = "somewhere"
        answer = await pages.begin()
        assert answer.json()["field"] == "Byleave-Person-Address"

    async def test_answers_an_unknown_tenant_with_not_found(self, pages):
        answer = await pages.http.post("/t/nowhere/api/login", json={"parameters": {}})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


class TestHandle:
    @pytest.mark.parametrize("handle", ["", "byl_lh_guess"])
    async def test_is_needed(self, pages, handle):
        await pages.begin()
        pages.headers["Byleave-Interaction"] = handle
        answer = await pages.look()
        assert (answer.status_code, answer.json()["code"]) == (410, "interaction_gone")

    async def test_is_worth_nothing_in_another_clients_hands(self, pages):
        await pages.begin()
        pages.http.auth = httpx.BasicAuth("other-pages", SECRET)
        assert (await pages.look()).json()["code"] == "interaction_gone"

    async def test_does_not_open_a_flow_of_a_browser(self, pages):
        walk = Walk(pages.stage, pages.shop)
        await pages.begin()
        pages.id = show("itx", walk.begin().id)
        assert (await pages.look()).json()["code"] == "interaction_gone"

    async def test_runs_out(self, pages):
        await pages.begin()
        after(pages.stage, minutes=30)
        assert (await pages.look()).json()["next_step"] == "expired"
        assert (await pages.do("identify", identifier="alice")).status_code == 410


class TestDecision:
    async def send(self, pages, question, **changes):
        body = {
            "decision": "allow",
            "nonce": question["nonce"],
            "display_hash": question["display_hash"],
            **changes,
        }
        return await pages.do("consent", **body)

    @pytest.mark.parametrize("part", ["nonce", "display_hash"])
    async def test_must_bring_back_what_was_shown(self, pages, part):
        question = (await pages.to_consent())["question"]
        answer = await self.send(pages, question, **{part: "0" * 43})
        assert (answer.status_code, answer.json()["code"]) == (409, "display_changed")

    async def test_is_taken_once(self, pages):
        question = (await pages.to_consent())["question"]
        assert (await self.send(pages, question)).json()["next_step"] == "done"
        again = await self.send(pages, question)
        assert again.json()["code"] == "wrong_step"

    async def test_of_another_flow_is_refused(self, pages):
        question = (await pages.to_consent())["question"]
        await pages.to_consent()
        assert (await self.send(pages, question)).json()["code"] == "display_changed"

    async def test_is_refused_when_the_texts_changed(self, pages):
        question = (await pages.to_consent())["question"]
        other = a_scope(value="orders.read", sentence="Sells what you ordered.", claims=())
        pages.stage.write(lambda work: work.scopes.put(other))
        assert (await self.send(pages, question)).json()["code"] == "display_changed"

    @pytest.mark.parametrize(
        "change", [{"items": ["email"]}, {"duration": "P9999D"}, {"duration": "PT2H"}]
    )
    async def test_takes_only_what_was_offered(self, pages, change):
        question = (await pages.to_consent())["question"]
        answer = await self.send(pages, question, **change)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")

    async def test_that_only_our_page_may_take_is_sent_there(self, pages):
        only = a_scope(value="orders.read", claims=(), hosted_only=True)
        pages.stage.write(lambda work: work.scopes.put(only))
        answer = await pages.to_consent(login_hint="alice@example.test")
        assert answer["code"] == "hosted_only"
        assert answer["hosted_url"].startswith(f"{BASE}/t/acme/oauth2/authorize?")
        assert f"client_id={pages.shop.client_id}" in answer["hosted_url"]
        assert "alice" not in answer["hosted_url"]


class TestBodies:
    @pytest.mark.parametrize(
        "raw",
        [
            b"", b"[]", b"{", b'{"parameters": 1}', b'{"parameters": {"a": 1}}', b"\xff",
            b'{"parameters": {}, "more": 1}', b'{"parameters": {"state": "\\ud800"}}',
            b'{"parameters": {"state": "' + b"x" * 70_000 + b'"}}',
        ],
    )  # fmt: skip
    async def test_that_are_wrong_are_refused_without_repeating_them(self, pages, raw):
        answer = await pages.http.post(AT, content=raw, headers=pages.headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")
        assert "xxx" not in answer.text

    async def test_a_bad_request_says_how_its_client_is_told(self, pages):
        answer = (await pages.begin(scope="nothing-of-it")).json()
        assert answer["code"] == "invalid_scope"
        assert answer["redirect"]["parameters"]["error"] == "invalid_scope"

    async def test_an_unregistered_address_is_never_named(self, pages):
        answer = (await pages.begin(redirect_uri="https://evil.example/cb")).json()
        assert answer["code"] == "unregistered_redirect_uri"
        assert "redirect" not in answer

    async def test_prompt_none_needs_a_session_the_caller_has_not(self, pages):
        answer = (await pages.begin(prompt="none")).json()
        assert answer["code"] == "login_required"
        assert answer["redirect"]["parameters"]["error"] == "login_required"

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [("GET", f"{AT}/x/y/z", 404), ("PUT", AT, 405), ("GET", f"{AT}/not-an-id", 410)],
    )
    async def test_every_answer_has_the_one_shape(self, pages, method, path, status):
        answer = await pages.http.request(method, path, headers=pages.headers)
        assert answer.status_code == status
        assert {"code", "message", "way_out", "request_id"} <= answer.json().keys()


class TestDocument:
    async def test_describes_every_operation_and_loads_nothing(self, pages):
        document = (await pages.http.get(f"{AT}/openapi.json")).json()
        operations = {each["operationId"] for path in document["paths"].values() for each in path.values()}  # fmt: skip
        assert operations == {"begin", "look", "identify", "prove", "register", "consent", "finish"}
        assert "http://" not in str(document)
        assert "https://" not in str(document)

    async def test_is_kept_by_the_answers(self, pages):
        document = (await pages.http.get(f"{AT}/openapi.json")).json()
        step = document["components"]["schemas"]["StepAnswer"]
        shown = (await pages.begin()).json()
        assert set(step["required"]) <= shown.keys() <= step["properties"].keys()
