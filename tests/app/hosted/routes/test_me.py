"""One's own pages, the way out, and the links that work once."""

from urllib.parse import urlencode

import pytest

from domain.kernel.ids import show
from domain.operators.first import issue_ticket
from tests.app.hosted.routes.steps import BINDING, SESSION, signed_in
from tests.laws.holdings import SYSTEM
from tests.support.sign_ins import PASSWORD
from tests.support.wire import FORM, Browser, send

NEW = "another long passphrase of the tests"
PAGES = ("/me", "/me/consents", "/me/sessions", "/me/password", "/me/delete")


class TestWho:
    @pytest.mark.parametrize("page", PAGES)
    async def test_a_stranger_is_asked_to_sign_in_and_comes_back(self, visitor, page):
        answer = await visitor.get(f"/t/acme{page}")
        assert answer.status == 303
        flow = answer.location
        await visitor.fill(flow, identifier="carol")
        await visitor.fill(flow, password=PASSWORD)
        assert (await visitor.get(flow)).location == f"/t/acme{page}"
        assert (await visitor.get(f"/t/acme{page}")).status == 200

    @pytest.mark.parametrize("page", PAGES[1:])
    async def test_a_form_of_another_page_is_refused(self, alices, page):
        token = (await alices.get("/t/acme/sign-out")).hidden("form_token")
        answer = await alices.post(f"/t/acme{page}", {"form_token": token, "act": "end_others"})
        assert answer.status == 403

    @pytest.mark.parametrize("page", PAGES[1:])
    async def test_a_form_from_elsewhere_is_refused(self, alices, page):
        token = (await alices.get(f"/t/acme{page}")).hidden("form_token")
        answer = await alices.post(
            f"/t/acme{page}", {"form_token": token}, origin="https://evil.example"
        )
        assert answer.status == 403

    async def test_shows_no_name_and_no_address_of_the_person(self, alices):
        for page in PAGES:
            assert "alice" not in (await alices.get(f"/t/acme{page}")).text.lower()


class TestConsents:
    async def test_withdrawing_ends_the_tokens_at_once(self, app, alices, world):
        shown = await alices.get("/t/acme/me/consents")
        token, client = shown.hidden("form_token"), show("cli", world.a.clients["shop"].id)
        form = {"form_token": token, "act": "withdraw_all", "consent": client}
        answer = await alices.post("/t/acme/me/consents", form)
        assert answer.location == "/t/acme/me/consents?did=consent_withdrawn"
        bearer = ((b"authorization", b"Bearer " + world.a.access.encode()),)
        assert (await send(app, "GET", "/t/acme/oauth2/userinfo", bearer)).status == 401

    @pytest.mark.parametrize("handle", ["", "cli_x", "acc_00000000000000000000000000"])
    async def test_what_is_not_there_is_said_on_the_page(self, alices, handle):
        token = (await alices.get("/t/acme/me/consents")).hidden("form_token")
        form = {"form_token": token, "act": "withdraw_all", "consent": handle}
        assert (await alices.post("/t/acme/me/consents", form)).status == 404


class TestSessions:
    async def test_of_other_browsers_end(self, app, alices, world):
        other = Browser(app)
        await signed_in(other)
        assert (await other.get("/t/acme/me")).status == 200
        token = (await alices.get("/t/acme/me/sessions")).hidden("form_token")
        form = {"form_token": token, "act": "end_others"}
        assert (await alices.post("/t/acme/me/sessions", form)).status == 303
        assert (await other.get("/t/acme/me")).status == 303
        assert (await alices.get("/t/acme/me")).status == 200

    async def test_of_other_people_are_not_there(self, app, alices, world):
        carol = Browser(app)
        await signed_in(carol, "carol")
        token = (await alices.get("/t/acme/me/sessions")).hidden("form_token")
        carols = world.a.read(
            lambda work: work.sessions.standing(world.a.accounts["carol"].id, work.now)
        )
        form = {"form_token": token, "act": "end", "session": show("ses", carols[0].id)}
        assert (await alices.post("/t/acme/me/sessions", form)).status == 404
        assert (await carol.get("/t/acme/me")).status == 200


