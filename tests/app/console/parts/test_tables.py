"""A list with everything it can have: what is loaded, ticked, offered, filtered."""

import asyncio

import pytest

from app.console.parts.acts import BulkAct, BulkBar, RowAct
from app.console.parts.chips import Chips, Filter
from app.console.parts.fields import Choice
from app.console.parts.tables import Column, Listing
from domain.kernel.errors import not_found
from domain.kernel.paging import Page

COLUMNS = [Column("name", "Name", "id"), Column("size", "Size", sortable=True)]


class Shelf:
    """Rows to load, and what was asked for."""

    def __init__(self, *names):
        self.names = names
        self.asked = []
        self.done = []
        self.fails = None

    async def load(self, wanted):
        self.asked.append(wanted)
        if self.fails:
            raise self.fails
        rows = tuple({"id": name, "name": name, "size": len(name)} for name in self.names)
        return Page(rows, b"next" if rows else None, None)

    async def one(self, row):
        self.done.append(row)

    async def many(self, rows):
        self.done.append(rows)


@pytest.fixture
def shelf():
    return Shelf("first", "second")


@pytest.fixture
def asked(monkeypatch):
    """Addresses that were written."""
    written = []
    monkeypatch.setattr("app.console.context.ui.navigate.history.replace", written.append)
    return written


def listing(context, shelf, *, chips=None, drawn=None, needs=""):
    return Listing(
        context,
        ("lists", "Things", COLUMNS),
        shelf.load,
        lambda: drawn.append("empty") if drawn is not None else None,
        acts=[
            RowAct("mute", "Mute", shelf.one, where=lambda row: row["id"] != "second"),
            RowAct("end", "End…", shelf.one, needs="things.end"),
            BulkAct("all", "All {n}", shelf.many, needs=needs),
        ],
        chips=chips,
    )


class TestActs:
    async def test_offer_what_the_row_and_the_operator_allow(self, window, shelf, asked):
        made = listing(window.context(), shelf)
        await made.show()
        assert [row["acts"] for row in made.table.props["rows"]] == [["mute"], []]
        assert list(made.table.props["acts"]) == ["mute"]
        assert made.table.props["selectable"]

    async def test_are_done_to_rows_that_were_shown_alone(self, window, shelf, asked):
        made = listing(window.context(), shelf)
        await made.show()
        for args in (["mute", "first"], ["mute", "elsewhere"], ["end", "first"], "nonsense"):
            await window.tell(made.table, "take", args)
        assert shelf.done == ["first"]

    async def test_ticks_stand_for_rows_that_were_shown_alone(self, window, shelf, asked):
        made = listing(window.context(), shelf)
        await made.show()
        await window.tell(made.table, "ticks", ["second", "elsewhere", 7, "first"])
        bar = made._bar
        assert bar.visible
        assert {"2 selected", "All 2"} <= set(window.texts(bar))
        button = bar._buttons[0][1]
        await button.press()
        assert shelf.done == [("second", "first")]
        await made.again()
        assert not bar.visible
        await button.press()
        assert len(shelf.done) == 1

    async def test_say_why_they_do_nothing_to_what_is_ticked(self, window, shelf, asked):
        act = BulkAct(
            "end", "End {n}", shelf.many, where=lambda row: row["id"] != "second", idle="All ended."
        )
        made = Listing(window.context(), ("l", "L", COLUMNS), shelf.load, list, acts=[act])
        await made.show()
        button = made._bar._buttons[0][1]
        for ticked, why, done in ((["second"], "All ended.", 0), (["second", "first"], None, 1)):
            await window.tell(made.table, "ticks", ticked)
            assert button.props.get("title") == why
            assert button.props.get("aria-disabled") == ("true" if why else None)
            await button.press()
            assert len(shelf.done) == done

    async def test_no_ticks_without_something_to_do(self, window, shelf, asked):
        made = listing(window.context(), shelf, needs="nobody.has")
        await made.show()
        assert not made.table.props["selectable"]

    async def test_untick_is_one_of_them(self, window, shelf, asked):
        cleared = []
        bar = BulkBar(
            window.context(),
            "lists",
            [],
            untick=lambda: cleared.append(True),
            widen=shelf.one,
        )
        bar.show(["a"])
        (untick,) = [
            each for each in bar.descendants() if each.props.get("data-testid") == "lists.untick"
        ]
        await untick.press()
        assert cleared == [True]


class Pages(Shelf):
    """A long list, whose pages are as large as they are asked to be."""

    def __init__(self, count):
        super().__init__()
        self.count = count

    async def load(self, wanted):
        self.asked.append(wanted)
        first = int(wanted.page.after or b"0")
        end = min(first + wanted.page.size, self.count)
        rows = tuple({"id": f"r{n}", "name": f"r{n}", "size": n} for n in range(first, end))
        return Page(rows, str(end).encode() if end < self.count else None, None)


