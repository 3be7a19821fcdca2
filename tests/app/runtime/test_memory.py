"""What was needed for a moment goes back to the machine."""

import subprocess
import sys

import pytest

from app.runtime.memory import _TRIM

LOOK = """
import gc
from pathlib import Path
from app.runtime.memory import give_back

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

# Small pieces with long-lived ones between them: their pages stay in the heap when they go.
held = [(bytearray(600), bytearray(600)) for _ in range(100_000)]
kept = [pair[1] for pair in held[::50]]
del held
gc.collect()
before = resident()
assert give_back()
print(before - resident())
"""


@pytest.mark.skipif(_TRIM is None, reason="the C library has no malloc_trim")
class TestGiveBack:
    def test_gives_back_what_lies_between_what_stays(self):
        done = subprocess.run(
            [sys.executable, "-c", LOOK], capture_output=True, text=True, check=True
        )
        assert int(done.stdout) > 20_000_000
