"""A client that signs a person out asks for languages of the pages on the way (RP-Initiated Logout)."""

import re
from urllib.parse import urlencode

import pytest

from tests.app.hosted.routes.test_asked_language import language, links, speaks

LOGOUT = "/t/acme/oauth2/logout"


def asking_out(**asked):
    return f"{LOGOUT}?{urlencode(asked)}"


def sent(page):
    """Return the hidden fields of a page's form."""
    return dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.text))


class TestSignOut:
    async def test_is_asked_and_told_in_it(self, alices):
        page = await alices.get(asking_out(ui_locales="fr de-AT"))
        assert (page.status, language(page)) == (200, "de")
        assert not links(page)
        told = await alices.post("/t/acme/sign-out", {**sent(page), "decision": "sign_out"})
        assert (told.status, language(told)) == (200, "de")
        assert "__Host-byl-l" not in alices.cookies
        assert language(await alices.get("/t/acme/sign-out")) == "en"

    async def test_is_in_a_language_of_the_tenants_own(self, alices, world):
        speaks(world, "pt-BR")
        page = await alices.get(asking_out(ui_locales="pt-BR"))
        assert language(page) == "pt-BR"
        told = await alices.post("/t/acme/sign-out", {**sent(page), "decision": "sign_out"})
        assert language(told) == "pt-BR"

    async def test_by_a_proven_client_is_told_in_it(self, alices, world):
        asked = {"id_token_hint": world.a.id_token, "ui_locales": "de"}
        page = await alices.get(asking_out(**asked))
        assert (page.status, language(page)) == (200, "de")
        assert language(await alices.get("/t/acme/sign-out")) == "en"

    async def test_that_is_refused_is_refused_in_it(self, alices, world):
        uri = "https://evil.example/"
        page = await alices.get(asking_out(post_logout_redirect_uri=uri, ui_locales="de"))
        assert (page.status, language(page)) == (400, "de")
        asked = {"post_logout_redirect_uri": uri, "ui_locales": "de"}
        page = await alices.post(LOGOUT, asked, origin="https://shop.example")
        assert (page.status, language(page)) == (400, "de")

    async def test_by_a_form_of_another_site_takes_it_along(self, visitor):
        answer = await visitor.post(LOGOUT, {"ui_locales": "de"}, origin="https://shop.example")
        page = await visitor.get(answer.location.removeprefix("https://id.example"))
        assert (page.status, language(page)) == (200, "de")

    @pytest.mark.parametrize("asked", ["", "xx", "../de", '"><b>', "de\x00", "x" * 9000])
    async def test_is_in_our_language_where_nobody_speaks_it(self, alices, asked):
        page = await alices.get(asking_out(ui_locales=asked))
        assert language(page) in {"en", "de"}
        assert "<b>" not in page.text

    async def test_is_in_ones_own_where_nothing_was_asked(self, alices):
        page = await alices.get("/t/acme/sign-out")
        assert "ui_locales" not in sent(page)
        page = await alices.get(LOGOUT)
        assert "ui_locales" not in sent(page)
