"""Search or go to: one field over screens, acts and objects; and the help that names all keys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from nicegui.element import Element

from app.console.parts.elements import furnish

if TYPE_CHECKING:
    from nicegui.events import GenericEventArguments

    from app.runtime.words import Words

_LONGEST: Final = 320
"""Letters: an identifier may have as many as an e-mail address (RFC 5321 section 4.5.3.1)."""


class Kind(StrEnum):
    """The group an entry stands in."""

    GO = "go"
    DO = "do"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry; choosing it opens an address or changes the look, and never ends anything.

    Args:
        name: what it says.
        href: where it leads; what ends something leads to its panel.
        sign: icon.
        kind: its group.
        note: quiet words after the name.
        keys: keys that do the same.
        also: further words it is found by.
        whole: whether the window loads anew, as for another tenant.
        like: a preference it sets instead of leading anywhere, such as `theme:dark`.
    """

    name: str
    href: str = ""
    sign: str = "arrow-right"
    kind: Kind = Kind.GO
    note: str = ""
    keys: tuple[str, ...] = ()
    also: str = ""
    whole: bool = False
    like: str = ""

    def told(self) -> dict[str, object]:
        """Return it as the browser is told."""
        return {
            "name": self.name,
            "href": self.href,
            "sign": self.sign,
            "kind": self.kind.value,
            "note": self.note,
            "keys": list(self.keys),
            "also": self.also,
            "whole": self.whole,
            "like": self.like,
        }


class Palette(Element, component="bl_palette.js"):
    """The button in the head and the dialog it opens, also by Ctrl K and `/`.

    Args:
        words: the reader's words.
        places: what can be gone to and done anywhere.
        search: brings objects by what was typed.
        exact: looks an exact identifier up; None where the reader may not.
    """

    def __init__(
        self,
        words: Words,
        places: Sequence[Place],
        search: Callable[[str], Awaitable[Sequence[Place]]],
        exact: Callable[[str], Awaitable[None]] | None,
    ) -> None:
        """Draw the button; the dialog is closed."""
        super().__init__()
        self._search = search
        self._exact = exact
        told: dict[str, Any] = {
            "places": [place.told() for place in places],
            "exact": exact is not None,
            "words": {
                "find": words("Search or go to…"),
                "go": words("Go to"),
                "do": words("Do"),
                "seek": words("Find"),
                "exact": words("An account whose identifier is exactly “{typed}”"),
                "sealed": words("sealed before it is looked up"),
                "none": words("Nothing is found by these words"),
                "choose": words("choose"),
                "open": words("open"),
                "tab": words("in a new tab"),
                "keys": words("all keys"),
                "ctrl": words("Ctrl"),
            },
        }
        furnish(self, told)
        self.on("ask", self._asked)
        self.on("exact", self._seek)

    async def _asked(self, event: GenericEventArguments) -> None:
        text = str(event.args or "")
        found = await self._search(text.strip()) if len(text) <= _LONGEST else ()
        self.run_method("put", text, [place.told() for place in found])

    async def _seek(self, event: GenericEventArguments) -> None:
        text = str(event.args or "").strip()
        if self._exact is not None and text and len(text) <= _LONGEST:
            await self._exact(text)


class KeysHelp(Element, component="bl_keys.js"):
    """The help button in the head, its dialog, and `g` with a letter.

    Args:
        words: the reader's words.
        groups: names of groups, and in each the keys with what they do, already said.
        ways: the letters after `g`, and the address each leads to.
    """

    def __init__(
        self,
        words: Words,
        groups: Sequence[tuple[str, Sequence[tuple[Sequence[str], str]]]],
        ways: dict[str, str],
    ) -> None:
        """Draw the button; the dialog is closed."""
        super().__init__()
        told: dict[str, Any] = {
            "groups": [
                {"name": name, "keys": [{"keys": list(keys), "does": does} for keys, does in lines]}
                for name, lines in groups
            ],
            "ways": ways,
            "words": {
                "help": words("All keys"),
                "close": words("Close"),
                "letters": words("Single letters are keys"),
                "ctrl": words("Ctrl"),
                "shift": words("Shift"),
                "hint": words("Only where no field has the focus. Ctrl K works always."),
            },
        }
        furnish(self, told)
