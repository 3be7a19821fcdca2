"""Privacy audits of the installation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from domain.operators.privacy_scans import PrivacyScan
from persistence.db import Db
from persistence.mapping import columns_of, same, table_of, values_of
from persistence.statements import Prepared
from persistence.tables.privacy import PrivacyScanRow

_SCAN = table_of(PrivacyScanRow)
_COLUMNS = columns_of(_SCAN, PrivacyScan)
_values = values_of(PrivacyScan)
_END = ("step", "finished_at", "holds", "error", "report", "jws")

_ADD = Prepared(insert(_SCAN))
_WALK = Prepared(update(_SCAN).where(*same(_SCAN.c.id)).values(step=bindparam("done")))
_HEAR = Prepared(
    update(_SCAN)
    .where(*same(_SCAN.c.id), _SCAN.c.finished_at.is_(None))
    .values(heard_at=bindparam("heard_at"))
)
_FINISH = Prepared(
    update(_SCAN).where(*same(_SCAN.c.id)).values({name: bindparam(name) for name in _END})
)
_GET = Prepared(select(*_COLUMNS).where(*same(_SCAN.c.id)), PrivacyScan)
_NEWEST = select(_SCAN.c.id).order_by(_SCAN.c.id.desc()).limit(bindparam("limit"))
_LAST = Prepared(
    select(*_COLUMNS).order_by(_SCAN.c.id.desc()).limit(bindparam("limit")), PrivacyScan
)
_TIDY = Prepared(delete(_SCAN).where(_SCAN.c.id.not_in(_NEWEST)))


class PrivacyScanStore:
    """See `domain.operators.privacy_scans.PrivacyScans`."""

    __slots__ = ("_db",)

    def __init__(self, db: Db) -> None:
        """Bind to an installation's work."""
        self._db = db

    def take_turn(self) -> bool:
        """See the Protocol."""
        return self._db.take_turn(b"privacy scan")

    def add(self, scan: PrivacyScan) -> None:
        """See the Protocol."""
        self._db.add(_ADD, **_values(scan))

    def walk(self, scan_id: bytes, step: str) -> None:
        """See the Protocol."""
        self._db.run(_WALK, id=scan_id, done=step)

    def hear(self, scan_id: bytes, at: datetime) -> None:
        """See the Protocol."""
        self._db.run(_HEAR, id=scan_id, heard_at=at)

    def finish(self, scan: PrivacyScan) -> None:
        """See the Protocol."""
        self._db.run(_FINISH, id=scan.id, **{name: getattr(scan, name) for name in _END})

    def get(self, scan_id: bytes) -> PrivacyScan | None:
        """See the Protocol."""
        return self._db.one(_GET, id=scan_id)

    def last(self, limit: int) -> tuple[PrivacyScan, ...]:
        """See the Protocol."""
        return tuple(self._db.all(_LAST, limit=limit))

    def tidy(self, keep: int) -> int:
        """See the Protocol."""
        return self._db.run(_TIDY, limit=keep)
