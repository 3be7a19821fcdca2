"""Lists, a page at a time: native table, keyset paging, and their state in the address."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.console.parts.acts import Act, BulkAct, BulkBar, RowAct
from app.console.parts.address import PAGE_WORDS, page_query, page_wanted
from app.console.parts.buttons import Button
from app.console.parts.doing import attempt, new_reference, refusal_sentence
from app.console.parts.elements import Tag
from app.console.parts.matching import goes_on, matching
from app.console.parts.native_tables import BlTable, Column, Row
from app.console.parts.states import empty_state, error_state
from domain.kernel.errors import Refusal
from domain.kernel.paging import Page, PageRequest

if TYPE_CHECKING:
    from nicegui.events import GenericEventArguments

    from app.console.context import PageContext
    from app.console.parts.chips import Chips

__all__ = ["BlTable", "Column", "Listing", "Row", "Wanted"]
LOGGER: Final = logging.getLogger("byleave.console")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for.

    Args:
        page: which page.
        sort: column, with a leading hyphen for descending; empty for the list's own order.
    """

    page: PageRequest
    sort: str = ""


class Listing:
    """A table with its foot, loaded a page at a time.

    Args:
        context: the page.
        table: its name, label and columns.
        load: brings one page.
        empty: draws what stands there when the list is empty.
        acts: what rows and ticks offer; ticks appear when there is a `BulkAct` to do.
        chips: its filters; the list follows them, and says so when they leave nothing.
    """

    def __init__(
        self,
        context: PageContext,
        table: tuple[str, str, Sequence[Column]],
        load: Callable[[Wanted], Awaitable[Page[Row]]],
        empty: Callable[[], None],
        *,
        acts: Sequence[Act] = (),
        chips: Chips | None = None,
    ) -> None:
        """Draw the empty list; `await show()` fills it."""
        self._context = context
        self._load = load
        self._empty = empty
        self._chips = chips
        own = PAGE_WORDS | (chips.names if chips else frozenset())
        self._filters = {k: v for k, v in context.query.items() if k not in own}
        self._wanted = Wanted(page_wanted(context.query), self._filters.pop("sort", ""))
        self._page: Page[Row] = Page(())
        self._asked = 0
        self._name = table[0]
        self._seen: dict[str, Row | None] = {}
        self._acts = {act.name: act for act in acts if not act.needs or context.may(act.needs)}
        self._whole = Tag("div")
        with self._whole:
            self._draw_whole(table)
        self._instead = Tag("div")
        if chips is not None:
            chips.when_changed(self._narrow)

    def _draw_whole(self, table: tuple[str, str, Sequence[Column]]) -> None:
        context, allowed = self._context, self._acts.values()
        bulk = [act for act in allowed if isinstance(act, BulkAct)]
        self._bar = BulkBar(context, self._name, bulk, untick=self.untick, widen=self._widen)
        self.table = BlTable(*table)
        self.table.equip(context.words, self._acts, ticks=bool(bulk))
        with Tag("div", "", "bl-foot"):
            self._count = Tag("span", "", role="status")
            with Tag("div", "", "acts"):
                self._back = self._turner(context.words("Back"), "back", self._turn_back)
                self._next = self._turner(context.words("Next"), "next", self._turn_on)
        self.table.on("sort", self._sort)
        self.table.on("ticks", self._ticked)
        self.table.on("take", self._take)
        self.table.on("turn", self._turned)

    async def show(self) -> None:
        """Load the page that is wanted and show it, or say that it did not come.

        Where it is asked for again meanwhile, only the answer to what was asked last is shown.
        """
        self._asked += 1
        mine, page = self._asked, self._page
        self.table.props["busy"] = True
        sentence, reference, begun = "", "", time.perf_counter()
        try:
            page = await self._load(self._wanted)
        except Refusal as refusal:
            sentence = refusal_sentence(self._context.words, refusal)
        except Exception:
            sentence = self._context.words("The list did not come")
            reference = new_reference()
            LOGGER.exception("console list failed, reference %s", reference)
        if mine != self._asked:
            return
        self._page = page
        self.table.props["busy"] = False
        self._draw(sentence, reference, time.perf_counter() - begun)

    async def again(self) -> None:
        """Take the ticks away and load the same page anew, after something was done."""
        self.untick()
        await self.show()

    def untick(self) -> None:
        """Take every tick away."""
        self.table.run_method("put", [])
        self._bar.show(())

    def filter(self, **filters: str) -> None:
        """Ask for other filters from the first page on; `await show()` brings it."""
        self._filters = {name: value for name, value in filters.items() if value}
        self._wanted = Wanted(PageRequest(), self._wanted.sort)

    async def _narrow(self) -> None:
        self._wanted = Wanted(PageRequest(), self._wanted.sort)
        await self.again()

    def _draw(self, failure: str, reference: str, seconds: float) -> None:
        rows = self._page.rows
        self._whole.set_visibility(bool(rows) and not failure)
        self._instead.clear()
        with self._instead:
            if failure:
                error_state(self._context, failure, reference, self.show)
            elif not rows:
                self._draw_nothing()
        self._seen |= {str(row["id"]): row for row in rows}
        sort = self._wanted.sort
        self.table.props["sort"] = sort.removeprefix("-")
        self.table.props["descending"] = sort.startswith("-")
        self.table.show(rows)
        shown = self._context.words.count("{n} shown", "{n} shown", len(rows))
        self._count.set_text(f"{shown} · {round(seconds * 1000)} ms")
        self._back.set(aria_disabled=None if self._page.previous else "true")
        self._next.set(aria_disabled=None if self._page.next else "true")
        filters = {**self._filters, **(self._chips.query if self._chips else {})}
        self._context.remember(**filters, sort=sort, **page_query(self._wanted.page))

    def _draw_nothing(self) -> None:
        words, chips = self._context.words, self._chips
        if chips is None or not chips.query:
            self._empty()
            return
        said = (
            words("Nothing matches these filters"),
            words("Without them there may be more to see."),
        )
        with empty_state(*said, sign="list-filter", testid=f"{self._name}.nothing"):
            testid = f"{self._name}.clear"
            Button(self._context, words("Clear filters"), chips.reset, sign="x", testid=testid)

    def _turner(self, text: str, part: str, act: Callable[[], Awaitable[None]]) -> Button:
        return Button(
            self._context,
            text,
            act,
            sign="arrow-left" if part == "back" else "",
            sign_after="arrow-right" if part == "next" else "",
            mini=True,
            testid=f"{self._name}.{part}",
        )

    async def _turn_back(self) -> None:
        if self._page.previous is not None:
            await self._turn(PageRequest(after=self._page.previous, backward=True))

    async def _turn_on(self) -> None:
        if self._page.next is not None:
            await self._turn(PageRequest(after=self._page.next))

    async def _turn(self, page: PageRequest) -> None:
        self._wanted = Wanted(page, self._wanted.sort)
        await self.show()

    async def _turned(self, event: GenericEventArguments) -> None:
        await (self._back if event.args == -1 else self._next).press()

    async def _sort(self, event: GenericEventArguments) -> None:
        column = str(event.args)
        descending = self._wanted.sort == column
        self._wanted = Wanted(PageRequest(), f"-{column}" if descending else column)
        await self.show()

    def _ticked(self, event: GenericEventArguments) -> None:
        told = event.args if isinstance(event.args, list) else []
        ticked = [each for each in told if each in self._seen]
        here = {str(row["id"]) for row in self._page.rows}
        wider = goes_on(self._page) and here.issubset(ticked)
        self._bar.show(ticked, self._rows(ticked), wider=wider)

    def _rows(self, ids: Sequence[str]) -> list[Row]:
        """Return the rows of these ids; none where one was never shown."""
        rows = [row for row in (self._seen.get(each) for each in ids) if row is not None]
        return rows if len(rows) == len(ids) else []

    async def _widen(self) -> None:
        wanted = self._wanted
        found = await matching(lambda page: self._load(replace(wanted, page=page)))
        if self._wanted is wanted:  # else it is another list by now: what was found may be of both
            self._seen = dict.fromkeys(found.ids) | self._seen
            self.table.run_method("put", list(found.ids))
            self._bar.show(found.ids, self._rows(found.ids), most=found.more)

    async def _take(self, event: GenericEventArguments) -> None:
        name, row = event.args if isinstance(event.args, list) else ("", "")
        act = self._acts.get(str(name))
        if isinstance(act, RowAct) and row in self._seen:
            chosen = act
            await attempt(self._context, lambda: chosen.act(str(row)))
