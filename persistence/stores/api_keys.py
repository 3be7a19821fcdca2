"""API keys, and what was made once under them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.api_keys.records import ApiKey, MadeOnce
from domain.kernel.paging import Page, PageRequest
from persistence.mapping import columns_of, page_of, same, table_of, values_of
from persistence.statements import Prepared
from persistence.stores.store import Store, before, tidying
from persistence.tables.api_keys import ApiKeyRow, MadeOnceRow

_KEY = table_of(ApiKeyRow)
_ONCE = table_of(MadeOnceRow)
_COLUMNS = columns_of(_KEY, ApiKey)
_THIS = same(_KEY.c.tenant_id, _KEY.c.id)
_PLACE = same(_ONCE.c.tenant_id, _ONCE.c.digest)
_values = values_of(ApiKey)
_once_values = values_of(MadeOnce)

_GET = Prepared(select(*_COLUMNS).where(*_THIS), ApiKey)
_ADD = Prepared(insert(_KEY))
_USED = Prepared(
    update(_KEY)
    .where(*_THIS)
    .values(last_used_on=bindparam("day", type_=_KEY.c.last_used_on.type)),
    evidence=True,
)
_REVOKE = Prepared(
    update(_KEY)
    .where(*_THIS, _KEY.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("at", type_=_KEY.c.revoked_at.type)),
    evidence=True,
)
_REMOVE_ALL = Prepared(delete(_KEY).where(*same(_KEY.c.tenant_id, _KEY.c.account_id)))

_GET_ONCE = Prepared(select(*columns_of(_ONCE, MadeOnce)).where(*_PLACE), MadeOnce)
_claim = upsert(_ONCE)
_CLAIM = Prepared(
    _claim.on_conflict_do_update(
        index_elements=["tenant_id", "digest"],
        set_={
            "request_digest": _claim.excluded.request_digest,
            "reference": "",
            "expires_at": _claim.excluded.expires_at,
        },
        where=or_(
            _ONCE.c.reference == "",
            _ONCE.c.expires_at <= bindparam("now", type_=_ONCE.c.expires_at.type),
        ),
    ),
    evidence=True,
)
_FINISH = Prepared(
    update(_ONCE).where(*_PLACE).values(reference=bindparam("reference")), evidence=True
)
_TIDY = tidying(_ONCE, _ONCE.c.digest, before(_ONCE.c.expires_at))


class ApiKeyStore(Store):
    """See `domain.api_keys.store.ApiKeys`."""

    __slots__ = ()

    def get(self, key_id: bytes) -> ApiKey | None:
        """See the Protocol."""
        return self._db.one(_GET, tenant_id=self._tenant, id=key_id)

    def page(self, account_id: bytes | None, page: PageRequest) -> Page[ApiKey]:
        """See the Protocol."""
        wanted = select(*_COLUMNS).where(_KEY.c.tenant_id == self._tenant)
        if account_id is not None:
            wanted = wanted.where(_KEY.c.account_id == account_id)
        return page_of(self._db, wanted, ApiKey, page, key=_KEY.c.id)

    def add(self, key: ApiKey) -> None:
        """See the Protocol."""
        self._db.add(_ADD, tenant_id=self._tenant, **_values(key))

    def used(self, key_id: bytes, day: date) -> None:
        """See the Protocol."""
        self._db.run(_USED, tenant_id=self._tenant, id=key_id, day=day)

    def revoke(self, key_id: bytes, at: datetime) -> bool:
        """See the Protocol."""
        return self._db.run(_REVOKE, tenant_id=self._tenant, id=key_id, at=at) == 1

    def remove_all(self, account_id: bytes) -> int:
        """See the Protocol."""
        return self._db.run(_REMOVE_ALL, tenant_id=self._tenant, account_id=account_id)


class MadeOnceStore(Store):
    """See `domain.api_keys.store.MadeOnces`."""

    __slots__ = ()

    def get(self, digest: bytes) -> MadeOnce | None:
        """See the Protocol."""
        return self._db.one(_GET_ONCE, tenant_id=self._tenant, digest=digest)

    def claim(self, wanted: MadeOnce, now: datetime) -> bool:
        """See the Protocol; the row stays locked, so that a second claimant waits for the end."""
        met = self._db.run(_CLAIM, tenant_id=self._tenant, now=now, **_once_values(wanted))
        return met == 1

    def finish(self, digest: bytes, reference: str) -> None:
        """See the Protocol."""
        self._db.run(_FINISH, tenant_id=self._tenant, digest=digest, reference=reference)

    def tidy(self, now: datetime, limit: int) -> int:
        """See the Protocol."""
        return self._db.run(_TIDY, tenant_id=self._tenant, before=now, limit=limit)
