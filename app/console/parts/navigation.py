"""The rooms at the side, and how this browser likes the console: one element each, drawn there.

They stand on every page and never change but for what is chosen in them: as an element for each
word they were half of what a page cost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nicegui.element import Element

from app.console.parts.elements import furnish


@dataclass(frozen=True, slots=True)
class Room:
    """One room below a line of the navigation.

    Args:
        name: said in the reader's language.
        href: its address.
        path: its path below the tenant.
    """

    name: str
    href: str
    path: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the navigation.

    Args:
        name: said in the reader's language.
        sign: its outline.
        rooms: what unfolds below it; the line leads to the first.
        alone: whether it is a page itself, and nothing unfolds.
        line: whether a dividing line stands above it.
    """

    name: str
    sign: str
    rooms: Sequence[Room]
    alone: bool = False
    line: bool = False


class Navigation(Element, component="bl_nav.js"):
    """The navigation; what is put into it stands above its lines.

    Args:
        name: accessible name.
        lines: what it shows.
        covers: tells whether the page at a path (the second) belongs to a room (the first).
    """

    def __init__(
        self, name: str, lines: Sequence[Line], covers: Callable[[str, str], bool]
    ) -> None:
        """Draw it, with nothing unfolded."""
        super().__init__()
        self._lines = lines
        self._covers = covers
        furnish(self, {"name": name})

    def stand(self, path: str) -> None:
        """Mark the room of this page and unfold its line."""
        self.props["groups"] = [self._told(line, path) for line in self._lines]

    def _told(self, line: Line, path: str) -> dict[str, object]:
        kids = [
            {"name": room.name, "href": room.href, "here": self._covers(room.path, path)}
            for room in line.rooms
        ]
        here = any(kid["here"] for kid in kids)
        return {
            "name": line.name,
            "href": line.rooms[0].href,
            "sign": line.sign,
            "line": line.line,
            "here": line.alone and here,
            "open": not line.alone and here,
            "kids": [] if line.alone else kids,
        }


@dataclass(frozen=True, slots=True)
class Preference:
    """One thing that can be chosen.

    Args:
        name: its word in the cookie.
        title: said in the reader's language.
        chosen: value that holds now.
        values: value, words, icon (may be empty) and language (may be empty) of each answer.
    """

    name: str
    title: str
    chosen: str
    values: Sequence[tuple[str, str, str, str]]


class Preferences(Element, component="bl_prefs.js"):
    """Lines of buttons; what is chosen is kept by the browser alone.

    Args:
        shown: the lines.
    """

    def __init__(self, shown: Sequence[Preference]) -> None:
        """Draw them."""
        super().__init__()
        names = ("value", "title", "sign", "lang")
        lines = [
            {
                "name": each.name,
                "title": each.title,
                "chosen": each.chosen,
                "values": [dict(zip(names, value, strict=True)) for value in each.values],
            }
            for each in shown
        ]
        furnish(self, {"lines": lines})
