"""What a tenant and its people wrote keeps its own direction on every page."""

import re
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser

import pytest

from app.hosted.frame import FooterLink
from app.hosted.pages import ClientFace, Item
from app.hosted.render import write
from app.hosted.words import LANGUAGES
from tests.app.hosted.gallery import states
from tests.app.hosted.shown import a_frame

NAME = "متجر النور (ACME)!"
ARABIC = re.compile("[\u0600-\u06ff]")
SET_APART = re.compile("\u2068[^\u2069]*\u2069")
NEVER_CLOSED = {"meta", "link", "input", "img", "source", "br"}
TYPED = {"input", "textarea"}
EVERY = [(locale, name) for locale in LANGUAGES for name in states("en")]


def written_in_arabic(page):
    """Return a page whose tenant's and clients' words are all Arabic."""
    if isinstance(page, ClientFace):
        return replace(page, name=NAME)
    if isinstance(page, Item):
        return replace(page, label=NAME, sentence=NAME)
    if isinstance(page, tuple):
        return tuple(written_in_arabic(each) for each in page)
    if not is_dataclass(page):
        return page
    own = {each.name: written_in_arabic(getattr(page, each.name)) for each in fields(page)}
    return replace(page, **own | {n: NAME for n in ("purpose", "identifier") if own.get(n)})


class Astray(HTMLParser):
    """Collects Arabic words whose direction is left to the page around them."""

    def __init__(self):
        super().__init__()
        self.seen = 0
        self.found = []
        self._open = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        kept = tag == "bdi" or given.get("dir") == "auto"
        for name, value in attrs:
            if not (tag in TYPED and name == "value" and kept):
                self._look(value or "", f"<{tag} {name}>")
        if tag not in NEVER_CLOSED:
            self._open.append(kept)

    def handle_endtag(self, tag):
        self._open.pop()

    def handle_data(self, data):
        self.seen += bool(ARABIC.search(data))
        if not any(self._open):
            self._look(data, "text")

    def _look(self, text, where):
        alone = len(text.strip()) == 1  # the letter that stands for a logo
        if not alone and ARABIC.search(SET_APART.sub("", text)):
            self.found.append(f"{where}: {text.strip()}")


class TestDirection:
    @pytest.mark.parametrize(("locale", "name"), EVERY)
    def test_is_everybodys_own(self, locale, name):
        frame = a_frame(locale, label=NAME, footer=(FooterLink(NAME, "/t/acme/1"),))
        astray = Astray()
        astray.feed(write(written_in_arabic(states(locale)[name]), frame))
        assert astray.seen
        assert astray.found == []

    def test_of_latin_words_is_kept_on_a_page_read_from_the_right(self):
        html = write(states("en")["signed-out"], a_frame("en", label="ACME!"))
        assert "signed in with ACME!." in html
        rtl = replace(a_frame("en", label="ACME!"), locale="ar", own={"x": "y"})
        html = write(states("en")["signed-out"], rtl)
        assert 'dir="rtl"' in html
        assert "signed in with \u2068ACME!\u2069." in html
