import gzip
import re
from dataclasses import replace

import pytest

from app.hosted import pages
from app.hosted.assets import SHELF
from app.hosted.brand import Style, brand_css
from app.hosted.pages import ClientFace
from app.hosted.pages.leave import DurationChoice
from app.hosted.render import TEMPLATES
from app.hosted.words import LANGUAGES
from tests.app.hosted.gallery import states
from tests.app.hosted.shown import shown, state

LOCALES = tuple(LANGUAGES)


def squeezed(body: bytes) -> int:
    return len(gzip.compress(body, 6))


class TestIdentify:
    def test_has_one_field_for_all_identifiers(self):
        html = state("identify")
        assert 'name="identifier" type="text" autocomplete="username"' in html
        assert "Used to recognise you, then sealed." in html

    def test_shows_no_way_to_register_where_there_is_none(self):
        assert "Create an account" not in state("identify-alone")

    def test_keeps_what_was_typed_and_says_what_is_wrong_at_the_field(self):
        html = state("identify-error")
        assert "<title>Error: Sign in" in html
        assert 'role="alert"' in html
        assert '<a href="#identifier">' in html
        assert 'aria-describedby="identifier-hint identifier-wrong"' in html
        assert 'aria-invalid="true"' in html
        assert 'value="al ice"' in html

    def test_names_the_field_by_what_may_be_typed(self):
        names = {
            kinds: re.search(r'for="identifier">([^<]+)', shown(pages.Identify(kinds=kinds)))[1]
            for kinds in (("username",), ("email",), ("username", "email"), ("phone",))
        }
        assert list(names.values()) == [
            "Username",
            "E-mail address",
            "Username or e-mail",
            "Name you sign in with",
        ]


class TestProve:
    def test_shows_the_name_only_to_password_managers(self):
        html = state("prove")
        assert (
            '<input type="text" name="username" autocomplete="username" value="alice" hidden>'
            in html
        )
        assert html.count("alice") == 1

    def test_never_writes_a_password_back(self):
        assert not re.search(r'type="password"[^>]*value=', state("prove-error"))

    def test_reads_the_same_whoever_is_asked(self):
        known, unknown = (
            shown(replace(states("en")["prove-error"], username=name))
            for name in ("alice", "nobody")
        )
        assert known.replace("alice", "nobody") == unknown


class TestConsent:
    def test_nothing_is_ticked_beforehand(self):
        html = state("consent")
        assert not re.search(r'type="checkbox"[^>]*checked', html)
        assert re.findall(r'value="(\w+)" checked', html) == ["once"]

    def test_what_is_needed_has_no_box(self):
        html = state("consent")
        assert re.findall(r'name="item" value="([^"]+)"', html) == [
            "orders.read",
            "email",
            "offline_access",
        ]
        assert "Place orders" in html

    def test_refuse_comes_first_and_looks_the_same(self):
        found = re.findall(
            r'<button class="([^"]+)" type="submit" name="decision" value="(\w+)"', state("consent")
        )
        assert found == [("b choice", "refuse"), ("b choice", "allow")]

    def test_there_is_no_primary_button_and_no_autofocus(self):
        html = state("consent")
        assert "primary" not in html
        assert "autofocus" not in html

    def test_enter_presses_a_button_that_does_nothing(self):
        first = re.search(r"<button[^>]*>", state("consent"))[0]
        assert first == '<button type="submit" formmethod="dialog" hidden>'

    def test_brings_back_what_was_shown(self):
        assert '<input type="hidden" name="display" value="9f2c41d0">' in state("consent")

    def test_says_who_sees_what_and_what_refusing_does(self):
        html = state("consent")
        assert "<dt>Nobody</dt><dd>the name you typed to sign in</dd>" in html
        assert "Refusing takes you back to ACME Shop and shares nothing." in html
        assert '<a href="/t/acme/me/consents">Your consents</a>' in html

    def test_a_new_scope_asks_only_for_itself(self):
        html = state("consent-again")
        assert "<h1>ACME Shop asks for one thing more</h1>" in html
        assert re.findall(r'name="item" value="([^"]+)"', html) == ["email"]

    def test_tells_the_length_that_will_hold(self):
        cut = replace(
            states("en")["consent"],
            durations=(
                DurationChoice("once"),
                DurationChoice("P30D", states("en")["consent"].longest / 90 * 7),
            ),
        )
        html = shown(cut)
        assert "7 days" in html
        assert "30 days</span></label>" not in html


class TestFormPost:
    def test_sends_only_the_answer_to_the_client(self):
        html = state("form-post")
        assert 'action="/sent" data-send>' in html
        assert re.findall(r'<input type="hidden" name="(\w+)"', html) == ["code", "state"]
        assert "Go on to ACME Shop" in html

    def test_a_client_without_a_name_is_the_application(self):
        html = shown(pages.FormPost(client=ClientFace(""), action="/sent"))
        assert "<h1>Back to the application</h1>" in html


class TestMe:
    def test_the_menu_marks_the_place(self):
        assert '<a href="/t/acme/me/consents" aria-current="page">' in state("me-consents")

    def test_each_session_but_this_one_can_be_ended(self):
        html = state("me-sessions")
        assert re.findall(r'name="session" value="(\w+)"', html) == ["ses_1", "ses_2"]
        assert 'name="act" value="end_others"' in html
        assert "end_others" not in state("me-sessions-alone")

    def test_withdrawing_is_one_press_without_a_reason(self):
        html = state("me-consents")
        assert 'name="act" value="withdraw_all"' in html
        assert re.findall(
            r'name="item" value="([^"]+)"><button[^>]*value="withdraw_item"', html
        ) == ["orders.read", "offline_access"]
        assert re.findall(r'name="item" value="([^"]+)"><button[^>]*value="ask_again"', html) == [
            "email"
        ]

    def test_deleting_asks_for_the_word_of_the_language(self):
        assert "Type the word “delete”" in state("me-delete")
        assert "Tippen Sie das Wort „löschen“" in state("me-delete", "de")


class TestWeight:
    """Budgets of a first view and of each later one."""

    @pytest.mark.parametrize("name", ["identify", "prove", "register", "consent", "signed-out"])
    def test_a_page_is_at_most_two_kilobytes(self, name):
        assert squeezed(state(name).encode()) <= 2048

    def test_a_first_view_is_at_most_ten_kilobytes(self):
        sheets = [
            (TEMPLATES.parent / "static" / name).read_bytes()
            for name in ("tokens.css", "hosted.css", "hosted.js", "icons.svg", "mark.svg")
        ]
        assert SHELF.hash
        assert (
            sum(map(squeezed, [*sheets, brand_css(Style("#ff4d8d")), state("consent").encode()]))
            <= 10240
        )
