"""The keys of the console: where `g` and a letter lead, and what the help says of the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from app.runtime.words import later

GO: Final = {
    "h": "/",
    "a": "/accounts",
    "s": "/sessions",
    "c": "/clients",
    "l": "/ledger",
    "t": "/test-drive",
    "u": "/audit",
    "j": "/jobs",
    "k": "/keys",
    "o": "/operators",
    "d": "/doctor",
}
"""The letter after `g`, and the room it leads to."""


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the help.

    Args:
        keys: what is pressed, one after the other; `Ctrl` is the command key on a Mac.
        does: English words.
    """

    keys: tuple[str, ...]
    does: str


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys that belong together.

    Args:
        name: English words.
        keys: the keys.
    """

    name: str
    keys: tuple[Key, ...]


HELP: Final = (
    Keys(
        later("Everywhere"),
        (
            Key(("Ctrl", "K"), later("search or go to")),
            Key(("/",), later("search or go to")),
            Key(("?",), later("all keys")),
            Key(("u",), later("undo what was just done")),
            Key(("Esc",), later("close what is open")),
        ),
    ),
    Keys(
        later("On a page below a list"),
        (
            Key(("e",), later("to the first field, or the first act")),
            Key(("Esc",), later("back to the list as it was left")),
        ),
    ),
    Keys(
        later("In a list"),
        (
            Key(("j",), later("next row")),
            Key(("k",), later("row before")),
            Key(("↵",), later("open")),
            Key(("Ctrl", "↵"), later("open in a new tab")),
            Key(("x",), later("tick the row")),
            Key(("Shift", "x"), later("tick all up to this row")),
            Key((".",), later("acts of the row")),
            Key(("f",), later("add a filter")),
            Key(("[",), later("page before")),
            Key(("]",), later("next page")),
        ),
    ),
)


def ways(paths: Collection[str]) -> dict[str, str]:
    """Return the letters after `g` that lead to a room that is there, with its path."""
    return {letter: path for letter, path in GO.items() if path in paths}
