import pytest

from app.console.parts.elements import Tag, link
from app.console.parts.small import short_hash
from app.runtime.words import ENGLISH


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JavaScript:x", "//evil.example", "data:text/html,x", "", "x", " /x"],
)
def test_refuses_an_address_that_could_run_something(href):
    with pytest.raises(ValueError, match="path of ours"):
        link("x", href)


@pytest.mark.parametrize(("whole", "shown"), [("a" * 64, "aaaa…aaaa"), ("short", "short")])
def test_shortens_long_hashes(whole, shown):
    assert short_hash(whole) == shown


class TestDirection:
    def test_of_somebodys_words_is_their_own(self, window):
        assert [
            Tag("span", text).props.get("dir")
            for text in (
                "Harbour",
                "Zürich",
                "متجر النور (ACME)!",
                "\u2068متجر\u2069 asks your leave",
                "",
            )
        ] == [None, None, "auto", None, None]

    def test_follows_other_words(self, window):
        tag = Tag("b", "Harbour")
        assert tag.set_text("חנות") is tag
        assert (tag.text, tag.props.get("dir")) == ("חנות", "auto")
        assert "dir" not in tag.set_text("Harbour").props

    def test_is_kept_within_a_sentence(self):
        said = ENGLISH("{client} asks for {n} things", client="متجر!", n=2)
        assert said == "\u2068متجر!\u2069 asks for 2 things"
        assert ENGLISH("{client} asks", client="ACME!") == "ACME! asks"
