"""What the headless login API refuses: callers, handles, decisions, bodies; and its document."""

import httpx
import pytest

from domain.kernel.ids import show
from tests.app.api.conftest import AT, BASE, SECRET
from tests.support.factories import a_scope
from tests.support.sign_ins import Walk, after


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
