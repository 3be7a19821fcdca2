"""What changes rarely and is read in every request: kept until its tenant's config version moves.

Clients, scopes, keys and policy. Never kept: grants, consents, accounts, sessions.
Measured (performance.md 6.2 g): the version costs 4 microseconds, each thing it saves 6 to 20.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select

from persistence.db import Db
from persistence.mapping import same, table_of
from persistence.statements import Prepared
from persistence.tables.tenants import ConfigVersionRow

MOST: Final = 4096
"""Things kept for one tenant; beyond it the shelf is cleared and fills anew."""
PATIENCE: Final = 1.0
"""Seconds for which a version is believed on Postgres, where asking is a round trip."""

_CONFIG = table_of(ConfigVersionRow)
_VERSION = Prepared(select(_CONFIG.c.version).where(*same(_CONFIG.c.tenant_id)), int)


@dataclass(slots=True)
class Shelf:
    """Things of one tenant at one version; its values are immutable records."""

    version: int
    asked_at: float
    things: dict[Any, Any] = field(default_factory=dict)


class Shelves:
    """The shelves of all tenants, for one process.

    Args:
        patience: seconds for which a version is believed without asking; 0 asks in every work.
        moved: called with the connection when a configuration is seen to be another than before.

    Attributes:
        moves: how often this process saw a configuration move; what was made of one is good for
            as long as the number stays, as far as this process knows.
    """

    def __init__(
        self, patience: float = 0.0, moved: Callable[[Db], None] = lambda _db: None
    ) -> None:
        """Start empty."""
        self._patience = patience
        self._moved = moved
        self._shelves: dict[bytes, Shelf] = {}
        self.moves = 0
        self._lock = threading.Lock()

    def of(self, db: Db, tenant_id: bytes) -> Shelf | None:
        """Return the tenant's shelf at its present version, or None: then nothing is kept.

        A write may see what is not committed yet, so it reads a shelf and never makes one; that it
        found none is told by `moves`, for then it is time that somebody reads.
        """
        shelf = self._shelves.get(tenant_id)
        now = time.monotonic()
        if shelf is not None and now - shelf.asked_at < self._patience:
            return shelf
        version = db.one(_VERSION, tenant_id=tenant_id)
        if version is None:
            return None
        if shelf is not None and shelf.version == version:
            shelf.asked_at = now
            return shelf
        self._moved(db)
        with self._lock:
            self.moves += 1
            if db.writing:
                return None
            made = self._shelves[tenant_id] = Shelf(version, now)
        return made

    def drop(self, tenant_id: bytes) -> None:
        """Forget a tenant's shelf: this process has just committed a change."""
        with self._lock:
            self.moves += 1
            self._shelves.pop(tenant_id, None)


def keep(shelf: Shelf, key: Any, thing: Any) -> None:
    """Put a thing on a shelf, clearing it first when it is full."""
    if len(shelf.things) >= MOST:
        shelf.things.clear()
    shelf.things[key] = thing
