"""Hands that never touch a mouse."""

from __future__ import annotations

import contextlib
import re

from playwright.sync_api import Page, expect

TRIES = 5

_NAMED = """([wanted]) => [...document.querySelectorAll("a[href], button, input, select, textarea, [tabindex]")]
.some((e) => e.checkVisibility() && (e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.innerText || "").trim()
.startsWith(wanted))"""

_NAME = """() => { const e = document.activeElement;
return (e?.getAttribute('aria-label') || e?.labels?.[0]?.innerText || e?.innerText || '').trim(); }"""


class Keyboard:
    """One person at one keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def here(self) -> str:
        """Return the name of what has the focus."""
        return str(self.page.evaluate(_NAME))

    def tab_to(self, name: str, most: int = 60) -> None:
        """Wait until there is something of this name, and go on by Tab until it has the focus."""
        self.page.wait_for_function(_NAMED, arg=[name])
        for _ in range(most):
            self.press("Tab")
            if self.here().startswith(name):
                return
        raise AssertionError(f"{name!r} was not reached by Tab")

    def on_the_title(self, title: str | re.Pattern[str]) -> None:
        """Wait until a page has come and its title has the focus."""
        heading = self.page.get_by_role("heading", level=1, name=title)
        expect(heading).to_be_focused()

    def lead_to(self, letter: str, path: str) -> None:
        """Press "g" and a letter; again where the machine stood still between the two.

        They belong together for a moment only, for a person as well.
        """
        there = re.compile(re.escape(path) + r"$")
        for _ in range(TRIES):
            self.press("g", letter)
            with contextlib.suppress(AssertionError):
                expect(self.page).to_have_url(there, timeout=20_000)
                return
        raise AssertionError(f"g {letter} led to {self.page.url}")

    def look_for(self, text: str) -> None:
        """Open the palette and type."""
        self.press("Control+k")
        expect(self.page.get_by_role("combobox", name="Search or go to")).to_be_focused()
        self.type(text)

    def chosen(self, name: str) -> None:
        """Wait until the palette's chosen entry has this name."""
        expect(self.page.get_by_role("option", selected=True)).to_contain_text(name)