class TestPassword:
    async def test_changes_with_the_current_one_and_ends_the_others(self, app, alices, world):
        other = Browser(app)
        await signed_in(other)
        answer = await alices.fill(
            "/t/acme/me/password", current_password=PASSWORD, new_password=NEW
        )
        assert answer.location == "/t/acme/me/password?did=password_changed"
        assert (await other.get("/t/acme/me")).status == 303

    async def test_a_wrong_current_one_is_said_and_not_kept(self, alices):
        answer = await alices.fill(
            "/t/acme/me/password", current_password="wrong-horse-battery", new_password=NEW
        )
        assert 400 <= answer.status < 500
        assert "wrong-horse" not in answer.text
        assert NEW not in answer.text


class TestDelete:
    async def test_erases_with_word_and_password(self, app, alices):
        answer = await alices.fill("/t/acme/me/delete", word="delete", current_password=PASSWORD)
        assert answer.status == 200
        assert SESSION not in alices.cookies
        page = (await alices.get("/t/acme/me")).location
        await alices.fill(page, identifier="alice")
        assert (await alices.fill(page, password=PASSWORD)).status == 401

    @pytest.mark.parametrize(
        "fields",
        [
            {"word": "delete", "current_password": "wrong-horse-battery"},
            {"word": "", "current_password": PASSWORD},
            {"word": "delete"},
        ],
    )
    async def test_needs_both(self, alices, fields):
        answer = await alices.fill("/t/acme/me/delete", **fields)
        assert 400 <= answer.status < 500
        assert (await alices.get("/t/acme/me")).status == 200


class TestSignOut:
    async def test_asks_first(self, alices):
        """Anyone can put the address into a page."""
        assert (await alices.get("/t/acme/sign-out")).status == 200
        assert (await alices.get("/t/acme/oauth2/logout")).status == 200
        assert (await alices.get("/t/acme/me")).status == 200

    async def test_ends_the_session_and_not_only_the_cookie(self, app, alices, world):
        answer = await alices.fill("/t/acme/sign-out", decision="sign_out")
        assert answer.status == 200
        assert SESSION not in alices.cookies
        replayed = Browser(app, {SESSION: world.a.cookie.reveal()})
        assert (await replayed.get("/t/acme/me")).status == 303

    async def test_staying_stays(self, alices):
        answer = await alices.fill("/t/acme/sign-out", decision="stay")
        assert answer.location == "/t/acme/me"
        assert (await alices.get("/t/acme/me")).status == 200

    async def test_by_a_proven_client_goes_back_to_a_registered_address(self, alices, world):
        back = {"post_logout_redirect_uri": "https://shop.example/bye", "state": "s"}
        query = urlencode({"id_token_hint": world.a.id_token, **back})
        answer = await alices.get(f"/t/acme/oauth2/logout?{query}")
        assert (answer.status, answer.location) == (303, "https://shop.example/bye?state=s")
        assert SESSION not in alices.cookies

    async def test_by_a_form_of_another_site_asks_as_a_link_does(self, app, alices, visitor):
        """SameSite=Lax keeps the cookie back from such a form, and sends it with a redirect."""
        foreign = await visitor.post("/t/acme/oauth2/logout", {"state": "s"})
        address = "https://id.example/t/acme/oauth2/logout?state=s"
        assert (foreign.status, foreign.location) == (303, address)
        assert SESSION not in str(foreign.headers)
        assert (await alices.get("/t/acme/oauth2/logout?state=s")).status == 200
        assert (await alices.get("/t/acme/me")).status == 200

    async def test_takes_no_cookie_from_a_browser_that_sent_none(self, visitor):
        answer = await visitor.get("/t/acme/oauth2/logout")
        assert answer.status == 200
        assert SESSION not in str(answer.headers)

    @pytest.mark.parametrize("uri", ["https://evil.example/", "https://shop.example/bye/"])
    async def test_never_goes_anywhere_else(self, alices, world, uri):
        query = urlencode({"id_token_hint": world.a.id_token, "post_logout_redirect_uri": uri})
        answer = await alices.get(f"/t/acme/oauth2/logout?{query}")
        assert (answer.status, answer.location) == (400, "")
        assert (await alices.get("/t/acme/me")).status == 200


