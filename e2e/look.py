"""Look at a page as different people do: by light and by dark, on a phone and on a desk, by ear."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE = (390, 844)
DESK = (1280, 800)
WIDE = (1440, 900)
_KEEP = os.environ.get("BYLEAVE_TEST_SCREENSHOTS", "")
"""A folder, usually docs/screenshots: pictures are kept only where this names one."""

_SIDEWAYS = """innerWidth < 720 && [...document.querySelectorAll(".bl-scroll:has(> .bl-table)")]
    .some((each) => each.scrollWidth > each.clientWidth + 1)"""
"""Whether a list of the console is wider than its card on a phone."""

_STILL = """async () => {
  const next = () => new Promise((done) => requestAnimationFrame(done));
  await document.fonts.ready;
  await next();
  await next();
  const moving = document.getAnimations().filter((each) => each.effect.getComputedTiming().endTime < Infinity);
  await Promise.allSettled(moving.map((each) => each.finished));
}"""
"""Waits until everything stands where it belongs, in the colour it is to have."""

_OUT = """innerWidth < 720 && [...document.querySelectorAll("main *")].filter((each) => {
    if (each.getBoundingClientRect().right <= innerWidth + 1) return false;
    if (!each.getClientRects().length || each.closest("[inert], .sr")) return false;
    for (let above = each.parentElement; above; above = above.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(above).overflowX)) return false;
    return true;
  }).map((each) => each.outerHTML.slice(0, 120)).slice(0, 3).join(" ")"""
"""What is cut off at the edge of a phone, though nothing around it can be pushed sideways."""


class Looking:
    """Collects what is wrong with the pages that were looked at.

    Attributes:
        seen: names of the states, in order.
        violations: of axe, by state.
    """

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.violations: list[str] = []

    def at(self, page: Page, name: str, *sizes: tuple[int, int]) -> None:
        """Look at a state of a page in every size, by light and by dark.

        Two of the four are listened to: each colour scheme and each size once.
        """
        self.seen.append(name)
        small, large = sizes or (PHONE, DESK)
        for size, scheme in ((small, "light"), (large, "dark"), (small, "dark"), (large, "light")):
            heard = (size is small) == (scheme == "light")
            if not (heard or _KEEP):
                continue
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.evaluate(_STILL)
            if heard:
                self._listen(page, f"{name}, {scheme}, {size[0]}")
            if _KEEP:
                path = Path(_KEEP) / f"{name}-{scheme}-{size[0]}.png"
                page.screenshot(path=path, full_page=True)

    def found_nothing_wrong(self) -> None:
        """Fail with everything that was found."""
        if self.violations:
            pytest.fail("\n".join(self.violations))

    def _listen(self, page: Page, where: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        if wide:
            self.violations.append(f"{where}: wider than the screen")
        if page.evaluate(_SIDEWAYS):
            self.violations.append(f"{where}: a list is read by scrolling sideways")
        cut = page.evaluate(_OUT)
        if cut:
            self.violations.append(f"{where}: sticks out: {cut}")
        for each in Axe().run(page).response["violations"]:
            nodes = "; ".join(node["html"][:160] for node in each["nodes"][:3])
            self.violations.append(f"{where}: {each['id']}: {nodes}")
