"""The authorization endpoint: pages until the address is proven, redirects from then on."""

from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from domain.limits.budget import AT_ONCE, spend_call
from tests.app.protocol.conftest import AT, BASE, COOKIE, ISSUER, SECRET
from tests.domain.oauth.test_hostile_redirects import HOSTILE
from tests.support.issuing import VERIFIER

ASKED = {
    "client_id": "shop",
    "response_type": "code",
    "redirect_uri": "https://shop.example/cb",
    "scope": "openid profile",
    "state": "a&b",
    "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "code_challenge_method": "S256",
}


def query_of(answer):
    return {
        name: values[0]
        for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()
    }


@pytest.fixture
def ask(web):
    async def asking(method="GET", **changes):
        given = {name: value for name, value in {**ASKED, **changes}.items() if value is not None}
        if method == "GET":
            return await web.http.get(f"{AT}/authorize", params=given)
        return await web.http.post(f"{AT}/authorize", data=given)

    return asking


class TestAuthorize:
    async def test_shows_the_first_page_and_binds_the_browser(self, ask):
        answer = await ask()
        assert answer.status_code == 200
        assert '<form method="post" action="/t/acme/login/itx_' in answer.text
        assert "byl-b" in answer.headers["set-cookie"]
        assert answer.headers["cache-control"] == "no-store"

    async def test_turns_a_post_into_an_address_that_can_be_loaded_again(self, web, ask):
        answer = await ask("POST", login_hint="ada@example.com")
        assert answer.status_code == 303
        assert answer.headers["location"].startswith(f"{ISSUER}/oauth2/authorize?client_id=shop&")
        assert "ada" not in answer.headers["location"]
        for _ in range(2):
            page = await web.http.get(answer.headers["location"])
            assert page.headers["location"].startswith("/t/acme/login/")

    async def test_answers_silently_where_leave_and_session_stand(self, web, ask, signed_in):
        answer = await ask(prompt="none")
        told = query_of(answer)
        assert answer.headers["location"].startswith("https://shop.example/cb?")
        assert (told["state"], told["iss"]) == ("a&b", ISSUER)
        tokens = await web.token(
            grant_type="authorization_code",
            code=told["code"],
            redirect_uri=ASKED["redirect_uri"],
            code_verifier=VERIFIER,
        )
        assert tokens.json()["scope"] == "openid"

    async def test_tells_the_client_when_silence_is_not_enough(self, web, ask):
        told = query_of(await ask(prompt="none"))
        assert (told["error"], told["state"], told["iss"]) == ("login_required", "a&b", ISSUER)

    async def test_answers_at_once_only_so_often_in_a_minute(self, web, ask, signed_in):
        caller = signed_in.id + web.between.client.id

        def act(work):
            for _ in range(AT_ONCE.calls):
                spend_call(work, caller, AT_ONCE)

        web.stage.write(act)
        page = await ask(scope="openid")
        assert (page.status_code, page.headers["retry-after"]) == (429, "61")
        assert "more than 60 times in a minute" in page.text
        assert query_of(await ask(scope="openid", prompt="none"))["error"] == (
            "temporarily_unavailable"
        )

    @pytest.mark.parametrize("method", ["GET", "POST"])
    async def test_refuses_by_a_redirect_with_state_and_issuer(self, ask, method):
        answer = await ask(method, response_type="token")
        told = query_of(answer)
        assert answer.status_code == 303
        assert told["error"] == "unsupported_response_type"
        assert (told["state"], told["iss"]) == ("a&b", ISSUER)
        assert "code" not in told

    async def test_refuses_by_a_form_where_the_request_says_so(self, ask):
        answer = await ask(response_mode="form_post", scope="orders")
        assert answer.status_code == 200
        assert 'action="https://shop.example/cb"' in answer.text
        assert 'value="invalid_scope"' in answer.text
        assert "https://shop.example" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"

    @pytest.mark.parametrize("method", ["GET", "POST"])
    @pytest.mark.parametrize(
        "changes",
        [
            {"client_id": "nobody"},
            {"client_id": None},
            {"redirect_uri": "https://evil.example/"},
            {"redirect_uri": "javascript:alert(1)"},
            {"request_uri": "urn:ietf:params:oauth:request_uri:x"},
            {"state": "a\x00b"},
            {"state": "x" * 17_000},
        ],
    )
    async def test_refuses_by_a_page(self, ask, method, changes):
        answer = await ask(method, **changes)
        assert answer.status_code == 400
        assert "location" not in answer.headers
        assert answer.headers["content-type"].startswith("text/html")
        for mark in ('="https://evil', '="javascript:', 'content="0;url'):
            assert mark not in answer.text

    async def test_never_redirects_to_a_hostile_spelling(self, web, ask):
        for uri in HOSTILE:
            answer = await ask(redirect_uri=uri)
            assert (answer.status_code, "location" in answer.headers) == (400, False), uri

    async def test_never_redirects_to_the_second_of_two_addresses(self, web):
        query = urlencode([*ASKED.items(), ("redirect_uri", "https://evil.example/")])
        answer = await web.http.get(f"{AT}/authorize?{query}")
        assert (answer.status_code, "location" in answer.headers) == (400, False)

    async def test_refuses_bytes_that_are_no_text(self, web):
        for tail in ("&state=%ff", "&%fe=1", "&state=%00", "&a=1" * 200):
            answer = await web.http.get(f"{AT}/authorize?{urlencode(ASKED)}{tail}")
            assert (answer.status_code, "location" in answer.headers) == (400, False)

    async def test_has_no_page_of_a_tenant_that_is_not_there(self, web):
        answer = await web.http.get("/t/nobody/oauth2/authorize", params=ASKED)
        assert answer.status_code == 404

    async def test_escapes_what_a_request_says(self, ask):
        mark = '"><script>alert(1)</script>'
        for name in ("state", "scope", "login_hint", "ui_locales", "client_id", "redirect_uri"):
            for mode in ("query", "form_post"):
                answer = await ask(**{name: mark, "response_mode": mode, "prompt": "none"})
                assert "<script>alert" not in answer.text

    async def test_does_not_know_a_session_of_another_tenant(self, web, ask, signed_in):
        web.stage.settle(slug="globex")
        client = replace(web.between.client, id=bytes(15) + b"\x01")
        web.stage.write(lambda work: work.clients.add(client), tenant="globex")
        web.http.cookies.set("byl-s-globex", COOKIE)
        given = {**ASKED, "prompt": "none"}
        answer = await web.http.get("/t/globex/oauth2/authorize", params=given)
        assert query_of(answer)["error"] == "login_required"


