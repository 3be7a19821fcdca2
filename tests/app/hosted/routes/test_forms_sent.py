"""Forms of a sign-in: taken from our own page alone, and what comes back when one is refused."""

from datetime import timedelta

import pytest

from domain.limits.keys import source_key
from tests.app.hosted.routes.steps import (
    BINDING,
    SESSION,
    TYPED,
    allowed,
    begun,
    identified,
    signed_in,
)
from tests.laws.scenarios import blocked
from tests.support.sign_ins import PASSWORD
from tests.support.wire import Browser

NEW = "another long passphrase of the tests"


class TestForm:
    async def form(self, visitor, page):
        shown = await visitor.get(page)
        return {name: shown.hidden(name) for name in ("form_token", "step")}

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://id.example"])
    async def test_of_another_origin_is_refused(self, visitor, origin):
        page = await begun(visitor)
        fields = {**await self.form(visitor, page), "identifier": "alice"}
        answer = await visitor.post(page, fields, origin=origin)
        assert answer.status == 403
        assert TYPED not in visitor.cookies

    async def test_of_another_site_is_refused_where_no_origin_is_told(self, visitor):
        page = await begun(visitor)
        fields = {**await self.form(visitor, page), "identifier": "alice"}
        refused = await visitor.post(page, fields, origin="", sec_fetch_site="cross-site")
        taken = await visitor.post(page, fields, origin="", sec_fetch_site="same-origin")
        assert (refused.status, taken.status) == (403, 303)

    @pytest.mark.parametrize("token", ["", "x", "A" * 43])
    async def test_without_its_token_is_refused(self, visitor, token):
        page = await begun(visitor)
        fields = {"form_token": token, "step": "identify", "identifier": "alice"}
        assert (await visitor.post(page, fields)).status == 403

    async def test_of_another_page_is_refused(self, visitor):
        """One interaction's token says nothing for another's, nor one step's for the next."""
        one, other = await begun(visitor), await begun(visitor)
        fields = {**await self.form(visitor, one), "identifier": "alice"}
        assert (await visitor.post(other, fields)).status == 403
        assert (await visitor.post(one, {**fields, "step": "register"})).status == 403

    async def test_of_another_browser_is_refused(self, app, visitor):
        """Login CSRF: an attacker's form, his token and his flow in a victim's browser."""
        page = await begun(visitor)
        fields = {**await self.form(visitor, page), "identifier": "alice"}
        victim = Browser(app)
        assert (await victim.post(page, fields)).status == 403
        await begun(victim)
        assert (await victim.post(page, fields)).status == 403
        assert (await victim.get(page)).status == 410

    async def test_of_a_step_that_is_not_there_is_refused(self, visitor):
        page = await begun(visitor)
        fields = {**await self.form(visitor, page), "step": "done"}
        assert (await visitor.post(page, fields)).status == 409

    @pytest.mark.parametrize("double", ["identifier", "form_token", "step"])
    async def test_with_a_field_twice_is_refused(self, visitor, double):
        page = await begun(visitor)
        fields = {**await self.form(visitor, page), "identifier": "alice"}
        pairs = [*fields.items(), (double, fields[double])]
        answer = await visitor.post(page, pairs)
        assert answer.status == 400
        assert TYPED not in visitor.cookies

    async def test_of_the_password_before_the_name_shows_the_name_again(self, visitor, world):
        page = await begun(visitor)
        place = page.rpartition("/")[2]
        token = world.house.forms.token(visitor.cookies[BINDING], place, "prove")
        answer = await visitor.post(
            page, {"form_token": token, "step": "prove", "password": PASSWORD}
        )
        assert answer.status == 409
        assert SESSION not in visitor.cookies

    async def test_of_leave_before_the_proof_gives_none(self, visitor, world):
        page = await begun(visitor)
        place = page.rpartition("/")[2]
        token = world.house.forms.token(visitor.cookies[BINDING], place, "consent")
        answer = await visitor.post(
            page, {"form_token": token, "step": "consent", "decision": "allow"}
        )
        assert answer.status == 200
        assert 'name="identifier"' in answer.text


