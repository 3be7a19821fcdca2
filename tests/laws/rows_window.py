"""Rows of the window on the machine itself."""

from __future__ import annotations

from typing import Final

from domain.operators.window import OpenWindow
from tests.laws.rows import Row
from tests.laws.rows_house import HERE

WINDOW: Final = (
    Row(
        "operators.window.open_window",
        lambda w, a, b: OpenWindow("Byleave on Linux"),
        words=("operators.change",),
        place=HERE,
    ),
)
