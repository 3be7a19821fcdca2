"""What a stranger tries at the front door."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from e2e.house import PATIENCE
from e2e.journeys.test_person_signs_in import CANARY_PASSWORD, a_newcomer
from e2e.pages.me import Me
from e2e.pages.sign_in import PASSWORDS, ConsentPage, SignIn, back_at_the_shop


@pytest.fixture
def http(house):
    with httpx.Client(base_url=house.base_url, timeout=PATIENCE) as made:
        yield made


def form_of(page):
    """Return the hidden fields of the form a page shows."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))


def place_of(answer):
    """Return the address of a first page: its form goes there."""
    assert answer.status_code == 200
    return re.search(r'<form method="post" action="([^"]+)"', answer.text)[1]


class TestAttacker:
    def test_cannot_let_a_victim_finish_their_sign_in(self, shop, visit):
        """D1: an interaction is worth nothing in another browser."""
        attacker, victim = visit(), visit()
        attacker.goto(shop.ask().url)
        victim.goto(SignIn(attacker).place())
        expect(victim.get_by_text("started in another browser").first).to_be_visible()

    def test_cannot_keep_a_cookie_alive_past_the_sign_out(self, engine, house, shop, visit):
        """D5: the cookie of a session that was ended opens nothing."""
        page, thief = visit(), visit()
        page.goto(shop.ask().url)
        SignIn(page).register(a_newcomer(house, engine, "robbed"), CANARY_PASSWORD)
        ConsentPage(page).shown()
        thief.context.add_cookies(page.context.cookies())
        Me(thief, house).go("")
        expect(thief.get_by_role("heading", name="Your account")).to_be_visible()
        page.goto(f"{shop.issuer}/oauth2/logout")
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
        Me(thief, house).go("")
        expect(thief.get_by_role("heading", name="Sign in")).to_be_visible()

    def test_cannot_tick_a_box_that_was_not_there(self, shop, visit, counter):
        """H3: a form that was edited gives nothing that was not shown."""
        page = visit()
        asked = shop.ask("openid orders.write", prompt="consent login")
        page.goto(asked.url)
        SignIn(page).as_persona("bob")
        ConsentPage(page).shown()
        page.evaluate(
            "document.querySelector('form').insertAdjacentHTML('beforeend',"
            " '<input type=hidden name=item value=email>')"
        )
        page.get_by_role("button", name="Allow").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert not [f for _, f in counter.arrived if f.get("state") == asked.state]

    def test_cannot_send_our_form_from_elsewhere(self, http, shop):
        """D4: Origin, binding cookie and token must all be ours."""
        page = http.get(shop.ask().url)
        place = place_of(page)
        fields = {**form_of(page), "identifier": "alice"}
        for headers in ({"origin": "https://evil.test"}, {"origin": "null"}):
            refused = http.post(place, data=fields, headers=headers)
            assert refused.status_code == 403
        with httpx.Client(base_url=http.base_url, timeout=PATIENCE) as other:
            assert other.post(place, data=fields).status_code in {403, 410}
        taken = http.post(place, data=fields, headers={"origin": str(http.base_url).rstrip("/")})
        assert taken.status_code == 303

    def test_cannot_frame_a_page_or_keep_it(self, http, shop):
        """A12: the pages forbid it themselves; B16: and nothing keeps them."""
        page = http.get(shop.ask().url)
        policy = page.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "default-src 'none'" in policy or "default-src 'self'" in policy
        assert "unsafe-inline" not in policy
        assert "no-store" in page.headers["cache-control"]
        assert page.headers["referrer-policy"] in {"no-referrer", "same-origin", "strict-origin"}

    def test_sees_cookies_that_scripts_and_other_sites_do_not_get(self, http, shop, visit, house):
        """D3."""
        page = visit()
        page.goto(shop.ask("openid orders.write", prompt="consent login").url)
        SignIn(page).as_persona("bob")
        ConsentPage(page).shown()
        ours = [c for c in page.context.cookies() if "byl-" in c["name"]]
        assert {c["name"].rsplit("-", 1)[0] for c in ours} >= {"byl-s"}
        assert all(c["httpOnly"] and c["sameSite"] in {"Lax", "Strict"} for c in ours)

    def test_learns_nothing_from_who_exists(self, http, shop):
        """E1: the same status, the same headers, the same page, for known, disabled and unknown."""
        seen = set()
        for name in ("alice", "carol", "who-is-this-anyway"):
            http.cookies.clear()
            place = place_of(http.get(shop.ask().url))
            own = {"origin": str(http.base_url).rstrip("/")}
            http.post(place, data={**form_of(http.get(place)), "identifier": name}, headers=own)
            page = http.get(place)
            wrong = http.post(place, data={**form_of(page), "password": "x" * 20}, headers=own)
            shape = re.sub(r"itx_\w+|value=\"[^\"]*\"|href=\"[^\"]*\"|" + re.escape(name), "", wrong.text)  # fmt: skip
            seen.add((page.status_code, wrong.status_code, tuple(sorted(wrong.headers)), shape))
        assert len(seen) == 1

    def test_is_never_sent_on_with_the_password(self, http, shop):
        """A15: a POST is answered by 303, which drops the body."""
        place = place_of(http.get(shop.ask(prompt="login consent").url))
        own = {"origin": str(http.base_url).rstrip("/")}
        named = http.post(place, data={**form_of(http.get(place)), "identifier": "alice"}, headers=own)  # fmt: skip
        proven = http.post(
            place,
            data={**form_of(http.get(place)), "password": PASSWORDS["alice"]},
            headers=own,
        )
        assert (named.status_code, proven.status_code) == (303, 303)
        fields = form_of(http.get(place)) | {"decision": "refuse"}
        refused = http.post(place, data=fields, headers=own)
        assert refused.status_code == 303
        assert refused.headers["location"].startswith(shop.redirect_uri)

    def test_is_told_in_which_browser_a_second_tab_was_quicker(self, shop, visit, counter):
        """Two tabs of one flow: the second decision finds the flow over, and nothing breaks."""
        page = visit()
        page.goto(shop.ask("openid orders.write", prompt="consent login").url)
        SignIn(page).as_persona("bob")
        ConsentPage(page).shown()
        second = page.context.new_page()
        second.goto(page.url)
        ConsentPage(second).shown()
        ConsentPage(page).allow(duration="1 day")
        back_at_the_shop(page)
        second.get_by_role("button", name="Allow").click()
        expect(second.get_by_role("button", name="Allow")).to_have_count(0)
        expect(second.get_by_role("heading", level=1)).to_be_visible()
        assert second.url.startswith(shop.house.base_url)
