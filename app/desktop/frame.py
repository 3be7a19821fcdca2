"""Where the window stands, and whether anybody could see it there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

LEAST: Final = (480, 360)
"""Width and height below which the console is of no use, in pixels."""

USUAL: Final = (1280, 860)
FARTHEST: Final = 2**15
"""No desk of screens is wider than this; a larger number was not written by us."""

GRIP: Final = (120, 40)
"""How much of the window's top must be on a screen, so that a hand can fetch the rest."""


class Area(Protocol):
    """A screen, as window libraries tell of it."""

    @property
    def x(self) -> int:
        """Left edge, in pixels of the whole desk."""
        ...

    @property
    def y(self) -> int:
        """Upper edge."""
        ...

    @property
    def width(self) -> int:
        """Width."""
        ...

    @property
    def height(self) -> int:
        """Height."""
        ...


@dataclass(frozen=True, slots=True)
class Frame:
    """A window's size and place.

    Args:
        x: left edge in pixels; None leaves the place to the system.
        maximised: fills its screen; the rest is where it goes back to.
    """

    width: int = USUAL[0]
    height: int = USUAL[1]
    x: int | None = None
    y: int | None = None
    maximised: bool = False

    def told(self) -> dict[str, int | bool | None]:
        """Return it as JSON has it."""
        return {
            "width": self.width, "height": self.height,
            "x": self.x, "y": self.y, "maximised": self.maximised,
        }  # fmt: skip


def read_frame(told: object) -> Frame:
    """Return the frame that was written down; what cannot be read is as usual."""
    if not isinstance(told, Mapping):
        return Frame()
    width, height = _number(told.get("width")), _number(told.get("height"))
    x, y = _number(told.get("x")), _number(told.get("y"))
    placed = x is not None and y is not None
    return Frame(
        width=width or USUAL[0],
        height=height or USUAL[1],
        x=x if placed else None,
        y=y if placed else None,
        maximised=told.get("maximised") is True,
    )


def fitted(frame: Frame, screens: Sequence[Area]) -> Frame:
    """Return the frame as it can be shown now: a screen may have gone since it was remembered.

    Args:
        frame: as remembered.
        screens: what there is; none when the library cannot tell.
    """
    if not screens:
        return replace(frame, x=None, y=None)
    home = next((each for each in screens if _holds(each, frame)), None)
    room = home or screens[0]
    width = max(LEAST[0], min(frame.width, room.width))
    height = max(LEAST[1], min(frame.height, room.height))
    if home is None:
        return replace(frame, width=width, height=height, x=None, y=None)
    return replace(frame, width=width, height=height)


def _holds(screen: Area, frame: Frame) -> bool:
    """Tell whether enough of the window's top edge is on this screen."""
    if frame.x is None or frame.y is None:
        return False
    left, right = max(frame.x, screen.x), min(frame.x + frame.width, screen.x + screen.width)
    above = screen.y <= frame.y <= screen.y + screen.height - GRIP[1]
    return above and right - left >= GRIP[0]


def _number(told: object) -> int | None:
    if not isinstance(told, int) or isinstance(told, bool):
        return None
    return told if abs(told) < FARTHEST else None
