"""A client that signs a person out asks for languages of the pages on the way (RP-Initiated Logout)."""

import re
from urllib.parse import urlencode

import pytest

from tests.app.hosted.routes.steps import SESSION, signed_in
from tests.app.hosted.routes.test_asked_language import language, links, speaks

LOGOUT = "/t/acme/oauth2/logout"
BYE = "https://shop.example/bye"


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


class TestEarlierSession:
    """The application is proven by an ID token, but not of the session that would end."""

    @pytest.fixture
    async def question(self, visitor, world):
        """What somebody sees who signed in anew since the application's ID token was made."""
        await signed_in(visitor)
        asked = {"id_token_hint": world.a.id_token, "post_logout_redirect_uri": BYE, "state": "s"}
        return await visitor.get(asking_out(**asked))

    async def test_is_asked_by_name_and_led_back_after_it(self, visitor, question):
        assert (question.status, "Shop asks to sign you out" in question.text) == (200, True)
        assert f"form-action 'self' {BYE.removesuffix('/bye')};" in question.header(
            "content-security-policy"
        )
        told = await visitor.post("/t/acme/sign-out", {**sent(question), "decision": "sign_out"})
        assert (told.status, told.location) == (303, f"{BYE}?state=s")
        assert SESSION not in visitor.cookies
        assert (await visitor.get("/t/acme/me")).status == 303

    @pytest.mark.parametrize(("state", "status"), [("x" * 12_000, 303), ("\u4e2d" * 4_000, 200)])
    async def test_is_signed_out_whatever_the_length(self, visitor, world, state, status):
        """What no form can carry is left out before it is promised."""
        await signed_in(visitor)
        asked = {"id_token_hint": world.a.id_token, "post_logout_redirect_uri": BYE, "state": state}
        question = await visitor.get(asking_out(**asked))
        assert ("return_to" in sent(question)) is (status == 303)
        told = await visitor.post("/t/acme/sign-out", {**sent(question), "decision": "sign_out"})
        assert (told.status, told.location == f"{BYE}?state={state}") == (status, status == 303)
        assert SESSION not in visitor.cookies

    async def test_stays_with_us_who_stays_signed_in(self, visitor, question):
        told = await visitor.post("/t/acme/sign-out", {**sent(question), "decision": "stay"})
        assert (told.status, told.location) == (303, "/t/acme/me")
        assert (await visitor.get("/t/acme/me")).status == 200

    @pytest.mark.parametrize("value", ["", "https://evil.example/", "x" * 9000])
    async def test_is_led_nowhere_that_we_did_not_seal(self, visitor, question, value):
        fields = {**sent(question), "return_to": value, "decision": "sign_out"}
        told = await visitor.post("/t/acme/sign-out", fields)
        assert (told.status, told.location) == (200, "")

    async def test_is_led_nowhere_by_what_was_sealed_for_another(self, alices, question):
        own = await alices.get("/t/acme/sign-out")
        fields = {**sent(own), "return_to": sent(question)["return_to"], "decision": "sign_out"}
        told = await alices.post("/t/acme/sign-out", fields)
        assert (told.status, told.location) == (200, "")
