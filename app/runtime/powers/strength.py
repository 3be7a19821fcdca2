"""How strong password hashes are made here: measured once at set-up, then kept in a file."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from argon2.low_level import Type, hash_secret_raw

from app.settings import SettingsError

BUDGET: Final = timedelta(milliseconds=25)
"""What one check may take of one core: 40 sign-ins a second and core."""

FILE: Final = "password-strength"
"""Name of the file in the data folder."""

_FORM: Final = re.compile(r"m=(\d{1,9}),t=(\d{1,3}),p=1")


@dataclass(frozen=True, slots=True)
class Strength:
    """Parameters of argon2id; one lane, as the pool has the cores.

    Args:
        memory: KiB.
        passes: over the memory.
    """

    memory: int
    passes: int

    def __str__(self) -> str:
        """Write it as in a PHC string."""
        return f"m={self.memory},t={self.passes},p=1"

    @property
    def effort(self) -> int:
        """What the time grows with."""
        return self.memory * self.passes


LADDER: Final = tuple(
    Strength(mebibytes * 1024, passes)
    for mebibytes, passes in ((19, 2), (24, 2), (32, 2), (48, 2), (64, 2), (64, 3))
)
"""From the least that OWASP advises to the most memory we take; no step is weaker in anything."""

WEAKEST: Final = LADDER[0]


def calibrated(data_dir: Path) -> Strength:
    """Return the strength kept in the data folder; on the first start measure and keep it.

    Raises:
        SettingsError: the file does not hold a strength within the bounds.
    """
    file = data_dir / FILE
    if file.exists():
        return read(file.read_text("utf-8"), where=str(file))
    found = calibrate()
    data_dir.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{found}\n", "utf-8")
    return found


def calibrate(measure: Callable[[Strength], float] | None = None) -> Strength:
    """Return the strongest step of the ladder that keeps within the budget.

    Args:
        measure: seconds for one hash; None measures on this machine.
    """
    measure = measure or _measure
    budget = BUDGET.total_seconds()
    each = measure(WEAKEST) / WEAKEST.effort
    hopeful = [step for step in LADDER if step.effort * each <= budget]
    for step in reversed(hopeful):
        if step == WEAKEST or measure(step) <= budget:
            return step
    return WEAKEST


def read(text: str, *, where: str) -> Strength:
    """Read what `str` of a strength wrote.

    Args:
        where: named in the error.

    Raises:
        SettingsError: it is not of that form, or beyond the bounds of the ladder.
    """
    match = _FORM.fullmatch(text.strip())
    strength = Strength(int(match[1]), int(match[2])) if match else None
    if strength is None or not _within_bounds(strength):
        first, last = LADDER[0], LADDER[-1]
        raise SettingsError(
            f"{where}: the strength of password hashes is written like {first}, and lies between "
            f"{first} and {last}; delete the file to have it measured again."
        )
    return strength


def _within_bounds(strength: Strength) -> bool:
    first, last = LADDER[0], LADDER[-1]
    return (
        first.memory <= strength.memory <= last.memory
        and first.passes <= strength.passes <= last.passes
    )


def _measure(step: Strength) -> float:
    """Return the better of two tries: the first one finds the memory cold."""
    return min(_once(step), _once(step))


def _once(step: Strength) -> float:
    started = time.perf_counter()
    hash_secret_raw(
        b"a password to measure by", b"sixteen bytes in", step.passes, step.memory, 1, 32, Type.ID
    )
    return time.perf_counter() - started
