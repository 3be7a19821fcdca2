"""Filters as sentences: a chip says what it asks for, and all chips together are the address."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from nicegui.element import Element

from app.console.parts.fields import Choice

if TYPE_CHECKING:
    from nicegui.events import GenericEventArguments

    from app.console.context import PageContext

_NOT: Final = "!"
_BETWEEN: Final = ","
_MOST_LETTERS: Final = 200
_DAY: Final = "day"


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing a list can be narrowed by.

    Args:
        name: its word in the address.
        label: how its sentence begins, such as "state".
        options: the answers; without any, the reader types one.
        several: whether more than one answer may stand, joined by "or".
        negatable: whether "is not" is offered.
        kind: `text` or `day`, what is typed where there are no options.
    """

    name: str
    label: str
    options: Sequence[Choice] = field(default_factory=tuple)
    several: bool = False
    negatable: bool = False
    kind: str = "text"

    def read(self, text: str) -> tuple[tuple[str, ...], bool]:
        """Read what an address says: the answers that exist, and whether they are denied."""
        denied = self.negatable and text.startswith(_NOT)
        asked = text.removeprefix(_NOT) if self.negatable else text
        if not self.options:
            typed = asked.strip()[:_MOST_LETTERS]
            return ((typed,) if typed else (), denied)
        known = {option.value for option in self.options}
        found = [each for each in asked.split(_BETWEEN) if each in known]
        kept = tuple(dict.fromkeys(found))
        return (kept if self.several else kept[:1], denied)


class Chips(Element, component="bl_chips.js"):
    """The filters of one list; hand it to its `Listing`.

    Args:
        context: the page; the query of its address says what is chosen.
        filters: what can be chosen, in the order it is offered.
        testid: `page.filters`.
    """

    def __init__(
        self, context: PageContext, filters: Sequence[Filter], *, testid: str = "filters"
    ) -> None:
        """Draw the chips of the address."""
        super().__init__()
        self._filters = {each.name: each for each in filters}
        self._chosen = {each.name: each.read(context.query.get(each.name, "")) for each in filters}
        self._changed: Callable[[], Awaitable[None]] | None = None
        words = context.words
        told: dict[str, Any] = {
            "filters": [_told(each) for each in filters],
            "testid": testid,
            "words": {
                "add": words("Filter"),
                "is": words("is"),
                "not": words("is not"),
                "or": words("or"),
                "remove": words("Remove the filter"),
                "show": words("Show"),
                "link": words("Copy link"),
                "copied": words("Copied"),
            },
        }
        self.props.update(told)
        self._tell()
        self.on("change", self._asked)

    @property
    def query(self) -> dict[str, str]:
        """What is chosen, as the address has it."""
        return {
            name: (_NOT if denied else "") + _BETWEEN.join(values)
            for name, (values, denied) in self._chosen.items()
            if values
        }

    @property
    def names(self) -> frozenset[str]:
        """The words of the address that are the chips' own."""
        return frozenset(self._filters)

    def values(self, name: str) -> tuple[str, ...]:
        """Return the chosen answers of a filter; none where it is not set."""
        return self._chosen[name][0]

    def value(self, name: str) -> str:
        """Return the one answer of a filter; empty where it is not set."""
        return next(iter(self._chosen[name][0]), "")

    def denied(self, name: str) -> bool:
        """Tell whether a filter says "is not"."""
        return self._chosen[name][1]

    def when_changed(self, act: Callable[[], Awaitable[None]]) -> None:
        """Have something done whenever the reader chooses otherwise."""
        self._changed = act

    def _handle_delete(self) -> None:
        super()._handle_delete()
        self._changed = None  # the list they narrow holds them

    async def reset(self) -> None:
        """Take every filter away."""
        self._chosen = dict.fromkeys(self._chosen, ((), False))
        await self._follow()

    async def _asked(self, event: GenericEventArguments) -> None:
        told = event.args if isinstance(event.args, dict) else {}
        wanted = self._filters.get(str(told.get("name")))
        if wanted is None:
            return
        self._chosen[wanted.name] = wanted.read(str(told.get("text", "")))
        await self._follow()

    async def _follow(self) -> None:
        self._tell()
        if self._changed is not None:
            await self._changed()

    def _tell(self) -> None:
        self.props["chosen"] = {
            name: {"values": list(values), "denied": denied}
            for name, (values, denied) in self._chosen.items()
        }


def _told(one: Filter) -> dict[str, object]:
    return {
        "name": one.name,
        "label": one.label,
        "options": [{"value": o.value, "label": o.label} for o in one.options],
        "several": one.several,
        "negatable": one.negatable,
        "input": "date" if one.kind == _DAY else "text",
    }
