"""The systemd unit: systemd itself reads it, and says how little it may touch."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

UNIT = Path(__file__).parents[2] / "deploy" / "byleave.service"
pytestmark = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)


def analyze(*words):
    return subprocess.run(
        ["systemd-analyze", *words], capture_output=True, text=True, check=False, timeout=60
    )


class TestUnit:
    def test_is_understood_in_every_line(self, tmp_path):
        here = tmp_path / UNIT.name
        here.write_text(
            UNIT.read_text("utf-8").replace("/opt/byleave/.venv/bin/byleave", "/bin/true")
        )
        told = analyze("verify", "--recursive-errors=no", str(here))
        assert (told.returncode, told.stderr) == (0, "")

    def test_may_touch_little(self):
        told = analyze("security", "--offline=true", "--no-pager", str(UNIT)).stdout
        exposure = re.search(r"Overall exposure level for byleave\.service: ([0-9.]+)", told)
        assert exposure is not None
        assert float(exposure[1]) <= 1.5