class TestPushed:
    async def push(self, web, auth=("shop", SECRET), **changes):
        return await web.http.post(f"{AT}/par", data={**ASKED, **changes}, auth=auth)

    async def test_is_taken_once_and_ends_with_its_code(self, web, ask, signed_in):
        pushed = await self.push(web, prompt="none")
        assert pushed.status_code == 201
        assert pushed.headers["cache-control"] == "no-store"
        assert pushed.json()["expires_in"] == 90
        given = {"client_id": "shop", "request_uri": pushed.json()["request_uri"]}
        first = await web.http.get(f"{AT}/authorize", params=given)
        assert "code" in query_of(first)
        second = await web.http.get(f"{AT}/authorize", params=given)
        assert (second.status_code, "location" in second.headers) == (400, False)

    async def test_says_in_which_language_its_pages_are(self, web):
        """What stands beside a pushed request in the address asks for nothing (RFC 9126)."""
        pushed = await self.push(web, ui_locales="fr de-AT")
        given = {"client_id": "shop", "request_uri": pushed.json()["request_uri"]}
        first = await web.http.get(f"{AT}/authorize", params={**given, "ui_locales": "en"})
        place = first.headers["location"]
        assert (first.status_code, place.startswith("/t/acme/login/itx_")) == (303, True)
        assert f"byl-a=de; Path={place};" in first.headers["set-cookie"]
        page = await web.http.get(place)
        assert '<html lang="de"' in page.text
        other = await web.http.get(f"{AT}/authorize", params=ASKED)
        assert '<html lang="en"' in other.text

    @pytest.mark.parametrize(
        ("error", "changes"),
        [
            ("invalid_request", {"redirect_uri": "https://evil.example/"}),
            ("invalid_request", {"request_uri": "urn:ietf:params:oauth:request_uri:x"}),
            ("invalid_request", {"code_challenge_method": "plain"}),
            ("invalid_scope", {"scope": "orders"}),
            ("request_not_supported", {"request": "x.y.z"}),
            (
                "unmet_authentication_requirements",
                {"claims": '{"id_token": {"acr": {"essential": true, "value": "byl:2"}}}'},
            ),
        ],
    )
    async def test_is_refused_at_once(self, web, error, changes):
        answer = await self.push(web, **changes)
        assert (answer.status_code, answer.json()["error"]) == (400, error)

    async def test_needs_the_clients_proof_and_a_post(self, web):
        assert (await self.push(web, auth=None)).status_code == 401
        assert (await self.push(web, client_id="other")).status_code == 401
        assert (await web.http.get(f"{AT}/par")).status_code == 405


class TestAnything:
    async def test_a_stranger_sends_is_answered_without_a_fault(self, web):
        names = ["authorize", "token", "par", "userinfo", "introspect", "revoke", "logout", "jwks"]
        bodies = [b"", b"\x00", b"=", b"&&&", b"%", b"a=%zz", b"token=\xff", b"[]", b"x" * 70_000]
        kinds = ["application/x-www-form-urlencoded", "application/json", "multipart/form-data", ""]
        for name in names:
            for body in bodies:
                for kind in kinds:
                    answer = await web.http.post(
                        f"{AT}/{name}?{'%ff&=&%00=1&a[]=2'}",
                        content=body,
                        headers={"content-type": kind, "cookie": "byl-s-acme=%00;;=x"},
                    )
                    assert answer.status_code < 500, (name, body, kind)
        for header in ("authorization", "origin", "cookie", "content-type", "accept-language"):
            for value in ("\u00ff" * 50, "x" * 9000, ";;;===", "Basic \t"):
                for name in names:
                    headers = {header: value.encode("latin-1")}
                    for method in ("GET", "POST", "OPTIONS", "TRACE"):
                        answer = await web.http.request(method, f"{AT}/{name}", headers=headers)
                        assert answer.status_code < 500, (name, method, header, value[:9])
        assert BASE.startswith("http")

    @pytest.mark.parametrize("name", ["token", "authorize", "nothing"])
    async def test_opens_a_socket_for_is_turned_away(self, web, name):
        """Whoever asks for one gets a no, and the log gets no fault."""
        sent = []
        parts = [{"type": "websocket.connect"}]

        async def receive():
            return parts.pop(0)

        async def send(message):
            sent.append(message)

        scope = {
            "type": "websocket",
            "path": f"{AT}/{name}",
            "query_string": b"",
            "headers": [(b"host", b"localhost:8180")],
            "client": ("192.0.2.1", 4711),
            "subprotocols": [],
        }
        await web.http._transport.app(scope, receive, send)
        assert [message["type"] for message in sent] == ["websocket.close"]
