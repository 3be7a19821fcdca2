"""Browsers as they are named to a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.runtime.browser import browser_and_system

if TYPE_CHECKING:
    from app.runtime.words import Words


def browser_in(words: Words, label: str) -> str:
    """Name a browser in the reader's language.

    Args:
        words: the reader's words.
        label: as it is kept; may be empty.
    """
    browser, system = browser_and_system(label)
    if system:
        return words("{browser} on {system}", browser=browser, system=system)
    return browser or words("unknown browser")
