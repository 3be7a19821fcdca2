"""Fields for what is not typed: a colour, and a picture file."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from nicegui.element import Element

if TYPE_CHECKING:
    from nicegui.events import GenericEventArguments

    from app.runtime.words import Words

_COLOUR_LETTERS: Final = 16
_PNG: Final = "image/png"


class ColourField(Element, component="bl_colour.js"):
    """A colour as `#rrggbb`, typed or picked; empty stands for our own.

    Args:
        name: the field's word; also its `data-testid`.
        label: above it.
        value: what it begins with.
        usual: what an empty one stands for.
        words: the reader's words.
        locked: readable, not changeable.
    """

    def __init__(
        self, name: str, label: str, value: str, *, usual: str, words: Words, locked: bool = False
    ) -> None:
        """Draw the field."""
        super().__init__()
        self.name = name
        self.value = value
        told: dict[str, Any] = {
            "id": f"f-{name}-{self.id}",
            "label": label,
            "hint": "",
            "error": "",
            "value": value,
            "usual": usual,
            "pick": words("Pick a colour"),
            "locked": locked,
            "testid": name,
        }
        self.props.update(told)
        self.on("told", self._told)

    @property
    def text(self) -> str:
        """What was typed, without blanks around it."""
        return self.value.strip()

    def fill(self, value: str) -> None:
        """Put a value in, over what was typed."""
        self.value = value
        self.run_method("put", value)

    def wrong(self, sentence: str) -> None:
        """Say what is wrong with it; an empty sentence takes that back."""
        self.props["error"] = sentence

    def _told(self, event: GenericEventArguments) -> None:
        self.value = str(event.args or "")[:_COLOUR_LETTERS]


@dataclass(frozen=True, slots=True)
class Picture:
    """A file that was chosen: a drawing as text, or a PNG in base64; the other one is None."""

    svg: str | None = None
    png: str | None = None


def _nobody(_chosen: Picture) -> None:
    pass


class PictureField(Element, component="bl_picture.js"):
    """A file field for a logo.

    Args:
        name: the field's word; also its `data-testid`.
        label: above it.
        words: the reader's words.
        most: bytes it may have.
        chosen: told what was chosen.
    """

    def __init__(
        self, name: str, label: str, *, words: Words, most: int, chosen: Callable[[Picture], None],
        locked: bool = False,
    ) -> None:  # fmt: skip
        """Draw the field."""
        super().__init__()
        self._chosen = chosen
        self._words = words
        told: dict[str, Any] = {
            "id": f"f-{name}-{self.id}",
            "label": label,
            "hint": "",
            "optional": words("optional"),
            "error": "",
            "words": {
                "choose": words("Choose a file"),
                "none": words("No picture yet"),
                "there": words("A picture is set"),
                "large": words("This file is larger than {size} KB.", size=most // 1024),
            },
            "there": False,
            "most": most,
            "locked": locked,
            "testid": name,
        }
        self.props.update(told)
        self.on("chosen", self._read)

    def _handle_delete(self) -> None:
        super()._handle_delete()
        self._chosen = _nobody  # who is told holds this field

    def begin(self, *, there: bool) -> None:
        """Begin with a picture or without; what stands inside is shown where there is one."""
        self.props["there"] = there

    def clear_file(self) -> None:
        """Forget what was chosen."""
        self.props["there"] = False
        self.run_method("put")

    def wrong(self, sentence: str) -> None:
        """Say what is wrong with it; an empty sentence takes that back."""
        self.props["error"] = sentence

    def _read(self, event: GenericEventArguments) -> None:
        told = event.args if isinstance(event.args, list) else []
        if len(told) != len(("kind", "data")):
            return
        kind, data = str(told[0]), str(told[1])
        self.props["there"] = True
        if kind == _PNG:
            self._chosen(Picture(png=data))
            return
        try:
            self._chosen(Picture(svg=base64.b64decode(data, validate=True).decode("utf-8")))
        except (binascii.Error, UnicodeDecodeError):
            self.wrong(self._words("This is no SVG and no PNG."))
