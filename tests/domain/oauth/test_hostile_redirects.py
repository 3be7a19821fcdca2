"""Every other spelling of a registered address is refused, by a page and never by a redirect."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.kernel.errors import Refusal
from domain.oauth.read_request import read
from domain.oauth.vocabulary import RedirectRefusal
from tests.domain.oauth.test_read_request import GOOD
from tests.support.issuing import an_issuing

REGISTERED = "https://shop.example/cb"

AUTHORITIES = (
    "shop.example@evil.example",
    "shop.example@@evil.example",
    "evil.example@shop.example",
    "evil.example\\@shop.example",
    "shop.example%40evil.example",
    "shop.example%2f@evil.example",
    "shop.example%00.evil.example",
    "shop.example.evil.example",
    "evilshop.example",
    "shop.example.",
    "SHOP.example",
    "shop.example:443",
    "shop.example:8443",
    "shop.example:443@evil.example",
    "user:pass@shop.example",
    "xn--shop-0qa.example",
    "sh\u043ep.example",
    "shop\uff0eexample",
    "shop.example\u3002evil",
    "[::ffff:127.0.0.1]",
    "[::1]",
    "127.0.0.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
)
PATHS = (
    "/cb/",
    "/cb//",
    "//cb",
    "/./cb",
    "/x/../cb",
    "/cb/..",
    "/cb/../admin",
    "/%63b",
    "/cb%2f",
    "/cb%2e%2e",
    "/CB",
    "/cb;x",
    "/cb?",
    "/cb?x=1",
    "/cb?x=https://evil.example",
    "/cb#",
    "/cb#x",
    "/cb%23x",
    "/cb%0d%0aLocation:x",
    "/cb\\",
    "/cb\\..\\admin",
    "/cb ",
    "/cb\t",
    "/cb\n",
    "/cb*",
    "/",
    "",
)
SCHEMES = ("http", "HTTPS", "httpS", "javascript", "data", "ftp", "", "//", "https:", "file")
HOSTILE = tuple(
    dict.fromkeys(
        (
            *(f"https://{authority}/cb" for authority in AUTHORITIES),
            *(f"https://shop.example{path}" for path in PATHS),
            *(f"{scheme}://shop.example/cb" for scheme in SCHEMES),
            *(f"{a}{REGISTERED}{b}" for a, b in product((" ", "\t", ""), (" ", "\u200b", "\r\n"))),
            "https:shop.example/cb",
            "https:/shop.example/cb",
            "https:///shop.example/cb",
            "https:\\\\shop.example/cb",
            "//shop.example/cb",
            "/cb",
            "shop.example/cb",
            "javascript:alert(1)//https://shop.example/cb",
            "data:text/html,https://shop.example/cb",
            f"{REGISTERED},https://evil.example/",
            f"{REGISTERED} https://evil.example/",
            f"https://evil.example/?u={REGISTERED}",
            f"https://evil.example/#{REGISTERED}",
        )
    )
)


@pytest.fixture
def asked(stage):
    between = an_issuing(stage, client_id="shop", redirect_uris=(REGISTERED,))

    def asking(uri):
        pairs = tuple({"client_id": "shop", **GOOD, "redirect_uri": uri}.items())
        return stage.read(lambda work: read(work, pairs, between.signer))

    return asking


class TestRedirectUri:
    def test_is_tried_in_at_least_forty_spellings(self):
        assert len(HOSTILE) >= 60
        assert REGISTERED not in HOSTILE

    def test_refuses_every_hostile_spelling_by_a_page(self, asked):
        taken = []
        for uri in HOSTILE:
            with pytest.raises(Refusal) as refused:
                asked(uri)
            if isinstance(refused.value, RedirectRefusal):
                taken.append(uri)
            assert refused.value.code == "unregistered_redirect_uri", uri
        assert taken == []
        assert asked(REGISTERED).redirect_uri == REGISTERED

    @settings(max_examples=150, suppress_health_check=list(HealthCheck))
    @given(
        place=st.integers(0, len(REGISTERED)),
        cut=st.integers(0, 3),
        put=st.text(alphabet="@\\/%.:?#&;*+ abcCB0\u0435\t\r\n[]", max_size=4),
    )
    def test_refuses_whatever_is_not_the_address_letter_by_letter(self, asked, place, cut, put):
        uri = REGISTERED[:place] + put + REGISTERED[place + cut :]
        if uri == REGISTERED:
            assert asked(uri).redirect_uri == REGISTERED
            return
        with pytest.raises(Refusal) as refused:
            asked(uri)
        assert not isinstance(refused.value, RedirectRefusal)