class TestAgain:
    async def test_a_name_that_cannot_be_one_is_kept_and_said(self, visitor):
        page = await begun(visitor)
        answer = await visitor.fill(page, identifier="ada@")
        assert answer.status == 400
        assert answer.hidden("identifier") == "ada@"
        assert 'aria-invalid="true"' in answer.text

    async def test_what_was_typed_is_kept_and_cannot_break_out(self, visitor):
        page = await begun(visitor)
        answer = await visitor.fill(page, identifier='"><script>alert(1)</script>@')
        assert "<script>alert" not in answer.text
        assert answer.hidden("identifier") == '"><script>alert(1)</script>@'

    async def test_a_wrong_password_is_not_kept(self, visitor):
        page = await identified(visitor)
        answer = await visitor.fill(page, password="wrong-horse-battery-staple")
        assert answer.status == 401
        assert "wrong-horse" not in answer.text
        assert SESSION not in visitor.cookies

    async def test_a_new_password_is_not_kept_but_the_name_is(self, visitor):
        page = f"{await begun(visitor)}?step=register"
        answer = await visitor.fill(page, identifier="erin", password="short-one")
        assert answer.status == 400
        assert "short-one" not in answer.text
        assert answer.hidden("identifier") == "erin"

    async def test_a_form_can_be_sent_again_from_the_page_that_said_no(self, visitor):
        page = await identified(visitor)
        again = await visitor.fill(page, password="wrong-horse-battery-staple")
        fields = {name: again.hidden(name) for name in ("form_token", "step")}
        answer = await visitor.post(page, {**fields, "password": PASSWORD})
        assert answer.status == 303

    async def test_the_name_travels_sealed(self, visitor):
        page = await identified(visitor)
        assert "alice" not in visitor.cookies[TYPED]
        assert 'value="alice"' in (await visitor.get(page)).text
        visitor.cookies[TYPED] = visitor.cookies[TYPED][:-3] + "AAA"
        assert 'value="alice"' not in (await visitor.get(page)).text

    async def test_the_name_goes_with_the_sign_in(self, visitor):
        page = await identified(visitor)
        await visitor.fill(page, password=PASSWORD)
        assert TYPED not in visitor.cookies

    async def test_too_many_tries_say_when_to_come_back(self, visitor, world):
        page = await identified(visitor)
        blocked(world.a, source_key(world.house.sources.digest_of(visitor.address)))
        answer = await visitor.fill(page, password=PASSWORD)
        assert answer.status == 429
        assert int(answer.header("retry-after")) > 3500
        assert SESSION not in visitor.cookies


class TestSession:
    async def test_gets_a_new_secret_at_the_proof(self, visitor):
        """Fixation: what an attacker put there before is worth nothing after."""
        visitor.cookies[SESSION] = planted = "A" * 43
        await signed_in(visitor)
        assert visitor.cookies[SESSION] != planted

    async def test_of_before_is_worth_nothing_after_a_new_proof(self, app, alices, world):
        world.house.clock.advance(timedelta(minutes=1))
        page = await begun(alices, prompt="login")
        await alices.fill(page, identifier="alice")
        await alices.fill(page, password=PASSWORD)
        old = Browser(app, {SESSION: world.a.cookie.reveal()})
        assert alices.cookies[SESSION] != world.a.cookie.reveal()
        assert (await old.get("/t/acme/me")).status == 303
        assert (await alices.get("/t/acme/me")).status == 200

    async def test_of_somebody_else_in_the_same_browser_ends(self, app, alices, world):
        world.house.clock.advance(timedelta(minutes=1))
        page = await begun(alices, prompt="login")
        await alices.fill(page, identifier="carol")
        await alices.fill(page, password=PASSWORD)
        old = Browser(app, {SESSION: world.a.cookie.reveal()})
        assert (await old.get("/t/acme/me")).status == 303

    async def test_cookie_is_out_of_reach(self, visitor):
        page = await identified(visitor)
        answer = await visitor.fill(page, password=PASSWORD)
        (line,) = [each for each in answer.all("set-cookie") if each.startswith(SESSION)]
        assert {"Path=/", "HttpOnly", "SameSite=Lax", "Secure"} <= set(line.split("; "))
        assert "Domain" not in line

    async def test_of_the_flow_decides_and_no_other(self, visitor, alices):
        """The consent of one browser's flow is not given by the session of another."""
        page = await signed_in(visitor, "carol")
        visitor.cookies[SESSION] = alices.cookies[SESSION]
        answer = await allowed(visitor, page)
        assert not answer.location.startswith("https://shop.example")


class TestBinding:
    async def test_that_is_not_ours_is_not_sent_back(self, visitor):
        visitor.cookies[BINDING] = 'x\xff"; Domain=evil.example'
        page = await begun(visitor)
        assert len(visitor.cookies[BINDING]) == 43
        assert (await visitor.get(page)).status == 200


class TestSource:
    """What a request says of its own address counts only from a proxy we trust."""

    async def tried(self, app, address, **forwarded):
        visitor = Browser(app, address=address, more=forwarded)
        return (await visitor.fill(await begun(visitor), identifier="alice")).status

    async def test_is_not_what_a_stranger_writes(self, app, world):
        blocked(world.a, source_key(world.house.sources.digest_of("203.0.113.7")))
        for name in ("x-forwarded-for", "x-real-ip", "forwarded", "client-ip"):
            assert await self.tried(app, "203.0.113.7", **{name: "198.51.100.1"}) == 429
        assert await self.tried(app, "198.51.100.1", **{"x-forwarded-for": "203.0.113.7"}) == 303

    async def test_is_what_our_proxy_writes(self, app, world):
        blocked(world.a, source_key(world.house.sources.digest_of("203.0.113.7")))
        said = {"x-forwarded-for": "198.51.100.1, 203.0.113.9"}
        assert await self.tried(app, "10.0.0.1", **said) == 429
        said = {"x-forwarded-for": "203.0.113.9, 198.51.100.1"}
        assert await self.tried(app, "10.0.0.1", **said) == 303
