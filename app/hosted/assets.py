"""The few files a hosted page loads, each at an address that holds their hash.

They stand on a shelf of ``app.runtime.shelf``, read, hashed and squeezed when the
process starts; ``SHELF.route()`` goes into the application.
"""

from pathlib import Path
from typing import Final

from app.runtime.shelf import Shelf

SHELF: Final = Shelf(Path(__file__).parent / "static")
"""``/static/{hash}/``: immutable, answered from memory."""


def href(name: str) -> str:
    """Return the address of one file of the hosted pages.

    Raises:
        KeyError: There is no such file; a misspelling shows at the first rendering.
    """
    return SHELF.url(name)
