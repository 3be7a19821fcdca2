"""What every call of the API has in common."""

import re
import sys
from datetime import timedelta

import pytest

from app.api.v1.problems import Problem
from domain.api_keys import form
from domain.kernel.ids import new_id
from domain.operators.api_keys import revoke_api_key
from tests.app.api.v1.conftest import ROOT
from tests.support.house import BASE_URL

NEW = {"slug": "initech"}


@pytest.fixture
def key(api):
    return api.owner()


STRANGER = form.new_key(bytes(16)).reveal


class TestKeys:
    @pytest.mark.parametrize(
        ("sent", "code"),
        [
            ("", "api_key_needed"),
            ("Basic YWxpY2U6c2VjcmV0", "api_key_needed"),
            ("Bearer", "api_key_needed"),
            ("Bearer nonsense", "api_key_unreadable"),
            (f"Bearer {'x' * 2000}", "api_key_needed"),
            (f"Bearer {STRANGER()}", "invalid_api_key"),
            (f"Bearer {STRANGER()[:-1]}é", "api_key_unreadable"),
        ],
        ids=["nothing", "basic", "no key", "no key of ours", "too long", "unknown", "a typo"],
    )
    async def test_that_open_nothing_are_told_so(self, api, sent, code):
        answer = await api("GET", "/whoami", headers={"authorization": sent.encode()})
        assert (answer.status_code, answer.json()["code"]) == (401, code)
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert "ratelimit-limit" not in answer.headers

    async def test_are_asked_for_before_anything_is_read(self, api):
        bad = {"content": b"{not json", "headers": {"content-type": "application/json"}}
        assert (await api("POST", "/tenants", **bad)).status_code == 401

    async def test_die_when_they_are_revoked(self, api, key):
        made = api.key(api.world.staff.owner.id)
        assert (await api("GET", "/whoami", key=made.text.reveal())).status_code == 200
        api.do(revoke_api_key, made.key.id)
        assert (await api("GET", "/whoami", key=made.text.reveal())).status_code == 401

    async def test_say_who_they_are(self, api):
        made = api.key(api.world.staff.admin.id, "accounts.read")
        told = (await api("GET", "/whoami", key=made.text.reveal())).json()
        assert told["installation"] == []
        assert told["api_key"]["permissions"] == ["accounts.read"]
        assert told["api_key"]["last_used_on"] is None
        again = (await api("GET", "/whoami", key=made.text.reveal())).json()
        assert again["api_key"]["last_used_on"] == "2026-03-01"
        assert made.text.reveal() not in str(told)

    async def test_close_a_source_that_guesses(self, api, key):
        for _ in range(21):
            stranger = form.new_key(new_id()).reveal()
            answer = await api("GET", "/whoami", key=stranger)
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_tries")
        assert int(answer.headers["retry-after"]) == answer.json()["retry_after"]
        assert (await api("GET", "/whoami", key=key)).status_code == 200


class TestBudget:
    async def test_is_told_on_every_answer(self, api, key):
        first = await api("GET", "/whoami", key=key)
        assert first.headers["ratelimit-limit"] == "600"
        assert first.headers["ratelimit-remaining"] == "599"
        assert first.headers["ratelimit-reset"] == "60"
        refused = await api("GET", "/tenants/nope", key=key)
        assert (refused.status_code, refused.headers["ratelimit-remaining"]) == (404, "598")

    async def test_is_spent_and_comes_back(self, api):
        made = api.key(api.world.staff.owner.id)
        key = made.text.reveal()
        from domain.kernel.secrets import keyed
        from domain.limits.budget import API_KEY

        def spend(work):
            bucket = keyed(b"limit", API_KEY.name, made.key.id)
            for _ in range(API_KEY.calls):
                work.limits.fail(bucket, work.now, work.now + API_KEY.window)

        api.desk.write(spend)
        answer = await api("GET", "/whoami", key=key)
        assert (answer.status_code, answer.json()["code"]) == (429, "budget_spent")
        assert answer.headers["retry-after"] == answer.headers["ratelimit-reset"] == "60"
        assert answer.headers["ratelimit-remaining"] == "0"
        api.world.house.clock.advance(timedelta(minutes=1))
        assert (await api("GET", "/whoami", key=key)).status_code == 200


