"""Go over every hosted page with a browser: what axe finds, what overflows, what a key does.

`python -m tests.app.hosted.look` checks and exits with 1 when something is wrong;
`python -m tests.app.hosted.look FOLDER [word]` photographs the states whose name holds the word.
It has a process of its own: Playwright's loop does not go with asyncio tests in one process.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.app.hosted.gallery import states
from tests.app.hosted.shown import served

SHOTS = (
    (390, "en", "light"),
    (1280, "en", "light"),
    (390, "de", "light"),
    (1280, "de", "dark"),
    (390, "en", "dark"),
)
VIEWS = (("en", "light"), ("en", "dark"), ("de", "light"))
WIDTHS = (320, 390, 640, 1280)
HOSTILE_ACCENTS = ("ffe600", "000000", "ffffff", "ff4d8d")
SMALLEST_TARGET = 44  # pixels, of everything that stands alone and can be pressed

SMALL = """smallest => [...document.querySelectorAll('button, .in, .tick, .pick, .lang, .menu a, summary')]
  .filter(e => e.offsetParent && e.getBoundingClientRect().height < smallest).map(e => e.outerHTML.slice(0, 80))"""


def chromium() -> str | None:
    """Return the browser of this machine, if Playwright's own is not wanted."""
    named = os.environ.get("BYLEAVE_CHROMIUM")
    return named or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )


@contextmanager
def a_browser() -> Iterator[tuple[Browser, str]]:
    """Start a browser, and the gallery it looks at."""
    flags = (
        ["--no-sandbox", "--disable-dev-shm-usage"]
        if hasattr(os, "geteuid") and os.geteuid() == 0
        else []
    )
    with served(0) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=flags)
        yield browser, address
        browser.close()


def visit(page: Page, url: str) -> None:
    """Open a page; the one that sends itself off is kept, by taking its script away."""
    if "form-post" in url:
        page.route(
            "**/hosted.js", lambda route: route.fulfill(body="", content_type="text/javascript")
        )
    page.goto(url)
    page.unroute_all()


def axe_findings(browser: Browser, address: str) -> Iterator[str]:
    axe = Axe()
    accents = [(locale, theme, "") for locale, theme in VIEWS] + [
        ("en", theme, f"&accent={accent}")
        for accent in HOSTILE_ACCENTS
        for theme in ("light", "dark")
    ]
    for locale, theme, accent in accents:
        page = browser.new_page(
            viewport={"width": 390, "height": 800},
            color_scheme=theme,
            bypass_csp=True,
            reduced_motion="reduce",
        )
        for name in ("consent", "prove-error", "me-consents") if accent else states(locale):
            visit(page, f"{address}/g/{name}?lang={locale}{accent}")
            for found in axe.run(page).response["violations"]:
                nodes = "; ".join(node["html"][:120] for node in found["nodes"])
                yield f"axe: {name} {locale} {theme} {accent}: {found['id']}: {nodes}"
        page.close()


def layout_findings(browser: Browser, address: str) -> Iterator[str]:
    said: list[str] = []
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.on(
            "console",
            lambda message: (
                said.append(message.text) if message.type in {"error", "warning"} else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                said.append(request.url) if not request.url.startswith(address) else None
            ),
        )
        for name in states("de"):
            visit(page, f"{address}/g/{name}?lang=de")
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                yield f"sideways scrolling: {name} at {width}: {wide}"
            yield from (
                f"small target: {name} at {width}: {each}"
                for each in page.evaluate(SMALL, SMALLEST_TARGET)
            )
            yield from (f"console: {name}: {text}" for text in said)
            said.clear()
        page.close()


def consent_findings(browser: Browser, address: str) -> Iterator[str]:
    for script in (True, False):
        page = browser.new_context(
            java_script_enabled=script, viewport={"width": 390, "height": 800}
        ).new_page()
        yield from _answers(page, f"{address}/g/consent", script)
        page.close()


def _answers(page: Page, url: str, script: bool) -> Iterator[str]:
    page.goto(url)
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.url) if request.method == "POST" else None
    )
    for place in ("input[type=checkbox]", "input[type=radio]"):
        page.locator(place).first.focus()
        page.keyboard.press("Enter")
    page.wait_for_timeout(150)
    if sent:
        yield f"Enter answered for the person (script {script})"
    refuse, allow = (
        page.get_by_role("button", name=name).bounding_box() for name in ("Refuse", "Allow")
    )
    if (refuse["width"], refuse["height"], refuse["y"]) != (
        allow["width"],
        allow["height"],
        allow["y"],
    ):
        yield f"Refuse and Allow differ: {refuse} {allow}"


def script_findings(browser: Browser, address: str) -> Iterator[str]:
    page = browser.new_page()
    page.goto(f"{address}/g/prove")
    page.get_by_label("Password", exact=True).fill("a long sentence to see")
    page.get_by_role("button", name="Show Password").click()
    if page.locator("#password").get_attribute("type") != "text":
        yield "Show password shows nothing"
    page.goto(f"{address}/g/prove-error")
    if page.evaluate("document.activeElement.getAttribute('role')") != "alert":
        yield "the summary of an error has no focus"
    with page.expect_request(lambda request: request.method == "POST"):
        page.evaluate("url => { location.href = url }", f"{address}/g/form-post")
    page.close()


def photograph(folder: Path, word: str) -> None:
    """Photograph states whose name holds the word: two widths, two languages, light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    with a_browser() as (browser, address):
        for width, locale, theme in SHOTS:
            page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=theme)
            for name in states(locale):
                if word in name:
                    visit(page, f"{address}/g/{name}?lang={locale}")
                    page.screenshot(
                        path=folder / f"{name}-{width}-{locale}-{theme}.png", full_page=True
                    )
            page.close()


def findings() -> list[str]:
    """Return everything that is wrong."""
    with a_browser() as (browser, address):
        looks = (axe_findings, layout_findings, consent_findings, script_findings)
        return [found for look in looks for found in look(browser, address)]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        photograph(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
    else:
        wrong = findings()
        print(*wrong, f"{len(wrong)} findings", sep="\n")
        sys.exit(1 if wrong else 0)
