"""Is this a password that everybody knows? Asked offline, of lists that come with the package."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

_DATA: Final = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class HashList:
    """Sorted cut SHA-256 hashes; see data/README.md.

    Args:
        raw: the hashes, one after another.
        size: bytes of each.
    """

    raw: bytes = field(repr=False)
    size: int

    def __contains__(self, text: str) -> bool:
        """Tell whether the text is in the list, or meets one of its cut hashes by chance."""
        wanted = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[: self.size]
        places = range(len(self.raw) // self.size)
        place = bisect_left(places, wanted, key=self._at)
        return place < len(places) and self._at(place) == wanted

    def __len__(self) -> int:
        """Return how many hashes there are."""
        return len(self.raw) // self.size

    def _at(self, place: int) -> bytes:
        return self.raw[place * self.size : (place + 1) * self.size]


@cache
def breached() -> HashList:
    """Return the passwords of 15 characters and more that were found in breaches."""
    return HashList((_DATA / "breached.bin").read_bytes(), 4)


@cache
def common() -> HashList:
    """Return the frequent passwords and names, which long passwords are often put together from."""
    return HashList((_DATA / "common.bin").read_bytes(), 5)