class TestAnswers:
    @pytest.mark.parametrize(
        ("method", "path", "sent", "told"),
        [
            ("GET", "/nowhere", {}, (404, "not_found", None)),
            ("GET", "/tenants/acme/accounts/acc_1", {}, (404, "not_found", None)),
            ("GET", "/tenants/acme/clients/%00", {}, (404, "not_found", None)),
            ("PUT", "/tenants", {}, (405, "not_found", None)),
            ("POST", "/tenants", {"json": {}}, (400, "invalid_input", "slug")),
            ("POST", "/tenants", {"json": {**NEW, "x": 1}}, (400, "invalid_input", "x")),
            ("POST", "/tenants", {"json": {"slug": "A"}}, (400, "invalid_input", "slug")),
            ("POST", "/tenants", {"json": []}, (400, "invalid_input", "body")),
            ("POST", "/tenants", {"content": b"\xff"}, (400, "invalid_input", "body")),
            ("POST", "/tenants", {"content": b"x" * 65537}, (413, "body_too_long", None)),
            ("POST", "/tenants", {"json": {"slug": "acme"}}, (409, "slug_taken", "slug")),
            ("GET", "/tenants/acme/audit?limit=0", {}, (400, "invalid_input", "limit")),
            ("GET", "/tenants/acme/audit?who=me", {}, (400, "invalid_input", "who")),
            ("GET", "/tenants/acme/audit?about=x_1", {}, (400, "invalid_input", "about")),
            ("GET", "/tenants/acme/clients?cursor=x", {}, (400, "invalid_input", "cursor")),
        ],
    )
    async def test_have_one_shape_when_they_are_a_no(self, api, key, method, path, sent, told):
        headers = {"content-type": "application/json"}
        answer = await api(method, path, key=key, headers=headers, **sent)
        problem = Problem.model_validate(answer.json())
        assert (answer.status_code, problem.code, problem.field) == told
        assert problem.message
        assert problem.way_out

    async def test_never_quote_what_was_sent(self, api, key):
        body = {"identifiers": ["alice@example.test"], "label": 5, "password": "hunter2-hunter2"}
        answer = await api("POST", "/tenants/acme/accounts", key=key, json=body)
        assert answer.status_code == 400
        assert "alice" not in answer.text
        assert "hunter2" not in answer.text

    async def test_bound_a_body_of_unsaid_length(self, api, key):
        async def chunks():
            for _ in range(3):
                yield b" " * 30_000

        headers = {"content-type": "application/json"}
        answer = await api("POST", "/tenants", key=key, content=chunks(), headers=headers)
        assert answer.status_code in {400, 413}

    async def test_tell_nothing_of_a_fault(self, api, key):
        def broken(*_words, **_more):
            raise ZeroDivisionError("the secret 4711")

        object.__setattr__(api.app.api.state.door, "cursors", type("X", (), {"wanted": broken})())
        with pytest.raises(ZeroDivisionError):  # the server's own log still gets it
            await api("GET", "/tenants/acme/clients", key=key)

    async def test_are_kept_by_nobody_and_shown_in_no_page(self, api, key):
        for answer in (await api("GET", "/whoami", key=key), await api("GET", "/whoami")):
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert "set-cookie" not in answer.headers

    async def test_are_for_no_browser_of_another_origin(self, api, key):
        asked = {"origin": "https://evil.example", "access-control-request-method": "GET"}
        for method in ("GET", "OPTIONS"):
            answer = await api(method, "/whoami", key=key, headers=asked)
            assert not [name for name in answer.headers if name.startswith("access-control-")]


class TestMethods:
    async def test_options_names_what_there_is(self, api):
        answer = await api("OPTIONS", "/tenants/acme/clients/shop")
        assert answer.status_code == 204
        assert answer.headers["allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH"
        assert (await api("OPTIONS", "/nowhere")).status_code == 404

    async def test_head_is_a_get_without_a_body(self, api, key):
        got, head = [await api(m, "/tenants/acme", key=key) for m in ("GET", "HEAD")]
        assert head.status_code == 200
        assert head.content == b""
        assert head.headers["content-length"] == got.headers["content-length"]
        assert head.headers["etag"] == got.headers["etag"]
        assert (await api("HEAD", "/tenants/acme")).status_code == 401


class TestDocument:
    async def test_is_served_to_anybody(self, api):
        assert (await api("GET", "/openapi.json")).json() == api.document
        assert api.document["openapi"].startswith("3.1")

    async def test_knows_the_scheme_and_the_one_shape(self, api):
        for path, methods in api.document["paths"].items():
            for operation in methods.values():
                assert operation["security"] == [{"api_key": []}], path
                assert operation["description"]
                assert "422" not in operation["responses"]
                for status, answer in operation["responses"].items():
                    if status[0] == "4":
                        schema = answer["content"]["application/json"]["schema"]
                        assert schema["$ref"].endswith("/Problem")

    async def test_page_loads_nothing(self, api):
        page = await api("GET", "/docs")
        assert page.headers["content-type"].startswith("text/html")
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert re.findall(r"<(script|img|link|iframe|object|form)\b", page.text) == []
        assert re.findall(r"(?:src|href)=\"(?!#|/api/v1/)", page.text) == []
        assert "url(" not in page.text
        for methods in api.document["paths"].values():
            for operation in methods.values():
                assert f'id="{operation["operationId"]}"' in page.text


class TestServer:
    async def test_serves_the_api_without_the_console(self, api):
        code = (
            "import sys, app.api.v1\n"
            "print([m for m in sys.modules if m.partition('.')[0] == 'nicegui'])"
        )
        import asyncio

        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE
        )
        out, _ = await process.communicate()
        assert out.decode().strip() == "[]"

    async def test_sends_the_paths_of_the_api_to_it(self, api):
        import httpx

        from app.runtime.dispatcher import Dispatcher, Faces

        async def other(scope, receive, send):
            raise AssertionError(scope["path"])

        dispatcher = Dispatcher(
            Faces(None, other, other, api.app),
            health=other, hosted_shelf="/static/x", base_url=BASE_URL,
        )  # fmt: skip
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(dispatcher), base_url=BASE_URL
        ) as http:
            assert (await http.get(f"{ROOT}/openapi.json")).status_code == 200
            assert (await http.get(f"{ROOT}/whoami")).status_code == 401


class TestAbout:
    async def test_tells_versions_to_who_may_read_the_installation(self, api):
        told = (await api("GET", "/about", key=api.owner("jobs.read"))).json()
        assert (told["name"], told["api"]) == ("Byleave", "v1")
        assert told["version"]
        assert told["parts"]

    async def test_tells_others_the_name_and_the_interface_alone(self, api):
        made = api.key(api.world.staff.admin.id, "accounts.read")
        for key in (made.text.reveal(), api.owner("audit.read")):
            told = (await api("GET", "/about", key=key)).json()
            assert {name: value for name, value in told.items() if value is not None} == {
                "name": "Byleave",
                "api": "v1",
            }
