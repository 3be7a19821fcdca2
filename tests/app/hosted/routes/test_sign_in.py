"""The pages of a sign-in, over the assembled product."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from app.hosted.routes import sign_in
from app.operations.demo import PURPOSE
from domain.clients.records import ClientStatus
from tests.app.hosted.routes.steps import (
    AUTHORIZE,
    SESSION,
    allowed,
    begun,
    request_of,
    signed_in,
)
from tests.laws.holdings import SYSTEM
from tests.laws.rows_clients import asking
from tests.support.sign_ins import PASSWORD

NEW = "another long passphrase of the tests"


class TestWalk:
    async def test_ends_at_the_application_with_a_code(self, visitor):
        page = await signed_in(visitor, "carol")
        answer = await allowed(visitor, page)
        assert answer.status == 303
        back = urlsplit(answer.location)
        told = parse_qs(back.query)
        assert f"{back.scheme}://{back.netloc}{back.path}" == "https://shop.example/cb"
        assert told["state"] == ["af0ifjsldkj"]
        assert told["iss"] == ["https://id.example/t/acme"]
        assert told["code"][0].startswith("byl_ac_")

    async def test_every_form_is_answered_by_a_redirect_to_a_get(self, visitor):
        """A page can be loaded again, and no proxy repeats a password."""
        page = await begun(visitor)
        for fields in ({"identifier": "carol"}, {"password": PASSWORD}):
            answer = await visitor.fill(page, **fields)
            assert (answer.status, answer.location, answer.body) == (303, page, b"")
        assert (await allowed(visitor, page)).status == 303

    async def test_refusing_tells_the_application_and_shares_nothing(self, visitor):
        page = await signed_in(visitor, "carol")
        answer = await allowed(visitor, page, decision="refuse")
        assert answer.location.startswith("https://shop.example/cb?error=access_denied")
        assert "code=" not in answer.location

    async def test_a_flow_that_ended_is_gone(self, visitor):
        page = await signed_in(visitor, "carol")
        await allowed(visitor, page)
        assert (await visitor.get(page)).status == 410

    async def test_remembered_leave_asks_nothing(self, alices, world):
        answer = await alices.get(request_of())
        assert answer.status == 303
        assert answer.location.startswith("https://shop.example/cb?")
        assert "code=" in answer.location

    async def test_a_posted_request_becomes_an_address_that_can_be_loaded_again(self, visitor):
        answer = await visitor.post(AUTHORIZE, list(asking()), origin="https://shop.example")
        assert answer.status == 303
        assert answer.location.startswith(
            f"https://id.example{AUTHORIZE}?client_id=shop&request_uri=urn"
        )
        assert (await visitor.get(answer.location)).status == 303

    async def test_registering_makes_an_account_and_goes_on(self, visitor):
        page = await begun(visitor)
        answer = await visitor.fill(f"{page}?step=register", identifier="erin", password=NEW)
        assert (answer.status, answer.location) == (303, page)
        assert SESSION in visitor.cookies
        assert 'name="decision"' in (await visitor.get(page)).text


class TestBack:
    @pytest.mark.parametrize(
        "uri",
        [
            "https://shop.example/cb/",
            "https://shop.example/cb?x=1",
            "https://shop.example.evil.example/cb",
            "https://evil.example/cb",
            "https://shop.example@evil.example/cb",
            "HTTPS://SHOP.EXAMPLE/cb",
            "//shop.example/cb",
        ],
    )
    async def test_leads_to_registered_addresses_alone(self, visitor, uri):
        answer = await visitor.get(request_of(redirect_uri=uri))
        assert answer.status == 400
        assert answer.location == ""
        assert not re.search(r'(href|action|src)="[a-z]*:?//[^"]*evil', answer.text)

    async def test_by_a_form_leads_there_too(self, alices):
        answer = await alices.get(request_of(response_mode="form_post"))
        assert answer.status == 200
        assert 'action="https://shop.example/cb"' in answer.text
        assert answer.hidden("code").startswith("byl_ac_")
        assert "form-action 'self' https://shop.example" in answer.header("content-security-policy")

    async def test_says_no_to_the_client_once_it_is_proven(self, visitor):
        answer = await visitor.get(request_of(response_type="token"))
        assert answer.status == 303
        assert answer.location.startswith("https://shop.example/cb?error=unsupported_response_type")
        assert "iss=" in answer.location

    async def test_without_a_page_says_what_is_needed(self, visitor):
        answer = await visitor.get(request_of(prompt="none"))
        assert "error=login_required" in answer.location
        assert answer.location.startswith("https://shop.example/cb?")


class TestBackToAnAddressThatIsGone:
    """An operator took it away, or the whole client, while the page was open."""

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"redirect_uris": ("https://shop.example/new",)}, "unregistered_redirect_uri"),
            ({"status": ClientStatus.DISABLED}, "unknown_client"),
        ],
    )
    @pytest.mark.parametrize("decision", ["refuse", "allow"])
    async def test_nobody_is_sent(self, visitor, world, decision, changes, code):
        page = await signed_in(visitor, "carol")
        form = await visitor.get(page)
        change_shop(world, **changes)
        kept = {name: form.hidden(name) for name in ("form_token", "step", "display")}
        answer = await visitor.post(page, {**kept, "decision": decision, "duration": "P1D"})
        assert (answer.status, answer.location) == (400, "")
        assert code in answer.text
        again = await visitor.get(page)
        assert again.location == ""

    async def test_nobody_is_sent_by_a_reload(self, visitor, world):
        page = await signed_in(visitor, "carol")
        change_shop(world, status=ClientStatus.DISABLED)
        answer = await visitor.get(page)
        assert (answer.status, answer.location) == (400, "")
        assert "unknown_client" in answer.text

    async def test_nobody_is_sent_without_a_page(self, visitor, world, monkeypatch):
        async def late(site, request, slug, asked):
            change_shop(world, redirect_uris=("https://shop.example/new",))
            return await begin_it(site, request, slug, asked)

        begin_it = sign_in.start
        monkeypatch.setattr(sign_in, "start", late)
        answer = await visitor.get(request_of(prompt="none"))
        assert (answer.status, answer.location) == (400, "")
        assert "unregistered_redirect_uri" in answer.text


def change_shop(world, **changes):
    def act(db):
        work = world.house.works.open(db, "acme", SYSTEM)
        shop = work.clients.get(world.a.clients["shop"].id)
        assert work.clients.change(replace(shop, version=shop.version + 1, **changes))

    world.house.database.write(act)


class TestLanguage:
    async def test_is_the_browsers(self, visitor):
        visitor.language = "de-AT, en;q=0.5"
        shown = await visitor.get(await begun(visitor))
        assert '<html lang="de"' in shown.text

    async def test_is_switched_and_kept(self, visitor):
        page = await begun(visitor)
        assert '<html lang="en"' in (await visitor.get(page)).text
        switched = await visitor.get(f"{page}?step=register&lang=de")
        assert (switched.status, switched.location) == (303, f"{page}?step=register")
        assert '<html lang="de"' in (await visitor.get(page)).text

    @pytest.mark.parametrize(
        "wish", ["xx", "../../etc", "de%0d%0aset-cookie:a=b", "%00", "x" * 5000]
    )
    async def test_that_we_do_not_speak_is_english(self, visitor, wish):
        page = await begun(visitor)
        switched = await visitor.get(f"{page}?lang={wish}")
        assert (switched.status, switched.location) == (303, page)
        assert visitor.cookies["__Host-byl-l"] in {"en", "de"}

    async def test_of_the_request_comes_first(self, visitor):
        shown = await visitor.get(await begun(visitor, ui_locales="de"))
        assert '<html lang="de"' in shown.text

    async def test_of_the_test_drives_purpose_is_the_persons(self, visitor, world):
        change_shop(world, purpose=PURPOSE)
        visitor.language = "de"
        shown = await visitor.get(await signed_in(visitor, "carol"))
        assert "Zeigt Ihnen Schritt für Schritt, was eine Anwendung erhält." in shown.text
        assert PURPOSE not in shown.text


class TestHeaders:
    async def test_keep_a_page_to_itself(self, visitor):
        shown = await visitor.get(await begun(visitor))
        assert shown.header("cache-control") == "no-store"
        assert shown.header("x-frame-options") == "DENY"
        assert "frame-ancestors 'none'" in shown.header("content-security-policy")
        assert shown.header("x-content-type-options") == "nosniff"
