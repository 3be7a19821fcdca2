"""Refusals of the window on the machine itself."""

from __future__ import annotations

from typing import Final

from domain.operators.window import OpenWindow
from tests.laws.refusals_house import powerless
from tests.laws.scenarios import Scenario

WINDOW: Final = (
    Scenario(
        "operators.window.open_window",
        "forbidden",
        lambda w, a, b: OpenWindow("Byleave on Linux"),
        powerless,
        place="installation",
    ),
)
