import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.hosted.brand import (
    DARK,
    DEFAULT_ACCENT,
    EDGE,
    LIGHT,
    TEXT,
    brand_css,
    brand_hash,
    brand_href,
    contrast,
    derive,
)
from app.hosted.colour import from_lab, to_lab

TOKENS = Path(__file__).parents[3] / "app/hosted/static/tokens.css"
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
grounds = st.sampled_from([LIGHT, DARK])


def declared(css: str, selector: str) -> dict[str, str]:
    block = css.split(selector, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+):\s*([^;}]+)", block))


class TestDerive:
    @given(colours, grounds)
    def test_every_pair_can_be_read_whatever_colour_is_given(self, colour, ground):
        made = derive(colour, ground)
        assert contrast(made.on_accent, made.accent) >= TEXT
        assert contrast(made.on_accent, made.accent_hover) >= TEXT
        assert all(
            contrast(made.accent_text, each) >= TEXT
            for each in (*ground.surfaces, made.accent_soft)
        )
        assert all(contrast(made.accent_edge, each) >= EDGE for each in ground.surfaces)

    @given(colours, grounds)
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
        css = brand_css(colour).decode()
        if colour != DEFAULT_ACCENT:
            assert len(re.findall(r"--[a-z-]+:#[0-9a-f]{6}[;}]", css)) == 18
            dark, automatic = re.findall(r'\[data-theme="(?:dark|auto)"\]\{([^}]*)\}', css)
            assert dark == automatic

    def test_is_empty_for_the_house_colour(self):
        assert brand_css(DEFAULT_ACCENT) == b""

    def test_the_address_changes_with_the_colour(self):
        assert brand_href("/t/acme", "#ffe600") == f"/t/acme/brand.css?v={brand_hash('#ffe600')}"
        assert brand_href("/t/acme", "#ffe600") != brand_href("/t/acme", "#ffe601")


class TestColour:
    @given(colours)
    def test_a_colour_comes_back_from_the_space_it_is_moved_in(self, colour):
        back = from_lab(to_lab(colour))
        assert all(
            abs(int(back[at : at + 2], 16) - int(colour[at : at + 2], 16)) <= 1 for at in (1, 3, 5)
        )

    def test_black_on_white_is_the_most_there_is(self):
        assert contrast("#000000", "#ffffff") == pytest.approx(21)
