"""A NUL is text to us and to SQLite, and an error to Postgres: it reaches neither."""

import base64

import pytest

AT = "/t/acme/oauth2"


def basic(text):
    return {"authorization": "Basic " + base64.b64encode(text.encode()).decode()}


class TestNul:
    @pytest.mark.parametrize("name", ["token", "par", "introspect", "revoke"])
    async def test_in_a_clients_name_or_secret_is_a_client_we_do_not_know(self, web_on_both, name):
        http = web_on_both.http
        for sent in (
            {"data": {"client_id": "sh\0op"}},
            {"data": {"client_id": "sh\0op", "client_secret": "x"}},
            {"data": {"client_id": "shop", "client_secret": "x\0"}},
            {"data": {"x": "1"}, "headers": basic("sh%00op:x")},
            {"data": {"x": "1"}, "headers": basic("shop:%00")},
        ):
            answer = await http.post(f"{AT}/{name}", **sent)
            assert answer.status_code == 401, sent
            assert answer.json()["error"] == "invalid_client"

    async def test_in_an_origin_or_an_address_is_nothing_we_know(self, web_on_both):
        http = web_on_both.http
        assert (await http.get("/t/ac%00me/me")).status_code == 404
        assert (await http.get("/t/acme/activate/%00")).status_code == 410
        answer = await http.get(f"{AT}/authorize", params={"client_id": "sh\0op"})
        assert answer.status_code == 400
        headers = basic("sh%00op:x")
        answer = await http.get("/t/acme/api/login/itx_x", headers=headers)
        assert answer.status_code == 401
        answer = await http.get("/t/ac%00me/api/login/itx_x", headers=headers)
        assert answer.status_code in {401, 404}
