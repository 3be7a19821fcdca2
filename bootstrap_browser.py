"""A Chromium for bootstrap.py: found, fetched or installed, and tried out."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bootstrap_environment import PYTHON, STAMPS, fail, read, say

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PROBE = """
import sys
from playwright.sync_api import sync_playwright
with sync_playwright() as play:
    browser = play.chromium.launch(executable_path=sys.argv[1] or None, args=["--no-sandbox"])
    page = browser.new_page()
    page.set_content("<title>ready</title>")
    assert page.title() == "ready"
    browser.close()
"""


def browser() -> bool:
    """Find or fetch a Chromium that starts; BYLEAVE_CHROMIUM tells the tests which."""
    stamp = STAMPS / "chromium"
    known = read(stamp)
    # The environment may name another browser than the one we know.
    same = os.environ.get("BYLEAVE_CHROMIUM", known) == known
    if known is not None and (not known or Path(known).exists()) and same:
        os.environ["BYLEAVE_CHROMIUM"] = known
        return True
    for found in candidates():
        if starts(found):
            os.environ["BYLEAVE_CHROMIUM"] = found
            stamp.write_text(found)
            return True
    fail("No Chromium starts here: install one, or name yours by BYLEAVE_CHROMIUM.")
    return False


def candidates() -> Iterator[str]:
    """Yield browsers to try: the one named, those on the PATH, Playwright's own (""), Debian's."""
    yield from filter(None, [os.environ.get("BYLEAVE_CHROMIUM")])
    yield from on_path()
    say("fetching Playwright's Chromium")
    fetch = [str(PYTHON), "-m", "playwright", "install", "chromium"]
    if subprocess.run(fetch, check=False, capture_output=True).returncode:
        say("it cannot be fetched from here")
    yield ""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say("installing Debian's Chromium")
        quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quietly)
        install_it = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run([*install_it, "fonts-liberation"], check=False, env=quietly)
        # Its libraries may be all that Playwright's own was lacking.
        yield from [*on_path(), ""]


def on_path() -> list[str]:
    """Return the browsers on the PATH, each once."""
    return list(dict.fromkeys(path for name in BROWSERS if (path := shutil.which(name))))


def starts(path: str) -> bool:
    """Tell whether a browser opens a page; a file that is there may still lack its libraries."""
    probe = [str(PYTHON), "-c", PROBE, path]
    try:
        done = subprocess.run(probe, capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
