"""A coarse name of a browser, for the person's own list of sessions; never the whole user agent."""

from __future__ import annotations

from typing import Final

_BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


_ON: Final = " on "


def browser_label(user_agent: str) -> str:
    """Return such as "Firefox on Linux", or empty when nothing is known of it."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return f"{browser}{_ON}{system}"
    return browser or system


def browser_and_system(label: str) -> tuple[str, str]:
    """Return the two names in a label; where it has but one, or none, the second is empty."""
    browser, _, system = label.partition(_ON)
    return browser, system
