"""Limit buckets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, case, delete, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import insert

from domain.limits.records import Bucket
from persistence.mapping import columns_of, same, table_of
from persistence.statements import Prepared
from persistence.stores.store import Store, before, tidying
from persistence.tables.limits import LimitBucketRow

_BUCKET = table_of(LimitBucketRow)
_COLUMNS = columns_of(_BUCKET, Bucket)
_THIS = same(_BUCKET.c.tenant_id, _BUCKET.c.key)
_KEPT: Final = timedelta(days=1)
"""A bucket is remembered so long after its last effect, for the doubling of delays."""

_GET = Prepared(select(*_COLUMNS).where(*_THIS), Bucket)
_closed, _other = (
    select(_BUCKET.c.blocked_until).where(
        *same(_BUCKET.c.tenant_id),
        _BUCKET.c.key == bindparam(name, type_=_BUCKET.c.key.type),
        _BUCKET.c.blocked_until > bindparam("now", type_=_BUCKET.c.blocked_until.type),
    )
    for name in ("one", "other")
)
_CLOSED = Prepared(_closed.union_all(_other), lambda until: until)
_insert = insert(_BUCKET)
_over = _BUCKET.c.window_ends_at <= bindparam("now", type_=_BUCKET.c.window_ends_at.type)
_FAIL = Prepared(
    _insert.on_conflict_do_update(
        index_elements=["tenant_id", "key"],
        set_={
            "failures": case((_over, 1), else_=_BUCKET.c.failures + 1),
            "strikes": case((_over, 0), else_=_BUCKET.c.strikes),
            "window_ends_at": case(
                (_over, _insert.excluded.window_ends_at), else_=_BUCKET.c.window_ends_at
            ),
        },
    ).returning(*_COLUMNS),
    Bucket,
    evidence=True,
)
_BLOCK = Prepared(
    _insert.on_conflict_do_update(
        index_elements=["tenant_id", "key"],
        set_={
            "failures": 0,
            "strikes": _BUCKET.c.strikes + 1,
            "blocked_until": _insert.excluded.blocked_until,
            "level": func.coalesce(_insert.excluded.level, _BUCKET.c.level),
        },
    ),
    evidence=True,
)
_NOW_CLOSED = Prepared(
    select(_BUCKET.c.level)
    .where(
        *same(_BUCKET.c.tenant_id),
        literal_column("blocked_until IS NOT NULL"),
        _BUCKET.c.blocked_until > bindparam("now", type_=_BUCKET.c.blocked_until.type),
    )
    .order_by(_BUCKET.c.tenant_id, _BUCKET.c.blocked_until)
    .limit(bindparam("limit"))
)
_CLEAR = Prepared(delete(_BUCKET).where(*_THIS), evidence=True)
_TIDY = tidying(
    _BUCKET,
    _BUCKET.c.key,
    before(_BUCKET.c.window_ends_at),
    or_(_BUCKET.c.blocked_until.is_(None), before(_BUCKET.c.blocked_until)),
)


class LimitStore(Store):
    """See `domain.limits.store.Limits`."""

    __slots__ = ()

    def get(self, key: bytes) -> Bucket | None:
        """See the Protocol."""
        return self._db.one(_GET, tenant_id=self._tenant, key=key)

    def closed_until(self, keys: tuple[bytes, ...], now: datetime) -> datetime | None:
        """See the Protocol; a single key is asked for twice, which costs nothing."""
        found: list[datetime] = self._db.all(
            _CLOSED, tenant_id=self._tenant, one=keys[0], other=keys[-1], now=now
        )
        return max(found) if found else None

    def fail(
        self, key: bytes, now: datetime, window_ends_at: datetime, level: str | None = None
    ) -> Bucket:
        """See the Protocol; one upsert, so that no failure is lost between two replicas."""
        bucket = self._db.one(
            _FAIL,
            tenant_id=self._tenant,
            key=key,
            failures=1,
            strikes=0,
            window_ends_at=window_ends_at,
            blocked_until=None,
            level=level,
            now=now,
        )
        if bucket is None:
            raise LookupError("an upsert always returns its row")
        return bucket

    def block(self, key: bytes, until: datetime, level: str | None = None) -> None:
        """See the Protocol."""
        self._db.run(
            _BLOCK,
            tenant_id=self._tenant,
            key=key,
            failures=0,
            strikes=1,
            window_ends_at=until,
            blocked_until=until,
            level=level,
        )

    def clear(self, key: bytes) -> None:
        """See the Protocol."""
        self._db.run(_CLEAR, tenant_id=self._tenant, key=key)

    def closed(self, now: datetime, limit: int) -> Mapping[str, int]:
        """See the Protocol; an index of its own holds the closed ones alone."""
        rows = self._db.all(_NOW_CLOSED, tenant_id=self._tenant, now=now, limit=limit)
        return Counter(level or "" for (level,) in rows)

    def tidy(self, now: datetime, limit: int) -> int:
        """See the Protocol."""
        return self._db.run(_TIDY, tenant_id=self._tenant, before=now - _KEPT, limit=limit)
