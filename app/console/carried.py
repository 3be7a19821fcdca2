"""What was typed on a page whose operator was sent to prove themselves: it is there again after.

It lies in this process's memory, for the one who typed it and for that page alone, and is handed
out once: nothing of it stands in an address or in the browser.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from domain.kernel.fresh import FRESH_FOR

MOST: Final = 64
"""Pages whose words are kept; one more lets the oldest go."""

MOST_LETTERS: Final = 500_000
"""A page with more is not kept: a file of a tenant, the longest there is to type, has fewer."""

Place = tuple[bytes, str]
"""Whose, and the page's path with its tenant."""


class Carried:
    """Keeps what was typed for as long as a proof is fresh."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kept: OrderedDict[Place, tuple[datetime, dict[str, str]]] = OrderedDict()

    def keep(self, place: Place, typed: Mapping[str, str], now: datetime) -> None:
        """Keep what was typed, in place of what was kept of that page before.

        Args:
            typed: what the fields hold, by their names.
        """
        self._kept.pop(place, None)
        if sum(map(len, typed.values())) > MOST_LETTERS:
            return
        self._kept[place] = now, dict(typed)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def let_go(self, now: datetime) -> None:
        """Forget what was kept for too long: nobody came back for it."""
        for place in [each for each, (at, _) in self._kept.items() if now - at >= FRESH_FOR]:
            del self._kept[place]

    def take(self, place: Place, now: datetime) -> Mapping[str, str]:
        """Hand out what was typed there, once; nothing of what was kept for too long."""
        at, typed = self._kept.pop(place, (now, {}))
        return typed if now - at < FRESH_FOR else {}
