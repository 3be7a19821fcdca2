"""Code to be copied, in four colours, filled in with the tenant's own values; never a secret."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from app.console.parts.elements import Tag
from app.console.parts.small import CopyButton

if TYPE_CHECKING:
    from app.runtime.words import Words

_PARTS: Final = re.compile(
    r"""(?P<c>(?:\#|//)\s[^\n]*)                    # a comment
      | (?P<s>"[^"\n]*"|'[^'\n]*'|https?://[^\s"']+)  # a string, an address
      | (?P<m>\b\d+\b)                              # a number
      | (?P<k>\b(?:from|import|async|await|def|return|const|function|new|export)\b
          |\b(?:curl|byleave|GET|POST)\b)
    """,
    re.VERBOSE,
)


class CodeBlock(Tag):
    """Code in one or more languages; the first one is open.

    Args:
        words: the reader's words.
        snippets: text by the name of its language.
        testid: `page.code`.
    """

    def __init__(self, words: Words, snippets: Mapping[str, str], *, testid: str = "code") -> None:
        """Draw the block."""
        super().__init__("div", "", "bl-code", data_testid=testid)
        self._snippets = snippets
        first = next(iter(snippets))
        with self:
            with Tag("div", "", "bar"):
                self._tabs = {name: self._tab(name) for name in snippets}
                Tag("span", "", "bl-grow")
                self._copy = CopyButton(words, "", name=words("Copy"), label=words("Copy"))
            self._pre = Tag("pre", tabindex=0)
        self._open(first)

    def _tab(self, name: str) -> Tag:
        tab = Tag("button", name, "tab", type="button")
        tab.on("click", partial(self._open, name), args=[])
        return tab

    def _open(self, chosen: str) -> None:
        for name, tab in self._tabs.items():
            tab.set(aria_pressed="true" if name == chosen else "false")
        self._copy.props["text"] = self._snippets[chosen]
        self._pre.clear()
        with self._pre:
            for look, piece in coloured(self._snippets[chosen]):
                Tag("span", piece, look)


def coloured(text: str) -> list[tuple[str, str]]:
    """Split code into pieces and their colours.

    Returns:
        Class word (`k`, `s`, `c`, `m`, or empty) and text, in order; together they are `text`.
    """
    pieces: list[tuple[str, str]] = []
    at = 0
    for found in _PARTS.finditer(text):
        if found.start() > at:
            pieces.append(("", text[at : found.start()]))
        pieces.append((found.lastgroup or "", found.group()))
        at = found.end()
    if at < len(text):
        pieces.append(("", text[at:]))
    return pieces
