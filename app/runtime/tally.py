"""Tokens issued, counted in memory: an addition in a dictionary for each, and no statement."""

from __future__ import annotations

from collections.abc import Mapping

Counts = Mapping[str, Mapping[bytes, int]]


class Tally:
    """What a process counted since it was last asked; one event loop counts, so without a lock."""

    __slots__ = ("_counts",)

    def __init__(self) -> None:
        """Begin at nothing."""
        self._counts: dict[tuple[str, bytes], int] = {}

    def count(self, slug: str, client_id: bytes, amount: int = 1) -> None:
        """Count one answer that held tokens.

        Args:
            slug: the tenant's.
            client_id: internal id of the client.
            amount: 1 and up.
        """
        key = (slug, client_id)
        self._counts[key] = self._counts.get(key, 0) + amount

    def take(self) -> Counts:
        """Return what was counted, by tenant and client, and begin anew."""
        taken, self._counts = self._counts, {}
        found: dict[str, dict[bytes, int]] = {}
        for (slug, client_id), amount in taken.items():
            found.setdefault(slug, {})[client_id] = amount
        return found
