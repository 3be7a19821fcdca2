"""The same act as a command, and the same object as YAML: what a page shows can be scripted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.console.parts.code import CodeBlock
from app.console.parts.elements import Tag, icon
from app.console.parts.menus import Menu

if TYPE_CHECKING:
    from app.console.context import PageContext
    from app.console.parts.surfaces import Head


class AsCommand:
    """The quiet menu of a page head that says the page as a command, and as YAML where it can be.

    Args:
        context: the page.
        head: the page's; the menu is the first of its acts.
        command: what to type; lines joined by a backslash where it is long. Never a secret.
        yaml: the object as the tenant's file has it; empty for none.
        testid: `page.command`.
    """

    def __init__(
        self,
        context: PageContext,
        head: Head,
        command: str,
        yaml: str = "",
        *,
        testid: str = "as-command",
    ) -> None:
        """Draw the menu, closed."""
        self._words = context.words
        with head.acts:
            menu = Menu(context.words("As command"), "bl-btn ghost", testid=testid, keep=True)
        menu.move(target_index=0)
        with menu.face:
            icon("terminal")
            Tag("span", context.words("As command"))
        with menu:
            self._panel = Tag("div", "", "bl-script")
        self.show(command, yaml)

    def show(self, command: str, yaml: str = "") -> None:
        """Say another command, such as after a filter was set."""
        self._panel.clear()
        snippets = {self._words("Command"): command}
        if yaml:
            snippets["YAML"] = yaml
        with self._panel:
            CodeBlock(self._words, snippets)
