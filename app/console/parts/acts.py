"""What can be done with the rows of a list: with one, behind its "…", or with all the ticked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.console.parts.buttons import Button, Weight
from app.console.parts.elements import Tag

if TYPE_CHECKING:
    from app.console.context import PageContext

_ENDS = frozenset({Weight.BEGINS_AN_END, Weight.ENDS})


def _every(_row: Mapping[str, object]) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class RowAct:
    """One act of a row, in its "…" menu.

    Args:
        name: its word, for `data-testid`.
        label: verb and object; "…" where more is asked.
        act: does it, given the row's id.
        sign: icon.
        needs: permission without which it is not offered; the use case asks again.
        weight: how loud it is.
        where: which rows offer it.
    """

    name: str
    label: str
    act: Callable[[str], Awaitable[None]]
    sign: str = "arrow-right"
    needs: str = ""
    weight: Weight = Weight.PLAIN
    where: Callable[[Mapping[str, object]], bool] = _every

    @property
    def look(self) -> str:
        """Class word of its line."""
        return "bad" if self.weight in _ENDS else ""


@dataclass(frozen=True, slots=True)
class BulkAct:
    """One act on all ticked rows, in the bar above the head.

    Args:
        name: its word, for `data-testid`.
        label: verb; `{n}` in it is the number of ticked rows.
        act: does it, given the ticked ids in the order they were ticked.
        sign: icon.
        needs: permission without which it is not offered; the use case asks again.
        weight: how loud it is.
        where: which rows it does anything to.
        idle: why it does nothing, where none of the ticked rows is such a one.
    """

    name: str
    label: str
    act: Callable[[Sequence[str]], Awaitable[None]]
    sign: str = ""
    needs: str = ""
    weight: Weight = Weight.PLAIN
    where: Callable[[Mapping[str, object]], bool] = _every
    idle: str = ""

    def why_not(self, rows: Sequence[Mapping[str, object]]) -> str:
        """Return why it does nothing to these rows; empty where it does, or nobody knows."""
        return self.idle if rows and not any(map(self.where, rows)) else ""


Act = RowAct | BulkAct


class BulkBar(Tag):
    """What is ticked, and what can be done with it; hidden while nothing is.

    Args:
        context: the page.
        name: the list's, for `data-testid`.
        acts: what can be done.
        untick: takes every tick away.
        widen: ticks everything that matches, on other pages too.
    """

    def __init__(
        self,
        context: PageContext,
        name: str,
        acts: Sequence[BulkAct],
        *,
        untick: Callable[[], None],
        widen: Callable[[], Awaitable[None]],
    ) -> None:
        """Draw the bar, hidden."""
        super().__init__("div", "", "bl-bulk", data_testid=f"{name}.bulk")
        self._context = context
        self._name = name
        self._acts = list(acts)
        self._ids: tuple[str, ...] = ()
        self._idle: dict[str, str] = {}
        self._buttons: list[tuple[BulkAct, Button]] = []

        async def clear() -> None:
            untick()

        with self:
            self._said = Tag("b", "", role="status")
            Button(
                context,
                context.words("Untick all"),
                clear,
                weight=Weight.QUIET,
                mini=True,
                testid=f"{name}.untick",
            )
            self._wider = Button(
                context,
                context.words("Select all that match"),
                widen,
                weight=Weight.QUIET,
                mini=True,
                testid=f"{name}.widen",
            )
            Tag("span", "", "bl-grow")
            for act in acts:
                self._buttons.append((act, self._button(act)))
        self.set_visibility(False)

    def _handle_delete(self) -> None:
        super()._handle_delete()
        self._acts.clear()  # they hold the list that holds this bar
        self._buttons.clear()

    def _button(self, act: BulkAct) -> Button:
        async def do() -> None:
            if why := self._idle.get(act.name):
                self._context.toaster.done(why)
            elif self._ids:
                await act.act(self._ids)

        return Button(
            self._context,
            act.label,
            do,
            weight=act.weight,
            sign=act.sign,
            mini=True,
            testid=f"{self._name}.bulk.{act.name}",
        )

    def show(
        self,
        ids: Sequence[str],
        rows: Sequence[Mapping[str, object]] = (),
        *,
        wider: bool = False,
        most: bool = False,
    ) -> None:
        """Say how many are ticked; the acts are theirs from now on.

        Args:
            ids: what is ticked.
            rows: what they are, where all of them were shown.
            wider: whether to offer the rows of other pages as well.
            most: whether there are more that match than are taken at a time.
        """
        words, count = self._context.words, len(ids)
        self._ids = tuple(ids)
        said = words.count("{n} selected", "{n} selected", count)
        self._said.set_text(words("{selected}, more match", selected=said) if most else said)
        self._idle = {act.name: act.why_not(rows) for act in self._acts}
        for act, button in self._buttons:
            button.say(act.label.replace("{n}", str(count)))
            why = self._idle[act.name] or None
            button.set(aria_disabled="true" if why else None, title=why)
        self._wider.set_visibility(wider)
        self.set_visibility(bool(ids))
