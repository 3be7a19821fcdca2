"""A modal dialog: focus goes in, Esc is the safe answer, focus comes back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from nicegui.element import Element

from app.console.parts.buttons import Button, Weight
from app.console.parts.elements import Tag
from app.console.parts.small import CopyButton, notice

if TYPE_CHECKING:
    from app.console.context import PageContext


class Dialog(Element, component="bl_dialog.js"):
    """A dialog over the page; never one over another.

    Args:
        title: what it is about.
        alert: whether it warns.
        testid: `page.dialog`.
    """

    def __init__(self, title: str, *, alert: bool = False, testid: str = "") -> None:
        """Make the dialog, closed; fill `body` and `acts`."""
        super().__init__()
        titled = f"d-{self.id}"
        self.props["titled"] = titled
        self.props["alert"] = alert
        self.props["open"] = False
        if testid:
            self.props["data-testid"] = testid
        with self:
            Tag("h2", title, id=titled)
            self.body = Tag("div", "", "bl-col")
            self.acts = Tag("div", "", "acts")
        self.on("dismiss", self.close, args=[])

    def open(self) -> None:
        """Show it."""
        self.props["open"] = True

    def close(self) -> None:
        """Hide it."""
        self.props["open"] = False


def show_once(
    context: PageContext,
    title: str,
    secret: str,
    sentence: str,
    *,
    after: Callable[[], None] | None = None,
) -> Dialog:
    """Show a secret this one time: after the dialog closes nobody can read it again.

    Args:
        context: the page.
        title: what it is.
        secret: what is shown.
        sentence: what to do with it now.
        after: what happens once the dialog is closed.
    """
    words = context.words
    with context.floor:
        dialog = Dialog(title, testid="once")

    async def forget() -> None:
        dialog.close()
        dialog.body.clear()
        if after is not None:
            after()

    with dialog.body:
        Tag("p", sentence, "bl-sub")
        with Tag("div", "", "bl-secret"):
            Tag("code", secret, "bl-mono", data_testid="once.secret")
            CopyButton(words, secret, name=words("Copy"), label=words("Copy"), look="bl-btn mini")
        notice(words("It is shown this once. We keep no copy that can be read."))
    with dialog.acts:
        Button(context, words("I have kept it"), forget, weight=Weight.PRIMARY, testid="once.close")
    dialog.on("dismiss", forget, args=[])
    dialog.open()
    return dialog


def ask(
    context: PageContext,
    title: str,
    act: Callable[[Dialog], Awaitable[None]],
    *,
    verb: str,
    weight: Weight = Weight.PRIMARY,
    testid: str = "",
) -> Dialog:
    """Make a dialog with a safe answer and one that acts; the caller fills its body.

    Args:
        context: the page.
        title: what is asked.
        act: what the second button does; closes the dialog itself when it is done.
        verb: words of that button: verb, object, count.
        weight: how loud it is.
        testid: `page.dialog`.
    """
    with context.floor:
        dialog = Dialog(title, alert=weight is Weight.ENDS, testid=testid)

    async def leave() -> None:
        dialog.close()

    async def go_on() -> None:
        await act(dialog)

    with dialog.acts:
        Button(context, context.words("Cancel"), leave)
        Button(context, verb, go_on, weight=weight, testid=f"{testid}.go" if testid else "")
    return dialog
