"""The page head, cards, tiles, tabs and facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nicegui import ui

from app.console.parts.elements import Tag, icon, link

if TYPE_CHECKING:
    from app.console.context import PageContext


@dataclass(frozen=True, slots=True)
class Head:
    """The two places of a page head that a page may fill.

    Args:
        beside: next to the title, for badges.
        acts: at the end of the line, for buttons.
    """

    beside: Tag
    acts: Tag


def page_head(
    context: PageContext,
    title: str,
    *,
    crumbs: Sequence[tuple[str, str]] = (),
    lede: str = "",
    mono: bool = False,
    called: str = "",
) -> Head:
    """Draw the head of a page; its `h1` takes the focus after navigation.

    Args:
        context: the page.
        title: what the page is.
        crumbs: words and paths of what stands above it; an empty path is no link.
        lede: one sentence below the title.
        mono: whether the title is an id.
        called: what the window is called by, where that is not the title.
    """
    ui.page_title(" · ".join(dict.fromkeys((called or title, context.tenant.name, "Byleave"))))
    if crumbs:
        with Tag("nav", "", "bl-crumb", aria_label=context.words("Where you are")):
            for number, (text, path) in enumerate(crumbs):
                if number:
                    icon("chevron-right")
                if path:
                    link(text, context.href(path))
                else:
                    Tag("span", text)
    with Tag("div", "", "bl-title"):
        Tag("h1", title, "bl-mono" if mono else "", tabindex=-1)
        beside = Tag("div", "", "bl-row bl-wrap")
        acts = Tag("div", "", "acts")
    if lede:
        Tag("p", lede, "bl-lede")
    return Head(beside, acts)


@dataclass(frozen=True, slots=True)
class Card:
    """A surface with a head and a body; `more` is the end of its head.

    Args:
        whole: the card.
        more: for a link or a button in the head.
        body: for its content.
    """

    whole: Tag
    more: Tag
    body: Tag


def card(title: str = "", *, flush: bool = False, note: str = "", testid: str = "") -> Card:
    """Draw a card.

    Args:
        title: its heading; empty for a card without a head.
        flush: whether its content goes to the edge, as a table does.
        note: quiet words after the heading.
        testid: `page.part`.
    """
    whole = Tag("section", "", "bl-card", aria_label=title or None, data_testid=testid or None)
    with whole:
        head = Tag("div", "", "hd" if title else "bl-none")
        with head:
            Tag("h2", title)
            if note:
                Tag("span", note, "bl-s bl-mute")
            more = Tag("div", "", "more bl-row")
        body = Tag("div", "", "" if flush else "bd")
    return Card(whole, more, body)


@dataclass(frozen=True, slots=True)
class Tile:
    """One number of a page.

    Args:
        name: what is counted.
        value: the number, written for the reader.
        note: one line of comparison with its period.
        path: the list behind it.
        sign: `+6 %` and the like, before the note; empty for none.
        tone: `up` or `dn` where the sign means good or bad; empty where it means nothing.
    """

    name: str
    value: str
    note: str
    path: str
    sign: str = ""
    tone: str = ""


def tiles(context: PageContext, shown: Sequence[Tile]) -> Tag:
    """Draw up to four tiles in a row; each whole tile is a link to the list behind it."""
    row = Tag("div", "", "bl-grid bl-g4")
    with row:
        for tile in shown:
            with link("", context.href(tile.path), "bl-card bl-stat"):
                Tag("span", tile.name, "k")
                Tag("span", tile.value, "v")
                with Tag("span", "", "d"):
                    if tile.sign:
                        Tag("b", tile.sign, tile.tone)
                    Tag("span", tile.note)
    return row


def tabs(context: PageContext, name: str, path: str, shown: Sequence[tuple[str, str, str]]) -> Tag:
    """Draw the tabs of a page as links, so that each has an address.

    Args:
        context: the page; its query value `tab` says which one is open, the first without it.
        name: what the tabs are of, for screen readers.
        path: the page.
        shown: key, words, and count (may be empty) of each tab.
    """
    opened = context.query.get("tab", "") or shown[0][0]
    bar = Tag("nav", "", "bl-tabs", aria_label=name)
    with bar:
        for number, (key, text, count) in enumerate(shown):
            address = context.href(path, tab=key if number else "")
            with link("", address, aria_current="page" if key == opened else None):
                Tag("span", text)
                if count:
                    Tag("small", count)
    return bar


class Facts(Tag):
    """Names and values of one object."""

    def __init__(self) -> None:
        """Draw an empty list."""
        super().__init__("dl", "", "bl-kv")

    def add(self, name: str, value: str = "", *, mono: bool = False) -> Tag:
        """Add a fact; what is more than words is put into the element that is returned."""
        with self:
            Tag("dt", name)
            return Tag("dd", value, "bl-mono" if mono else "")
