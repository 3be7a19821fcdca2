import re
from dataclasses import replace

import pytest
from jinja2 import UndefinedError

from app.hosted import pages
from app.hosted.frame import hrefs, language_links
from app.hosted.pages import ClientFace, Item, Problem
from app.hosted.render import environment
from app.hosted.words import LANGUAGES
from tests.app.hosted.gallery import states
from tests.app.hosted.shown import shown, state

LOCALES = tuple(LANGUAGES)
EVERY = [(locale, name) for locale in LOCALES for name in states("en")]
HOSTILE = """<script>alert(1)</script><img src=x onerror=alert(1)>"'{{7*7}}{x}%(y)s"""


class TestRender:
    @pytest.mark.parametrize(("locale", "name"), EVERY)
    def test_every_state_is_a_whole_document_in_its_language(self, locale, name):
        html = state(name, locale)
        assert html.startswith(f'<!doctype html>\n<html lang="{locale}"')
        assert html.rstrip().endswith("</html>")
        assert html.count("<h1>") == 1
        assert html.count("<main ") == 1

    @pytest.mark.parametrize(("locale", "name"), EVERY)
    def test_nothing_inline_and_nothing_from_outside(self, locale, name):
        html = state(name, locale)
        assert not re.search(r"\sstyle\s*=|<style|\son\w+\s*=|javascript:", html)
        assert re.findall(r"<script[^>]*>(?=\s*\S)", html) == re.findall(
            r'<script src="/static/[^"]+" defer>', html
        )
        loaded = re.findall(
            r'<(?:script|link|img|use|source)[^>]*(?:src|href|srcset)="([^"]+)"', html
        )
        assert loaded
        assert all(address.startswith("/") and not address.startswith("//") for address in loaded)

    @pytest.mark.parametrize("name", list(states("en")))
    def test_every_form_of_ours_carries_the_token(self, name):
        html = state(name)
        ours = [form for form in html.split("<form")[1:] if "data-send" not in form.split(">")[0]]
        assert all('name="form_token" value="tok"' in form.split("</form>")[0] for form in ours)

    @pytest.mark.parametrize("name", list(states("en")))
    def test_every_field_has_a_label(self, name):
        html = state(name)
        fields = re.findall(
            r'<input(?![^>]*(?:type="hidden"|\shidden|type="radio"))[^>]*\sid="([^"]+)"', html
        )
        assert all(f'for="{each}"' in html for each in fields)

    @pytest.mark.parametrize("name", list(states("en")))
    def test_ids_are_unique(self, name):
        found = re.findall(r'\sid="([^"]+)"', state(name))
        assert len(found) == len(set(found))

    def test_what_others_wrote_is_escaped_everywhere(self):
        client = ClientFace(HOSTILE, origin=HOSTILE, logo_href=None)
        item = Item(HOSTILE, HOSTILE, HOSTILE)
        made = states("en")
        consent = replace(
            made["consent"],
            client=client,
            needed=(item,),
            chosen=(item,),
            purpose=HOSTILE,
            display=HOSTILE,
            already=(item,),
            privacy_href=HOSTILE,
        )
        given = replace(
            made["me-consents"].given[0],
            client=client,
            chosen=(item,),
            needed=(item,),
            left_out=(item,),
            handle=HOSTILE,
        )
        for page in (
            consent,
            replace(consent, already=()),
            replace(
                made["me-consents"],
                given=(given,),
                ended=(pages.EndedConsent(client, given.given_at, "revoked"),),
            ),
            replace(
                made["me-sessions"],
                sessions=tuple(
                    replace(each, browser=HOSTILE, handle=HOSTILE)
                    for each in made["me-sessions"].sessions
                ),
            ),
            pages.Identify(
                client=client,
                identifier=HOSTILE,
                problems=(Problem(HOSTILE, "identifier"), Problem(HOSTILE)),
                hidden=((HOSTILE, HOSTILE),),
                action=HOSTILE,
            ),
            pages.Prove(client=client, username=HOSTILE, restart_href=HOSTILE),
            pages.FormPost(client=client, action=HOSTILE, hidden=(("state", HOSTILE),)),
            pages.Refused(sentence=HOSTILE, request_id=HOSTILE, code=HOSTILE, detail=HOSTILE),
        ):
            html = shown(page, label=HOSTILE, form_token=HOSTILE)
            assert "<script>" not in html
            assert "<img src=x" not in html
            assert "49" not in re.sub(r"&#\d+;|/static/\w+/", "", html)

    def test_refuses_a_page_that_lacks_something(self):
        with pytest.raises(UndefinedError):
            environment().from_string("{{ page.nothing }}").render(page=object())


class TestProblem:
    def test_stands_at_the_pages_field_whatever_the_use_case_calls_it(self):
        html = shown(
            pages.ChangePassword(
                problems=(Problem("Wrong.", "current"), Problem("Short.", "password"))
            )
        )
        assert '<a href="#current_password">Wrong.</a>' in html
        assert 'aria-describedby="new_password-hint new_password-wrong"' in html

    @pytest.mark.parametrize("field", [None, "", "elsewhere"])
    def test_leads_nowhere_when_its_field_is_not_on_the_page(self, field):
        assert "<p>Wrong.</p>" in shown(
            pages.Prove(restart_href="/", problems=(Problem("Wrong.", field),))
        )

    @pytest.mark.parametrize("name", [name for name in states("en") if name.endswith("error")])
    def test_every_link_of_a_summary_leads_to_something(self, name):
        html = state(name)
        links = re.findall(r'<p><a href="#([^"]+)">', html)
        assert links
        assert all(f'id="{each}"' in html for each in links)


class TestFrame:
    def test_a_tenant_without_a_logo_shows_its_initial_on_its_colour(self):
        assert '<span class="initial" aria-hidden="true">H</span>' in state("identify")

    def test_a_second_logo_follows_the_theme(self):
        from app.hosted.frame import Logo

        logo = Logo("/t/acme/logo", "/t/acme/logo-dark")
        page = states("en")["identify"]
        assert 'media="(prefers-color-scheme: dark)"' in shown(page, logo=logo)
        assert '<img src="/t/acme/logo-dark"' in shown(page, logo=logo, theme="dark")
        assert "logo-dark" not in shown(page, logo=logo, theme="light")

    def test_the_built_in_tenant_shows_our_mark(self):
        assert 'class="mark"' in shown(states("en")["identify"], ours=True)

    def test_a_tenant_may_take_our_mark_off(self):
        assert "By your leave" not in shown(states("en")["identify"], mark=False)

    def test_the_language_link_keeps_the_page_and_its_query(self):
        links = language_links("en")
        assert [(link.locale, link.name) for link in links] == [("de", "Deutsch")]
        query = (("step", "register"), ("lang", "en"))
        path = "/t/acme/login/x"
        assert hrefs(links, path=path, query=query) == (f"{path}?step=register&lang=de",)
        assert hrefs(links, path=path) == (f"{path}?lang=de",)
        assert hrefs(links, path=path, query=(("lang", "en"),)) == (f"{path}?lang=de",)
