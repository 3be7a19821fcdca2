import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.hosted.assets import href
from app.hosted.brand import (
    DARK,
    DEFAULT_ACCENT,
    EDGE,
    LIGHT,
    TEXT,
    Style,
    brand_css,
    brand_hash,
    brand_href,
    contrast,
    derive,
    grounds,
)
from app.hosted.colour import from_lab, to_lab
from app.hosted.routes.face import picture_hash
from domain.tenants.records import CORNERS, Font, PageGround

TOKENS = Path(__file__).parents[3] / "app/hosted/static/tokens.css"
YELLOW = Style("#ffe600")
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
modes = st.sampled_from([LIGHT, DARK])


def declared(css: str, selector: str) -> dict[str, str]:
    block = css.split(selector, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+):\s*([^;}]+)", block))


class TestDerive:
    @given(colours, modes)
    def test_every_pair_can_be_read_whatever_colour_is_given(self, colour, ground):
        made = derive(colour, ground)
        assert contrast(made.on_accent, made.accent) >= TEXT
        assert contrast(made.on_accent, made.accent_hover) >= TEXT
        assert all(
            contrast(made.accent_text, each) >= TEXT
            for each in (*ground.surfaces, made.accent_soft)
        )
        assert all(contrast(made.accent_edge, each) >= EDGE for each in ground.surfaces)

    @given(colours, modes)
    def test_a_colour_that_can_be_read_stays_as_given(self, colour, ground):
        made = derive(colour, ground)
        if contrast(made.on_accent, colour) >= TEXT:
            assert made.accent == colour

    @given(colours)
    def test_ink_can_be_read_on_the_tinted_ground(self, colour):
        css = TOKENS.read_text()
        for ground, selector in ((LIGHT, ":root"), (DARK, '[data-theme="dark"]')):
            ink = declared(css, selector)
            assert contrast(ink["ink"], derive(colour, ground).accent_soft) >= TEXT

    @pytest.mark.parametrize(
        "colour", ["", "red", "#fff", "#0B6152", "#0b6152;}", "#12345g", "0b6152"]
    )
    def test_refuses_what_is_no_colour(self, colour):
        with pytest.raises(ValueError, match="not a colour"):
            derive(colour, LIGHT)

    def test_stands_on_the_grounds_of_the_tokens(self):
        css = TOKENS.read_text()
        for ground, selector in ((LIGHT, ":root"), (DARK, '[data-theme="dark"]')):
            tokens = declared(css, selector)
            assert ground.surfaces == (tokens["surface"], tokens["bg"])

    def test_the_house_colour_is_the_one_of_the_tokens(self):
        assert declared(TOKENS.read_text(), ":root")["accent"] == DEFAULT_ACCENT


class TestBrandCss:
    @given(colours)
    def test_holds_six_colours_in_three_modes_and_nothing_else(self, colour):
        css = brand_css(Style(colour)).decode()
        if colour != DEFAULT_ACCENT:
            assert len(re.findall(r"--[a-z-]+:#[0-9a-f]{6}[;}]", css)) == 18
            dark, automatic = re.findall(r'\[data-theme="(?:dark|auto)"\]\{([^}]*)\}', css)
            assert dark == automatic

    def test_is_empty_for_the_house_colour(self):
        assert brand_css(Style(DEFAULT_ACCENT)) == b""

    def test_the_address_changes_with_the_colour(self):
        assert brand_href("/t/acme", YELLOW) == f"/t/acme/brand.css?v={brand_hash(YELLOW)}"
        assert brand_href("/t/acme", YELLOW) != brand_href("/t/acme", Style("#ffe601"))


styles = st.builds(Style, colours, st.sampled_from(CORNERS), st.sampled_from(Font), st.sampled_from(PageGround))  # fmt: skip
NEEDED = {"ink": TEXT, "ink-2": TEXT, "ink-3": TEXT, "control": EDGE, "focus": EDGE}


class TestStyle:
    @given(colours)
    def test_what_stands_on_a_tinted_page_can_be_read(self, colour):
        css = TOKENS.read_text()
        style = Style(colour, ground=PageGround.TINTED)
        for ground, selector in zip(grounds(style), (":root", '[data-theme="dark"]'), strict=True):
            tokens, page = declared(css, selector), ground.surfaces[1]
            for name, need in NEEDED.items():
                assert contrast(tokens[name], page) >= need, name
            made = derive(colour, ground)
            assert contrast(made.accent_text, page) >= TEXT
            assert contrast(made.accent_edge, page) >= EDGE

    def test_a_white_page_is_white_by_light_and_as_ever_in_the_dark(self):
        light, dark = grounds(Style(ground=PageGround.WHITE))
        assert light.surfaces == ("#ffffff", "#ffffff")
        assert dark == DARK
        assert brand_css(Style(ground=PageGround.WHITE)) == b":root{--bg:#ffffff}\n"

    def test_corners_are_square_or_round_everywhere_at_once(self):
        assert b"--r-1:0;--r-2:0;--r-3:0" in brand_css(Style(corner=0))
        assert b"--r-2:12px" in brand_css(Style(corner=12))

    def test_the_font_is_loaded_from_us_and_only_when_chosen(self):
        geist = brand_css(Style(font=Font.GEIST)).decode()
        assert set(re.findall(r"url\(([^)]*)\)", geist)) == {
            href("fonts/geist-latin.woff2"),
            href("fonts/geist-latin-ext.woff2"),
        }
        assert b"url(" not in brand_css(Style("#ff4d8d", 12, Font.SERIF, PageGround.TINTED))

    @given(styles)
    def test_every_style_has_an_address_of_its_own(self, style):
        assert brand_hash(style) != brand_hash(Style()) or brand_css(style) == b""


class TestColour:
    @given(colours)
    def test_a_colour_comes_back_from_the_space_it_is_moved_in(self, colour):
        back = from_lab(to_lab(colour))
        assert all(
            abs(int(back[at : at + 2], 16) - int(colour[at : at + 2], 16)) <= 1 for at in (1, 3, 5)
        )

    def test_black_on_white_is_the_most_there_is(self):
        assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_a_picture_is_hashed_without_being_kept():
    picture = "<svg>" + "x" * 1000 + "</svg>"
    before = sys.getrefcount(picture)
    assert picture_hash(picture) == picture_hash(picture)
    assert sys.getrefcount(picture) == before