class TestActivation:
    async def test_takes_the_first_password_once(self, visitor, world):
        page = f"/t/acme/activate/{world.a.link.reveal()}"
        assert (await visitor.get(page)).status == 200
        answer = await visitor.fill(page, password=NEW)
        assert answer.location == "/t/acme/me?did=account_activated"
        assert (await visitor.get(page)).status == 410

    async def test_says_where_they_sign_in_that_it_worked(self, visitor, world):
        page = f"/t/acme/activate/{world.a.link.reveal()}"
        answer = await visitor.fill(page, password=NEW)
        arrived = await visitor.get((await visitor.get(answer.location)).location)
        assert "Your password is set. Sign in with it now." in arrived.text

    async def test_says_nothing_that_is_not_ours_where_they_sign_in(self, visitor):
        begun = await visitor.get("/t/acme/me?did=hacked")
        assert "did" not in begun.location

    async def test_says_what_is_wrong_and_keeps_the_link_good(self, visitor, world):
        page = f"/t/acme/activate/{world.a.link.reveal()}"
        answer = await visitor.fill(page, password="short-one")
        assert answer.status == 400
        assert "short-one" not in answer.text
        assert (await visitor.fill(page, password=NEW)).status == 303

    async def test_a_link_that_never_was_looks_like_a_used_one(self, visitor):
        assert (await visitor.get(f"/t/acme/activate/{'A' * 43}")).status == 410


class TestFirst:
    async def test_makes_the_first_operator_and_signs_them_in(self, visitor, world):
        ticket = world.house.call.now(issue_ticket, tenant=None, actor=SYSTEM)
        page = f"/first/{ticket.reveal()}"
        answer = await visitor.fill(page, username="oscar", password=NEW)
        assert (answer.status, answer.location) == (303, "/console")
        assert "__Host-byl-s-byleave" in visitor.cookies
        assert (await visitor.get(page)).status == 410

    async def test_keeps_the_name_and_not_the_password(self, visitor, world):
        page = f"/first/{world.staff.ticket.reveal()}"
        answer = await visitor.fill(
            page, username="oscar", shown="Night shift", password="short-one"
        )
        assert answer.status == 400
        assert answer.hidden("shown") == "Night shift"
        assert answer.hidden("username") == "oscar"
        assert "short-one" not in answer.text

    async def test_says_at_its_field_that_the_sealed_name_is_no_name_for_others(
        self, visitor, world
    ):
        page = f"/first/{world.staff.ticket.reveal()}"
        answer = await visitor.fill(page, username="oscar", shown="Oscar", password=NEW)
        assert answer.status == 400
        assert 'id="shown-wrong"' in answer.text

    async def test_a_form_of_another_browser_is_refused(self, app, visitor, world):
        page = f"/first/{world.staff.ticket.reveal()}"
        token = (await visitor.get(page)).hidden("form_token")
        other = Browser(app)
        await other.get(page)
        assert other.cookies[BINDING] != visitor.cookies[BINDING]
        fields = {"form_token": token, "username": "oscar", "password": NEW}
        assert (await other.post(page, fields)).status == 403

    async def test_takes_no_other_form(self, app, world):
        page = f"/first/{world.staff.ticket.reveal()}"
        headers = ((b"content-type", FORM.replace(b"x-www-form-urlencoded", b"json")),)
        assert (await send(app, "POST", page, headers, b"{}")).status == 400
