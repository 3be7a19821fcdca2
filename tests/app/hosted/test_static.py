import re
from pathlib import Path

import pytest

from app.hosted.assets import SHELF, href

ROOM = Path(__file__).parents[3] / "app/hosted"
STATIC = ROOM / "static"
TOKENS = (STATIC / "tokens.css").read_text()
SHEET = (STATIC / "hosted.css").read_text()
WHOLE = (ROOM.parent / "console/static/tokens.css").read_text()


def tokens(css: str, selector: str) -> dict[str, str]:
    block = css.split(selector, 1)[1].split("}", 1)[0]
    return {
        name: value.strip()
        for name, value in re.findall(r"(--[\w-]+):\s*([^;]+);", re.sub(r"/\*.*?\*/", "", block))
    }


class TestHref:
    def test_the_address_holds_the_hash(self):
        assert href("hosted.css") == f"/static/{SHELF.hash}/hosted.css"

    def test_refuses_a_file_that_is_not_there(self):
        with pytest.raises(KeyError):
            href("hosted.min.css")


class TestTokens:
    @pytest.mark.parametrize("selector", [":root {", '[data-theme="dark"]'])
    def test_are_those_of_the_whole_set(self, selector):
        whole = tokens(WHOLE, selector)
        assert {name: whole[name] for name in tokens(TOKENS, selector)} == tokens(TOKENS, selector)

    def test_dark_and_automatic_are_equal(self):
        assert tokens(TOKENS, '[data-theme="dark"]') == tokens(TOKENS, '[data-theme="auto"]')

    def test_hold_all_the_sheet_uses_and_no_more(self):
        used = set(re.findall(r"var\((--[\w-]+)", SHEET + TOKENS))
        assert used == set(tokens(TOKENS, ":root {"))

    def test_a_colour_is_written_nowhere_else(self):
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?![\w-]*\s*\{)|rgb\(|hsl\(", SHEET)


class TestSprite:
    def test_holds_what_pages_show_and_no_more(self):
        held = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
        written = (
            "".join(path.read_text() for path in ROOM.glob("templates/*.html"))
            + (ROOM / "phrases.py").read_text()
        )
        assert held == {each for each in held if f'"{each}"' in written or f"#{each}" in written}
        assert set(re.findall(r'icon\("([\w-]+)"', written)) <= held

    def test_its_licence_lies_beside_it(self):
        assert "ISC License" in (STATIC / "ICONS-LICENSE.txt").read_text()


class TestSheet:
    def test_every_class_of_the_templates_is_styled_or_known(self):
        written = "".join(path.read_text() for path in ROOM.glob("templates/*.html"))
        plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", written)
        used = {name for each in re.findall(r'class="([^"]*)"', plain) for name in each.split()}
        styled = set(re.findall(r"\.([a-z][\w-]*)", SHEET))
        assert used - styled == set()
