from dataclasses import replace

import pytest

from app.hosted import mould, pages
from app.hosted.frame import Stay, hrefs
from app.hosted.mould import MOULDS
from app.hosted.pages import ClientFace, Problem
from app.hosted.render import render, write
from app.hosted.words import LANGUAGES
from tests.app.hosted.gallery import states
from tests.app.hosted.shown import a_frame

HOSTILE = """<script>"'&{{7*7}}{x}%(y)s mark0e</script>"""
LOCALES = tuple(LANGUAGES)
EVERY = [(locale, name) for locale in LOCALES for name in states("en")]
PLACE = "/t/acme/login/itx_1"


def whole(page, frame, stay):
    return write(page, frame.during(stay)).encode()


class TestMould:
    @pytest.mark.parametrize(("locale", "name"), EVERY)
    def test_every_page_is_as_if_it_were_written_for_this_visit(self, locale, name):
        page = states(locale)[name]
        frame = a_frame(locale)
        links = hrefs(frame.languages, path="/t/acme/login/itx_1", query=[("a", HOSTILE)])
        for token in ("", HOSTILE, "dG9rZW4"):
            for stay in (Stay(token), Stay(token, links), Stay(token, links, signed_in=True)):
                for _ in range(2):
                    assert render(page, frame=frame, stay=stay) == whole(page, frame, stay)

    def test_what_one_visit_typed_is_not_on_anothers_page(self):
        frame, stay = a_frame("en"), Stay("first", ("/t/acme/login/itx_1?lang=de",))
        prove = pages.Prove(restart_href=f"{PLACE}?step=identify", username="ida.brandt")
        assert b"ida.brandt" in render(prove, frame=frame, stay=stay)
        other, stay = replace(prove, username=HOSTILE, restart_href="/itx_2"), Stay("second")
        for links in ((), ("/t/acme/login/itx_2?lang=de",)):
            stay = Stay("second", links)
            second = render(other, frame=frame, stay=stay)
            assert second == whole(other, frame, stay)
            assert b"ida.brandt" not in second
            assert b"first" not in second
            assert b"itx_1" not in second

    def test_a_value_that_is_there_and_one_that_is_not_make_two_pages(self):
        frame = a_frame("en")
        for page in (
            pages.Identify(),
            pages.Identify(identifier="ida.brandt", register_href="/new"),
        ):
            assert render(page, frame=frame, stay=Stay()) == whole(page, frame, Stay())

    def test_is_kept_for_the_same_page_and_made_for_another(self):
        frame = a_frame("en")
        page = pages.Identify(client=ClientFace("Mould & Son", "mould.example"))
        render(page, frame=frame, stay=Stay("one"))
        before = len(MOULDS)
        render(replace(page, identifier="ida.brandt"), frame=frame, stay=Stay("one"))
        render(replace(page, identifier="bob"), frame=frame, stay=Stay("other"))
        assert len(MOULDS) == before + 1

    def test_the_oldest_goes_when_there_are_too_many(self, monkeypatch):
        monkeypatch.setattr(mould, "MOST", 3)
        MOULDS.clear()
        frame = a_frame("en")
        for name in "abcde":
            page = pages.Identify(client=ClientFace(name, "mould.example"))
            assert render(page, frame=frame, stay=Stay()) == whole(page, frame, Stay())
        assert len(MOULDS) == 3

    def test_keeps_no_page_that_tells_of_a_problem_or_of_a_person(self):
        before = dict(MOULDS)
        made, frame = states("en"), a_frame("en")
        problem = pages.Identify(problems=(Problem(HOSTILE, "identifier"),))
        render(problem, frame=frame, stay=Stay())
        render(made["me-consents"], frame=frame, stay=Stay())
        assert before == MOULDS

    def test_a_page_is_kept_for_its_very_frame(self):
        page = pages.Identify()
        for sentence in ("Come in", "Step in", "Come in"):
            own = a_frame("en", own={"Sign in": sentence})
            assert f"<h1>{sentence}</h1>".encode() in render(page, frame=own, stay=Stay())
        assert b"<h1>Sign in</h1>" in render(page, frame=a_frame("en"), stay=Stay())
        for label in ("One", "Two"):
            assert label.encode() in render(page, frame=a_frame("en", label=label), stay=Stay())

    def test_how_much_stands_in_ones_account_is_on_ones_own_page_alone(self):
        frame = a_frame("en")
        for consents, sessions in ((1, 1), (2, 1), (1, 2), (0, 1), (1, 1)):
            page = pages.Home(consents=consents, sessions=sessions)
            assert render(page, frame=frame, stay=Stay("t")) == whole(page, frame, Stay("t"))
