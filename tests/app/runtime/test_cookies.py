"""Our cookies: out of reach of scripts, of other sites, of plain http and of neighbours."""

from datetime import timedelta

import pytest

from app.runtime.cookies import CookieJar

SAFE, PLAIN = CookieJar(secure=True), CookieJar(secure=False)


def attributes(header):
    name, value = header
    assert name == b"set-cookie"
    pair, *rest = value.decode().split("; ")
    return pair, set(rest)


class TestNames:
    def test_have_the_prefix_that_no_neighbour_can_toss(self):
        names = {
            SAFE.binding, SAFE.session("acme"), SAFE.typed("acme"), SAFE.console, SAFE.locale,
        }  # fmt: skip
        assert len(names) == 5
        assert all(name.startswith("__Host-byl-") for name in names)

    def test_of_a_path_have_the_prefix_that_allows_one(self):
        assert SAFE.asked_locale == "__Secure-byl-a"
        assert PLAIN.asked_locale == "byl-a"

    def test_lose_it_where_a_browser_would_refuse_it(self):
        assert PLAIN.session("acme") == "byl-s-acme"

    def test_are_of_one_tenant(self):
        assert SAFE.session("acme") != SAFE.session("acme-2")


class TestHeader:
    def test_says_what_a_host_cookie_must(self):
        pair, said = attributes(SAFE.header(SAFE.binding, "v"))
        assert pair == "__Host-byl-b=v"
        assert said == {"Path=/", "HttpOnly", "SameSite=Lax", "Secure"}

    def test_is_not_secure_on_plain_http(self):
        assert attributes(PLAIN.header("a", "v"))[1] == {"Path=/", "HttpOnly", "SameSite=Lax"}

    def test_lasts_as_long_as_it_is_told(self):
        assert "Max-Age=600" in attributes(SAFE.header("a", "v", lifetime=timedelta(minutes=10)))[1]
        assert "SameSite=Strict" in attributes(SAFE.header("a", "v", same_site="Strict"))[1]

    def test_is_of_a_path_where_it_is_told(self):
        pair, said = attributes(SAFE.header(SAFE.asked_locale, "de", path="/t/acme/login/itx_1"))
        assert pair == "__Secure-byl-a=de"
        assert said == {"Path=/t/acme/login/itx_1", "HttpOnly", "SameSite=Lax", "Secure"}
        assert "Path=/t/acme" in attributes(SAFE.gone(SAFE.asked_locale, path="/t/acme"))[1]

    def test_is_gone_at_once(self):
        pair, said = attributes(SAFE.gone("a"))
        assert pair == "a="
        assert "Max-Age=0" in said

    @pytest.mark.parametrize("value", ["é", "\xff"])
    def test_holds_ascii_alone(self, value):
        with pytest.raises(UnicodeEncodeError):
            SAFE.header("a", value)
