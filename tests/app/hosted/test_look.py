import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.hosted.look import chromium

ROOT = Path(__file__).parents[3]


@pytest.mark.slow
@pytest.mark.skipif(chromium() is None, reason="there is no Chromium on this machine")
class TestLook:
    @pytest.mark.timeout(900)
    def test_a_browser_finds_nothing_wrong_with_any_page(self):
        # In a process of its own: Playwright's loop and asyncio tests do not go together.
        told = subprocess.run(
            [sys.executable, "-m", "tests.app.hosted.look"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=880,
            check=False,
        )
        assert told.returncode == 0, told.stdout + told.stderr
