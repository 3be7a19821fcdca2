"""A page that has nothing to show yet, and a page whose content did not come."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from nicegui.element import Element

from app.console.parts.buttons import Button, Weight, go_button
from app.console.parts.elements import Tag, furnish, icon
from app.console.parts.small import short_id

if TYPE_CHECKING:
    from app.console.context import PageContext


def empty_state(sentence: str, meaning: str, *, sign: str, testid: str = "") -> Tag:
    """Draw an empty list: what it is, and below it the ways to start.

    Args:
        sentence: names the state, as a title.
        meaning: says what the thing is.
        sign: icon of the tile.
        testid: `page.empty`.

    Returns:
        The block; put the first and second act into it.
    """
    made = Tag("div", "", "bl-empty", data_testid=testid or None)
    with made:
        with Tag("div", "", "art"):
            icon(sign)
        Tag("h2", sentence)
        Tag("p", meaning)
    return made


def error_state(
    context: PageContext, sentence: str, reference: str, again: Callable[[], Awaitable[None]]
) -> Tag:
    """Draw what stands where content did not come.

    Args:
        context: the page.
        sentence: what did not come, as a title.
        reference: stands in the log; empty when there is nothing to look up.
        again: tries once more.
    """
    words = context.words
    made = Tag("div", "", "bl-empty", role="alert")
    with made:
        with Tag("div", "", "art bad"):
            icon("server")
        Tag("h2", sentence)
        Tag("p", words("Nothing was changed. Sign-ins go on; they do not need this page."))
        with Tag("div", "", "bl-row"):
            Button(context, words("Try again"), again, weight=Weight.PRIMARY, sign="refresh-cw")
        if reference:
            with Tag("p", "", "bl-s bl-mute"):
                Tag("span", words("If you ask for help, name") + " ")
                short_id(words, reference)
    return made


class _Waiting(Element, component="bl_wait.js"):
    def __init__(self, words: str) -> None:
        super().__init__()
        furnish(self, {"words": words})


def waiting(context: PageContext) -> Element:
    """Draw the shape of a page that is on its way; it shows itself after 300 ms."""
    return _Waiting(context.words("The page is coming"))


def nothing_here(context: PageContext) -> Tag:
    """Draw the page for an address of this tenant that leads nowhere."""
    words = context.words
    made = empty_state(
        words("There is nothing at this address"),
        words("The page may have moved, or the object may have been erased."),
        sign="map-pin",
        testid="nothing",
    )
    with made:
        go_button(words("Home"), context.href("/"), sign="house", testid="nothing.home")
    return made
