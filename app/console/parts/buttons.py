"""Buttons: verb and object on them, one primary a page, no second press while the first runs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from app.console.parts.doing import attempt
from app.console.parts.elements import Tag, icon, link

if TYPE_CHECKING:
    from app.console.context import PageContext


class Weight(StrEnum):
    """How loud a button is."""

    PRIMARY = "pri"
    PLAIN = ""
    QUIET = "ghost"
    BEGINS_AN_END = "bad"
    ENDS = "bad-solid"


class Button(Tag):
    """A button that awaits its act.

    Args:
        context: the page it stands on; refusals and faults are told there.
        text: verb, object, and the count where there is one.
        act: what it does.
        weight: how loud it is.
        sign: icon before the words; empty for none.
        sign_after: icon after the words, for what goes on.
        mini: small, for rows.
        testid: `page.part[.id]`.
    """

    def __init__(  # noqa: PLR0913 - each is one word on a call
        self,
        context: PageContext,
        text: str,
        act: Callable[[], Awaitable[object]],
        *,
        weight: Weight = Weight.PLAIN,
        sign: str = "",
        sign_after: str = "",
        mini: bool = False,
        testid: str = "",
    ) -> None:
        """Draw the button."""
        look = " ".join(word for word in ("bl-btn", weight.value, "mini" if mini else "") if word)
        super().__init__("button", "", look, type="button", data_testid=testid or None)
        self._context = context
        self._act = act
        self._running = False
        with self:
            if sign:
                icon(sign)
            self._said = Tag("span", text)
            if sign_after:
                icon(sign_after)
        self.on("click", self.press, args=[])

    def say(self, text: str) -> None:
        """Put other words on it, such as another count."""
        self._said.set_text(text)

    def weigh(self, weight: Weight) -> None:
        """Make it as loud as it is now: one act of a page comes first, and which one may change."""
        self.classes(remove=" ".join(each.value for each in Weight if each.value), add=weight.value)

    def _handle_delete(self) -> None:
        super()._handle_delete()
        self._act = _nothing  # what it did holds the page, and the page the button: a ring

    async def press(self) -> None:
        """Do what the button does, unless it is at it already."""
        if self._running:
            return
        self._running = True
        self.set(aria_busy="true")
        try:
            await attempt(self._context, self._act)
        finally:
            self._running = False
            if not self.is_deleted:
                self.set(aria_busy=None)


async def _nothing() -> None:
    """Do what a button does that is gone."""


def go_button(
    text: str, href: str, *, weight: Weight = Weight.PLAIN, sign: str = "", testid: str = ""
) -> Tag:
    """Make a link that looks like a button: it leads somewhere and does nothing."""
    look = f"bl-btn {weight.value}".strip()
    made = link("", href, look, data_testid=testid or None)
    with made:
        if sign:
            icon(sign)
        Tag("span", text)
    return made
