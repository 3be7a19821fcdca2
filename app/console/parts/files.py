"""Text files: one is saved from a page, one is read into it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from nicegui.element import Element

from app.console.parts.doing import attempt

if TYPE_CHECKING:
    from nicegui.events import GenericEventArguments

    from app.console.context import PageContext

MOST_LETTERS: Final = 400_000
"""Letters of a file that a page takes; a longer one is for the command line."""


class SaveButton(Element, component="bl_save.js"):
    """Saves a text as a file.

    Args:
        text: what is saved.
        name: the file's name.
        label: words of the button.
        testid: `page.part`.
    """

    def __init__(self, text: str, name: str, label: str, *, testid: str) -> None:
        """Draw the button."""
        super().__init__()
        told = {"text": text, "name": name, "label": label, "look": "bl-btn", "testid": testid}
        self.props.update(told)


class FileChoice(Element, component="bl_file.js"):
    """Reads a text file the operator chooses; its name never leaves the browser.

    Args:
        context: the page.
        label: words of the button.
        accept: kinds of files, as the browser filters them.
        act: gets the text.
        testid: `page.part`.
    """

    def __init__(
        self,
        context: PageContext,
        label: str,
        accept: str,
        act: Callable[[str], Awaitable[None]],
        *,
        testid: str,
    ) -> None:
        """Draw the button."""
        super().__init__()
        self._context = context
        self._act = act
        self.props["label"] = label
        self.props["accept"] = accept
        self.props["large"] = context.words("This file is too large for a page")
        self.props["most"] = MOST_LETTERS
        self.props["testid"] = testid
        self.on("chosen", self._chosen)

    async def _chosen(self, event: GenericEventArguments) -> None:
        text = str(event.args or "")[:MOST_LETTERS]
        await attempt(self._context, lambda: self._act(text))
