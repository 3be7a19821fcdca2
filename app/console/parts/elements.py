"""Plain HTML elements: text and attributes go in as values, never as markup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Self

from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

from app.runtime.directions import from_the_right

_OURS: Final = ("/", "#")


def furnish(element: Element, props: Mapping[str, Any]) -> None:
    """Give an element its first props, before it is sent for the first time.

    NiceGUI would wrap every list inside to watch it, and note an update for each prop: a quarter of
    a page's cost, for things that never change in place.
    """
    dict.update(element.props, props)


class Tag(TextElement):
    """An HTML element with a text and attributes.

    Args:
        tag: its name, such as `p`.
        text: what it says; may be empty.
        classes: class words, separated by spaces.
        attributes: attribute values; an underscore in a name stands for a hyphen, one at its end
            is left out (`for_`); None leaves the attribute out.
    """

    def __init__(
        self, tag: str, text: str = "", classes: str = "", **attributes: str | int | bool | None
    ) -> None:
        """Make the element where the page is being built."""
        super().__init__(tag=tag, text=text)
        if classes:
            self.classes(classes)
        told = {_spelled(n): v for n, v in attributes.items() if v is not None}
        furnish(self, {**told, "dir": "auto"} if from_the_right(text) else told)

    def set_text(self, text: str) -> Self:
        """Say something else; a script that is read from the right is written so."""
        self.props.set_optional("dir", "auto" if from_the_right(text) else None)
        return super().set_text(text)

    def set(self, **attributes: str | int | bool | None) -> Self:
        """Set or take away attributes."""
        for name, value in attributes.items():
            self.props.set_optional(_spelled(name), value)
        return self


def _spelled(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def icon(name: str) -> Element:
    """Draw an icon of the sprite, hidden from screen readers: a word must stand beside it."""
    return _Icon(name)


class _Icon(Element, component="bl_icon.js"):
    def __init__(self, name: str) -> None:
        super().__init__()
        furnish(self, {"name": name})


def link(text: str, href: str, classes: str = "", **attributes: str | int | bool | None) -> Tag:
    """Make a link.

    Args:
        text: what it says; may be empty when children follow.
        href: an address of our own, beginning with `/` or `#`, or one with https.
        classes: class words.
        attributes: further attributes.

    Raises:
        ValueError: when the address could run a script or leave without https.
    """
    if not href.startswith((*_OURS, "https://", "http://")) or href.startswith("//"):
        message = "a link leads to a path of ours or to a web address"
        raise ValueError(message)
    return Tag("a", text, classes, href=href, **attributes)
