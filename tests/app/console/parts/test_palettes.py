import pytest

from app.console.parts.palettes import KeysHelp, Kind, Palette, Place


class TestPalette:
    @pytest.fixture
    def told(self, monkeypatch):
        said = []
        monkeypatch.setattr(Palette, "run_method", lambda _, *what: said.append(what))
        return said

    async def test_answers_with_what_is_found(self, window, told):
        async def search(text):
            return [Place(f"found {text}", "/x", kind=Kind.DO)]

        palette = Palette(window.words, [Place("Home", "/")], search, None)
        assert palette.props["exact"] is False
        await window.tell(palette, "ask", " shop ")
        assert told[0][:2] == ("put", " shop ")
        assert told[0][2][0]["name"] == "found shop"
        await window.tell(palette, "exact", "somebody")

    async def test_does_not_look_for_what_no_identifier_can_be(self, window, told):
        looked = []

        async def search(text):
            looked.append(text)
            return []

        async def exact(text):
            looked.append(text)

        palette = Palette(window.words, [], search, exact)
        await window.tell(palette, "ask", "x" * 321)
        await window.tell(palette, "exact", "x" * 321)
        await window.tell(palette, "exact", "  ")
        assert looked == []
        await window.tell(palette, "exact", " mk ")
        assert looked == ["mk"]


class TestKeysHelp:
    async def test_tells_keys_and_ways(self, window):
        made = KeysHelp(window.words, [("Everywhere", [(("Ctrl", "K"), "search")])], {"h": "/x"})
        assert made.props["ways"] == {"h": "/x"}
        assert made.props["groups"][0]["keys"][0] == {"keys": ["Ctrl", "K"], "does": "search"}
