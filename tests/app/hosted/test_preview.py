"""The real pages with a draft's look and words; nothing on them acts."""

import re
from dataclasses import replace

import pytest

from app.hosted.brand import EDGE, TEXT
from app.hosted.mould import MOULDS
from app.hosted.preview import HostedPreview
from domain.tenants.records import Branding, Font
from tests.support.factories import a_tenant

PREVIEW = HostedPreview()
BASE = "/console/acme/preview/word"
HOSTILE = "<script>alert(1)</script>"


def shown(name="identify", *, locale="en", theme="light", texts=None, **look):
    tenant = replace(a_tenant(slug="acme", label="Acme"), branding=Branding(**look))
    page = PREVIEW.page(tenant, texts or {}, name=name, locale=locale, theme=theme, base=BASE)
    return page.decode()


class TestPage:
    @pytest.mark.parametrize("name", PREVIEW.pages)
    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_is_a_whole_page_that_does_nothing(self, name, theme):
        page = shown(name, theme=theme)
        assert page.lstrip().startswith("<!doctype html>")
        assert f'data-theme="{theme}"' in page
        assert "<script" not in page
        assert " autofocus" not in page
        assert re.findall(r'name="form_token" value="([^"]*)"', page) in ([], [""])

    def test_pushes_no_page_out_that_people_are_shown(self):
        """A hundred drafts are looked at and thrown away."""
        kept = dict(MOULDS)
        for number in range(100):
            for name in PREVIEW.pages:
                shown(name, accent=f"#{number:06x}")
        assert kept == MOULDS

    def test_takes_sheet_and_logo_from_the_draft(self):
        page = shown(logo_svg="<svg/>", logo_dark_png="AAAA")
        assert f'href="{BASE}/brand.css"' in page
        assert f'src="{BASE}/logo.svg?v=' in page
        assert f'src="{BASE}/logo-dark.png?v=' in shown(
            logo_svg="<svg/>", logo_dark_png="AAAA", theme="dark"
        )

    def test_speaks_in_the_drafts_words_and_escapes_them(self):
        page = shown(texts={"en": {"Go on": HOSTILE}})
        assert HOSTILE not in page
        assert "&lt;script&gt;" in page
        assert "Entrer" in shown(texts={"fr": {"Sign in": "Entrer"}}, locale="fr")

    def test_says_du_where_the_tenant_does_and_the_tenants_own_words_first(self):
        usual, near = shown("consent", locale="de"), shown("consent", locale="de", familiar=True)
        assert "bittet um Ihre Erlaubnis" in usual
        assert "bittet um deine Erlaubnis" in near
        assert not re.search(r"\b(Sie|Ihnen|Ihre[nmrs]?)\b", near)
        own = {"de": {"{client} asks your leave": "{client} fragt"}}
        assert "fragt" in shown("consent", locale="de", familiar=True, texts=own)

    def test_says_the_same_in_a_language_that_has_no_such_word(self):
        assert shown(familiar=True) == shown()

    def test_an_unknown_language_is_english_and_an_unknown_page_none(self):
        assert 'lang="en"' in shown(locale="../x")
        with pytest.raises(KeyError):
            shown("me")

    def test_the_mark_goes_when_it_is_removed(self):
        assert "By your leave" in shown()
        assert "By your leave" not in shown(mark=False)


class TestFile:
    def test_is_the_sheet_a_picture_or_nothing(self):
        look = Branding("#ffe600", logo_svg="<svg/>", font=Font.SERIF)
        sheet = PREVIEW.file(look, "brand.css")
        assert sheet is not None
        assert b"#ffe600" in sheet[0]
        assert PREVIEW.file(look, "logo.svg") == (b"<svg/>", "image/svg+xml")
        assert PREVIEW.file(Branding(logo_png="AAAA"), "logo.png") == (b"\0\0\0", "image/png")
        assert PREVIEW.file(look, "logo.png") is None
        assert PREVIEW.file(look, "identify") is None


class TestDerived:
    def test_measures_every_pair(self):
        for made in PREVIEW.derived(Branding("#ffe600")):
            assert all(pair.ratio >= pair.least for pair in made.pairs)
            assert {pair.least for pair in made.pairs} == {TEXT, EDGE}

    def test_keeps_the_colour_where_it_can_be_read(self):
        light, dark = PREVIEW.derived(Branding("#ffe600"))
        assert (light.button, dark.link) == ("#ffe600", "#ffe600")
        assert light.link != "#ffe600"
