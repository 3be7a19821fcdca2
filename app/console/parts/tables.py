"""Lists, a page at a time: native table, keyset paging, and their state in the address."""

from __future__ import annotations

import base64
import binascii
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from nicegui.element import Element

from app.console.parts.buttons import Button
from app.console.parts.doing import new_reference, refusal_sentence
from app.console.parts.elements import Tag
from app.console.parts.states import error_state
from domain.kernel.errors import Refusal
from domain.kernel.paging import Page, PageRequest

if TYPE_CHECKING:
    from nicegui.events import GenericEventArguments

    from app.console.context import PageContext

Row = Mapping[str, object]
LOGGER: Final = logging.getLogger("byleave.console")
_AFTER: Final = "after"
_BACK: Final = "back"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Args:
        name: key in the rows.
        label: its heading, in the reader's language.
        kind: `text`, `id` or `link` (both lead to the row's `href`), `badge` (see `badge_cell`),
            `time` (relative, ISO text), `day` (absolute), `mono`, `act` (a button, these words).
        align: `end` for numbers.
        sortable: whether the load sorts by it.
        quiet: whether the heading is for screen readers alone.
    """

    name: str
    label: str
    kind: str = "text"
    align: str = ""
    sortable: bool = False
    quiet: bool = False


class BlTable(Element, component="bl_table.js"):
    """The native table; its rows are plain mappings with an `id` and, for links, an `href`.

    Args:
        name: `page.part`, for `data-testid`.
        label: accessible name.
        columns: what is shown.
    """

    def __init__(self, name: str, label: str, columns: Sequence[Column]) -> None:
        """Draw an empty table."""
        super().__init__()
        told: dict[str, Any] = {
            "name": name,
            "label": label,
            "columns": [asdict(column) for column in columns],
            "rows": [],
            "ticked": [],
            "sort": "",
            "descending": False,
            "selectable": False,
            "busy": False,
            "words": {},
        }
        self.props.update(told)

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows instead."""
        self.props["rows"] = [dict(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for.

    Args:
        page: which page.
        sort: column, with a leading hyphen for descending; empty for the list's own order.
    """

    page: PageRequest
    sort: str = ""


def page_wanted(query: Mapping[str, str]) -> PageRequest:
    """Read the page from an address; what cannot be read is the first page."""
    try:
        after = base64.urlsafe_b64decode(query.get(_AFTER, "") + "==")
    except (binascii.Error, ValueError):
        after = b""
    return PageRequest(after=after or None, backward=bool(after) and query.get(_BACK) == "1")


def page_query(request: PageRequest) -> dict[str, str]:
    """Write a page into an address; the first page is left out."""
    if request.after is None:
        return {}
    after = base64.urlsafe_b64encode(request.after).rstrip(b"=").decode()
    return {_AFTER: after, _BACK: "1" if request.backward else ""}


class Listing:
    """A table with its foot, loaded a page at a time.

    Args:
        context: the page.
        table: its name, label and columns.
        load: brings one page.
        empty: draws what stands there when the list is empty.
    """

    def __init__(
        self,
        context: PageContext,
        table: tuple[str, str, Sequence[Column]],
        load: Callable[[Wanted], Awaitable[Page[Row]]],
        empty: Callable[[], None],
    ) -> None:
        """Draw the empty list; `await show()` fills it."""
        self._context = context
        self._load = load
        self._empty = empty
        self._filters = {k: v for k, v in context.query.items() if k not in {_AFTER, _BACK}}
        self._wanted = Wanted(page_wanted(context.query), self._filters.pop("sort", ""))
        self._page: Page[Row] = Page(())
        self._name = table[0]
        self._whole = Tag("div")
        with self._whole:
            self.table = BlTable(*table)
            with Tag("div", "", "bl-foot"):
                self._count = Tag("span", "", role="status")
                with Tag("div", "", "acts"):
                    self._back = self._turner(context.words("Back"), "back", self._turn_back)
                    self._next = self._turner(context.words("Next"), "next", self._turn_on)
        self._instead = Tag("div")
        self.table.on("sort", self._sort)

    async def show(self) -> None:
        """Load the page that is wanted and show it, or say that it did not come."""
        self.table.props["busy"] = True
        sentence, reference = "", ""
        try:
            self._page = await self._load(self._wanted)
        except Refusal as refusal:
            sentence = refusal_sentence(self._context.words, refusal)
        except Exception:
            sentence = self._context.words("The list did not come")
            reference = new_reference()
            LOGGER.exception("console list failed, reference %s", reference)
        self.table.props["busy"] = False
        self._draw(sentence, reference)

    def filter(self, **filters: str) -> None:
        """Ask for other filters from the first page on; `await show()` brings it."""
        self._filters = {name: value for name, value in filters.items() if value}
        self._wanted = Wanted(PageRequest(), self._wanted.sort)

    def _draw(self, failure: str, reference: str) -> None:
        words, rows = self._context.words, self._page.rows
        self._whole.set_visibility(bool(rows) and not failure)
        self._instead.clear()
        with self._instead:
            if failure:
                error_state(self._context, failure, reference, self.show)
            elif not rows:
                self._empty()
        sort = self._wanted.sort
        self.table.props["sort"] = sort.removeprefix("-")
        self.table.props["descending"] = sort.startswith("-")
        self.table.show(rows)
        self._count.set_text(words.count("{n} shown", "{n} shown", len(rows)))
        self._back.set(aria_disabled=None if self._page.previous else "true")
        self._next.set(aria_disabled=None if self._page.next else "true")
        self._context.remember(**self._filters, sort=sort, **page_query(self._wanted.page))

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

    async def _sort(self, event: GenericEventArguments) -> None:
        column = str(event.args)
        descending = self._wanted.sort == column
        self._wanted = Wanted(PageRequest(), f"-{column}" if descending else column)
        await self.show()
