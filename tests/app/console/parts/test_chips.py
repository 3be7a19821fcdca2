import pytest

from app.console.parts.chips import Chips, Filter
from app.console.parts.fields import Choice

STATE = Filter(
    "state",
    "state",
    [Choice("enabled", "Enabled"), Choice("locked", "Locked")],
    several=True,
    negatable=True,
)
ONE = Filter("kind", "kind", [Choice("a", "A"), Choice("b", "B")])
TYPED = Filter("label", "label")


class TestRead:
    @pytest.mark.parametrize(
        ("filter_", "text", "meant"),
        [
            (STATE, "", ((), False)),
            (STATE, "enabled,locked", (("enabled", "locked"), False)),
            (STATE, "!locked", (("locked",), True)),
            (STATE, "locked,locked,pink", (("locked",), False)),
            (ONE, "a,b", (("a",), False)),
            (ONE, "!a", ((), False)),
            (TYPED, "  a,b ", (("a,b",), False)),
            (TYPED, "x" * 900, (("x" * 200,), False)),
        ],
    )
    def test_takes_only_answers_that_exist(self, filter_, text, meant):
        assert filter_.read(text) == meant


class TestChips:
    async def test_say_what_the_address_says(self, window):
        chips = Chips(window.context(query={"state": "!locked", "label": "ward"}), [STATE, TYPED])
        assert chips.values("state") == ("locked",)
        assert chips.denied("state")
        assert chips.value("label") == "ward"
        assert chips.query == {"state": "!locked", "label": "ward"}
        assert chips.names == {"state", "label"}

    async def test_follow_what_is_chosen(self, window):
        chips, seen = Chips(window.context(), [STATE]), []

        async def follow():
            seen.append(chips.query)

        chips.when_changed(follow)
        await window.tell(chips, "change", {"name": "state", "text": "enabled"})
        await window.tell(chips, "change", {"name": "nobody", "text": "enabled"})
        await window.tell(chips, "change", "nonsense")
        assert seen == [{"state": "enabled"}]
        await chips.reset()
        assert seen[-1] == {}
        assert chips.props["chosen"] == {"state": {"values": [], "denied": False}}
