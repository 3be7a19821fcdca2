"""A button that opens a panel of links and buttons."""

from __future__ import annotations

from nicegui.element import Element


class Menu(Element, component="bl_menu.js"):
    """A button with a panel; fill `with menu.face:` and `with menu:`.

    Args:
        name: accessible name of both.
        look: class words of the button.
        testid: of the button.
        keep: whether the panel stays open when something in it is pressed.
    """

    def __init__(self, name: str, look: str, *, testid: str, keep: bool = False) -> None:
        """Make the button and its closed panel."""
        super().__init__()
        self.props["name"] = name
        self.props["look"] = look
        self.props["testid"] = testid
        self.props["keep"] = keep
        self.props["panel"] = f"p-{self.id}"
        self.face = self.add_slot("face")
