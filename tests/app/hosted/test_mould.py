from dataclasses import replace

import pytest

from app.hosted import pages
from app.hosted.frame import language_links
from app.hosted.mould import MOULDS
from app.hosted.pages import ClientFace, Problem
from app.hosted.render import render, write
from app.hosted.words import LANGUAGES
from tests.app.hosted.gallery import states
from tests.app.hosted.shown import a_frame

HOSTILE = """<script>"'&{{7*7}}{x}%(y)s mark0e</script>"""
LOCALES = tuple(LANGUAGES)
EVERY = [(locale, name) for locale in LOCALES for name in states("en")]


def whole(page, frame):
    return write(page, frame).encode()


class TestMould:
    @pytest.mark.parametrize(("locale", "name"), EVERY)
    def test_every_page_is_as_if_it_were_written_for_this_visit(self, locale, name):
        page = states(locale)[name]
        links = language_links(locale, path="/t/acme/login/itx_1", query=[("a", HOSTILE)])
        for frame in (a_frame(locale), a_frame(locale, languages=links, form_token=HOSTILE)):
            for _ in range(2):
                assert render(page, frame=frame) == whole(page, frame)

    def test_what_one_visit_typed_is_not_on_anothers_page(self):
        frame = a_frame("en", form_token="first")
        prove = pages.Prove(restart_href="/t/acme/login/itx_1?step=identify", username="ida.brandt")
        assert b"ida.brandt" in render(prove, frame=frame)
        other = replace(prove, username=HOSTILE, restart_href="/t/acme/login/itx_2")
        second = render(other, frame=replace(frame, form_token="second"))
        assert second == whole(other, replace(frame, form_token="second"))
        assert b"ida.brandt" not in second
        assert b"first" not in second
        assert b"itx_1" not in second

    def test_a_value_that_is_there_and_one_that_is_not_make_two_pages(self):
        frame = a_frame("en")
        for page in (
            pages.Identify(),
            pages.Identify(identifier="ida.brandt", register_href="/new"),
        ):
            assert render(page, frame=frame) == whole(page, frame)

    def test_is_kept_for_the_same_page_and_made_for_another(self):
        frame = a_frame("en")
        page = pages.Identify(client=ClientFace("Mould & Son", "mould.example"))
        render(page, frame=frame)
        before = len(MOULDS)
        render(replace(page, identifier="ida.brandt"), frame=frame)
        render(replace(page, identifier="bob"), frame=replace(frame, form_token="other"))
        assert len(MOULDS) == before + 1

    def test_keeps_no_page_that_tells_of_a_problem_or_of_a_person(self):
        before = dict(MOULDS)
        made = states("en")
        render(pages.Identify(problems=(Problem(HOSTILE, "identifier"),)), frame=a_frame("en"))
        render(made["me-consents"], frame=a_frame("en"))
        assert before == MOULDS

    def test_a_tenants_own_words_are_on_its_pages_alone(self):
        page = pages.Identify()
        own = a_frame("en", own={"Sign in": "Come in"})
        assert b"<h1>Come in</h1>" in render(page, frame=own)
        assert b"<h1>Sign in</h1>" in render(page, frame=a_frame("en"))
        assert b"<h1>Step in</h1>" in render(page, frame=a_frame("en", own={"Sign in": "Step in"}))
