"""What the program ends with when it did not do what was asked."""

from __future__ import annotations

from typing import Final

REFUSED: Final = 1
"""Exit code: the use case said no."""
WRONG_USE: Final = 2
"""Exit code: a setting or an argument is wrong."""
UNFIT: Final = 3
"""Exit code: the database or the keys cannot be used as they are."""
