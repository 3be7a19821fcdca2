"""Acceptance 6, a sample through the front door: an unregistered address is never redirected to."""

import pytest

from e2e.parts import SHOP_AT, SHOP_PORT
from e2e.shop import Shop

GOOD = f"{SHOP_AT}/cb"
HOSTILE = (
    "http://127.0.0.1:4199/cb/", "http://127.0.0.1:4199/CB", "http://127.0.0.1:4199/cb?x=1",
    "http://127.0.0.1:4199/cb#x", "http://127.0.0.1:4199/cb/../cb", "http://127.0.0.1:4199/%63b",
    "http://127.0.0.1:4199//cb", "http://127.0.0.1:4199\\cb", "http://127.0.0.1@evil.test/cb",
    "http://evil.test#@127.0.0.1:4199/cb", "http://127.0.0.1:4199@evil.test/cb",
    "http://2130706433:4199/cb", "http://0x7f.1:4199/cb", "http://[::ffff:127.0.0.1]:4199/cb",
    "http://localhost:4199/cb", "http://127.0.0.1:4198/cb", "http://127.0.0.1/cb",
    "https://127.0.0.1:4199/cb", "HTTP://127.0.0.1:4199/cb", " http://127.0.0.1:4199/cb",
    "http://127.0.0.1:4199/cb ", "http://127.0.0.1:4199/cb\n", "http://127.0.0.1:4199/cb%00",
    "//127.0.0.1:4199/cb", "/cb", "javascript:alert(1)", "data:text/html,x",
)  # fmt: skip


class TestHostileAddresses:
    @pytest.mark.parametrize("uri", HOSTILE)
    def test_get_a_page_and_no_redirect(self, street, uri):
        shop = Shop(street.house("sqlite"))
        answer = shop.http.get(
            shop.ask(redirect_uri=uri.replace("4199", str(SHOP_PORT))).url, follow_redirects=False
        )
        shop.http.close()
        assert answer.status_code == 400
        assert "location" not in answer.headers
        assert 'href="http' not in answer.text

    def test_the_registered_one_goes_on(self, street):
        shop = Shop(street.house("sqlite"))
        answer = shop.http.get(shop.ask(redirect_uri=GOOD).url, follow_redirects=False)
        shop.http.close()
        assert answer.status_code == 200
        assert 'action="/t/acme/login/itx_' in answer.text
