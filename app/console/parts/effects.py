"""What an end will stop, shown before it happens, with a reason and a count."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.console.parts.buttons import Button, Weight
from app.console.parts.dialogs import Dialog
from app.console.parts.elements import Tag, icon
from app.console.parts.fields import Field, Form
from app.console.parts.surfaces import card
from domain.kernel.errors import invalid

if TYPE_CHECKING:
    from app.console.context import PageContext

TYPED_ABOVE: Final = 50
"""More objects than this end only after their number was typed."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing that ends, or stays.

    Args:
        text: what, with its count.
        when: how fast, such as "at once"; empty for what stays.
        stays: whether it is left as it is.
    """

    text: str
    when: str = ""
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """What an end will do, and how it is said.

    Args:
        lede: one sentence on top.
        stops: what ends, then what stays.
        verb: words of the last button: verb, object, count.
        after: what can be done afterwards, one sentence.
        typed: what must be typed before; empty where the end is no erasure.
        reason: whether a reason is asked and kept in the audit trail.
        ends: whether anything ends; the last button warns of it.
    """

    lede: str
    stops: Sequence[Stop]
    verb: str
    after: str = ""
    typed: str = ""
    reason: bool = True
    ends: bool = True

    @property
    def weight(self) -> Weight:
        """Weight of the last button."""
        return Weight.ENDS if self.ends else Weight.PRIMARY


def effect_panel(
    context: PageContext, effect: Effect, act: Callable[[str], Awaitable[None]]
) -> Tag:
    """Draw the panel; the button acts with the reason that was written.

    Args:
        context: the page.
        effect: what will happen.
        act: does it, given the reason; an empty one where none was asked.

    Refuses:
        invalid_input: there is no reason, or what must be typed was not.
    """
    panel = card(context.words("What this will stop"), testid="effect")
    with panel.body, Tag("div", "", "bl-col"):
        send = _ask(context, effect, act)
        Button(context, effect.verb, send, weight=effect.weight, testid="effect.go")
        if effect.after:
            Tag("p", effect.after, "bl-xs bl-mute")
    return panel.whole


def confirm(
    context: PageContext,
    title: str,
    effect: Effect,
    act: Callable[[str], Awaitable[None]],
    *,
    count: int = 1,
    testid: str = "confirm",
) -> Dialog:
    """Ask in a dialog before something ends for many: what stops, how fast, and what stays.

    Args:
        context: the page.
        title: what is asked.
        effect: what will happen; with more than `TYPED_ABOVE` objects their number is asked to be
            typed, whatever the effect says.
        act: does it, given the reason; the dialog closes when it is done.
        count: how many objects it is about.
        testid: `page.dialog`.

    Refuses:
        invalid_input: there is no reason, or what must be typed was not.
    """
    if count > TYPED_ABOVE and not effect.typed:
        effect = replace(effect, typed=str(count))
    with context.floor:
        dialog = Dialog(title, alert=True, testid=testid)

    async def leave() -> None:
        dialog.close()

    async def go_on() -> None:
        if await send():
            dialog.close()

    with dialog.body:
        send = _ask(context, effect, act)
        if effect.after:
            Tag("p", effect.after, "bl-xs bl-mute")
    with dialog.acts:
        Button(context, context.words("Cancel"), leave, testid=f"{testid}.cancel")
        Button(context, effect.verb, go_on, weight=effect.weight, testid=f"{testid}.go")
    dialog.open()
    return dialog


def _ask(
    context: PageContext, effect: Effect, act: Callable[[str], Awaitable[None]]
) -> Callable[[], Awaitable[bool]]:
    """Draw what stops and the fields; return what sends them and tells whether it was done."""
    words = context.words
    Tag("p", effect.lede, "bl-s bl-sub")
    _stops(effect.stops)
    fields = []
    if effect.reason:
        fields.append(Field("note", words("Reason, kept in the audit trail")))
    if effect.typed:
        fields.append(Field("typed", words("Type {what} to go on", what=effect.typed)))
    form = Form(context, *fields)

    async def checked() -> None:
        note = form.text("note") if effect.reason else ""
        if effect.reason and not note:
            raise invalid("note", words("it is empty"))
        if effect.typed and form.text("typed") != effect.typed:
            raise invalid("typed", words("it is not the same"))
        await act(note)

    async def send() -> bool:
        return await form.send(checked)

    return send


def _stops(stops: Sequence[Stop]) -> None:
    with Tag("ul", "", "bl-stops"):
        for stop in stops:
            with Tag("li", "", "stay" if stop.stays else ""):
                icon("circle-check" if stop.stays else "circle-x")
                Tag("span", stop.text)
                Tag("span", stop.when, "t")