class TestSelectAll:
    async def test_is_offered_when_the_whole_page_is_ticked_and_there_are_others(
        self, window, asked
    ):
        made = listing(window.context(), Pages(120))
        await made.show()
        here = [row["id"] for row in made.table.props["rows"]]
        await window.tell(made.table, "ticks", here[:-1])
        assert not made._bar._wider.visible
        await window.tell(made.table, "ticks", here)
        assert made._bar._wider.visible

    async def test_is_not_offered_where_this_page_is_all(self, window, asked):
        made = listing(window.context(), Pages(50))
        await made.show()
        await window.tell(made.table, "ticks", [row["id"] for row in made.table.props["rows"]])
        assert made._bar.visible
        assert not made._bar._wider.visible

    async def test_takes_what_the_filters_leave_from_every_page(self, window, asked):
        shelf = Pages(420)
        made = listing(window.context(query={"sort": "-size"}), shelf)
        await made.show()
        await made._bar._wider.press()
        assert [(each.page.size, each.sort) for each in shelf.asked[1:]] == [(200, "-size")] * 3
        assert "420 selected" in window.texts(made._bar)
        await made._bar._buttons[0][1].press()
        assert shelf.done == [tuple(f"r{n}" for n in range(420))]

    async def test_one_of_them_can_be_unticked_again(self, window, asked):
        made = listing(window.context(), Pages(120))
        await made.show()
        await made._bar._wider.press()
        await window.tell(made.table, "ticks", [f"r{n}" for n in range(119)])
        assert "119 selected" in window.texts(made._bar)

    @pytest.mark.parametrize(
        ("count", "said"), [(1000, "selected"), (1001, "selected, more match")]
    )
    async def test_stops_at_a_thousand_and_says_whether_more_match(
        self, window, asked, count, said
    ):
        made = listing(window.context(), Pages(count))
        await made.show()
        await made._bar._wider.press()
        assert f"1000 {said}" in window.texts(made._bar)

    async def test_two_filters_are_never_taken_together(self, window, asked):
        shelf = Pages(420)
        context = window.context()
        chips = Chips(context, [Filter("state", "state", [Choice("a", "A"), Choice("b", "B")])])
        made = listing(context, shelf, chips=chips)
        await made.show()
        bring = shelf.load

        async def narrowed_meanwhile(wanted):
            found = await bring(wanted)
            if len(shelf.asked) == 2:
                await made._narrow()
            return found

        made._load = narrowed_meanwhile
        await made._bar._wider.press()
        assert made._bar._ids == ()
        assert not made._bar.visible


class TestAddress:
    async def test_holds_filters_sort_and_page(self, window, shelf, asked):
        context = window.context(query={"state": "a", "tab": "x", "sort": "-size"})
        chips = Chips(context, [Filter("state", "state", [Choice("a", "A"), Choice("b", "B")])])
        made = listing(context, shelf, chips=chips)
        await made.show()
        assert asked[-1] == "/console/harbour/lists?tab=x&state=a&sort=-size"
        assert made.table.props["descending"]
        await window.tell(made.table, "turn", 1)
        assert shelf.asked[-1].page.after == b"next"
        await window.tell(chips, "change", {"name": "state", "text": "b"})
        assert shelf.asked[-1].page.after is None
        assert asked[-1] == "/console/harbour/lists?tab=x&state=b&sort=-size"
        await window.tell(made.table, "sort", "size")
        assert asked[-1].endswith("sort=size")
        await window.tell(made.table, "sort", "size")
        assert asked[-1].endswith("sort=-size")

    async def test_turning_back_where_there_is_nothing_does_nothing(self, window, shelf, asked):
        made = listing(window.context(), shelf)
        await made.show()
        await window.tell(made.table, "turn", -1)
        assert len(shelf.asked) == 1


class TestShow:
    @pytest.mark.parametrize("fault", [None, RuntimeError("broken")])
    async def test_an_older_answer_that_comes_later_is_not_shown(self, window, asked, fault):
        """It is asked twice at once, and what was asked first is answered last."""
        held, shelf = asyncio.Event(), Shelf("first")

        made = listing(window.context(), shelf)
        bring, begun = shelf.load, asyncio.Event()

        async def late(_):
            begun.set()
            await held.wait()
            if fault:
                raise fault
            return Page(({"id": "older", "name": "older", "size": 5},))

        made._load = late
        older = asyncio.ensure_future(made.show())
        await begun.wait()
        made._load = bring
        await made.show()
        held.set()
        await older
        assert [row["id"] for row in made.table.props["rows"]] == ["first"]
        assert made._whole.visible
        assert not made.table.props["busy"]


class TestNothing:
    async def test_is_drawn_by_the_page(self, window, asked):
        drawn = []
        made = listing(window.context(), Shelf(), drawn=drawn)
        await made.show()
        assert drawn == ["empty"]
        assert not made._whole.visible

    async def test_is_said_of_the_filters_where_there_are_some(self, window, asked):
        context, drawn, shelf = window.context(query={"label": "x"}), [], Shelf()
        chips = Chips(context, [Filter("label", "label")])
        made = listing(context, shelf, chips=chips, drawn=drawn)
        await made.show()
        assert drawn == []
        assert "Nothing matches these filters" in window.texts(made._instead)
        await chips.reset()
        assert drawn == ["empty"]

    @pytest.mark.parametrize("fault", [not_found("thing"), RuntimeError("broken")])
    async def test_is_told_apart_from_what_did_not_come(self, window, asked, fault, caplog):
        shelf = Shelf("first")
        shelf.fails = fault
        made = listing(window.context(), shelf)
        await made.show()
        said = " ".join(window.texts(made._instead))
        assert "Try again" in said
        assert "broken" not in said
