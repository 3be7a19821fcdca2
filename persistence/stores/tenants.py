"""Tenants and their keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.kernel.secrets import Secret
from domain.tenants.records import (
    IndexKey,
    KeyPurpose,
    KeyState,
    SigningKey,
    Tenant,
    TenantSecrets,
)
from persistence.db import Db
from persistence.mapping import columns_of, same, table_of, values_of
from persistence.sealing import KeyRing, Place
from persistence.statements import Prepared
from persistence.stores.store import Store, bump, storable
from persistence.tables.tenants import ConfigVersionRow, IndexKeyRow, SigningKeyRow, TenantRow

_TENANT = table_of(TenantRow)
_CONFIG = table_of(ConfigVersionRow)
_INDEX = table_of(IndexKeyRow)
_KEY = table_of(SigningKeyRow)
_values = values_of(Tenant)
_key_values = values_of(SigningKey)
_PRIVATE = [each.name for each in fields(SigningKey)].index("private_pem")

_COLUMNS = columns_of(_TENANT, Tenant)
_CHANGED = ("label", "status", "locale", "branding", "policy", "clock_offset", "version")

GET = Prepared(select(*_COLUMNS).where(*same(_TENANT.c.id)), Tenant)
BY_SLUG = Prepared(select(*_COLUMNS).where(*same(_TENANT.c.slug)), Tenant)
_ALL = Prepared(select(*_COLUMNS).order_by(_TENANT.c.slug), Tenant)
_ADD = Prepared(insert(_TENANT).on_conflict_do_nothing(index_elements=["slug"]))
_ADD_VERSION = Prepared(insert(_CONFIG))
_CHANGE = Prepared(
    update(_TENANT)
    .where(*same(_TENANT.c.id), _TENANT.c.version == bindparam("before"))
    .values({name: bindparam(name) for name in _CHANGED})
)
_INDEX_KEYS = Prepared(
    select(_INDEX.c.version, _INDEX.c.key_sealed, _INDEX.c.created_at)
    .where(*same(_INDEX.c.tenant_id))
    .order_by(_INDEX.c.version.desc())
)
_ADD_INDEX_KEY = Prepared(insert(_INDEX))
_SUBJECT_KEY = Prepared(
    select(_TENANT.c.subject_key_sealed).where(_TENANT.c.id == bindparam("tenant_id"))
)
_KEYS = (
    select(*columns_of(_KEY, SigningKey, private_pem="private_sealed"))
    .where(*same(_KEY.c.tenant_id, _KEY.c.purpose))
    .order_by(_KEY.c.id.desc())
)
_HISTORY = Prepared(_KEYS)
_SIGNING = Prepared(_KEYS.where(_KEY.c.state != KeyState.RETIRED))
_ADD_KEY = Prepared(insert(_KEY))
_MOVE = (
    update(_KEY)
    .where(*same(_KEY.c.tenant_id, _KEY.c.id), _KEY.c.state == bindparam("before"))
    .values(state=bindparam("after"))
)
_PLAIN_MOVE = Prepared(_MOVE)
_DATED = {KeyState.ACTIVE, KeyState.RETIRING}
_MOVES = {
    KeyState.ACTIVE: Prepared(_MOVE.values(activated_at=bindparam("at"))),
    KeyState.RETIRING: Prepared(_MOVE.values(retiring_at=bindparam("at"))),
    KeyState.RETIRED: Prepared(_MOVE.values(private_sealed=None)),
}


class TenantStore:
    """All tenants, or only the one a work is bound to; see `domain.tenants.store.Tenants`.

    Args:
        db: the work's connection.
        ring: seals the new tenant's keys.
        changed: told the id of a tenant whose record changed.
        only: the one tenant that is here; None for an installation's work.
    """

    __slots__ = ("_changed", "_db", "_only", "_ring")

    def __init__(
        self, db: Db, ring: KeyRing, changed: Callable[[bytes], None], only: bytes | None = None
    ) -> None:
        """Bind to a work."""
        self._db = db
        self._ring = ring
        self._changed = changed
        self._only = only

    def get(self, tenant_id: bytes) -> Tenant | None:
        """See the Protocol."""
        return self._mine(self._db.one(GET, id=tenant_id))

    def by_slug(self, slug: str) -> Tenant | None:
        """See the Protocol."""
        return self._mine(self._db.one(BY_SLUG, slug=slug)) if storable(slug) else None

    def all(self) -> tuple[Tenant, ...]:
        """See the Protocol."""
        if self._only is not None:
            mine = self.get(self._only)
            return () if mine is None else (mine,)
        return tuple(self._db.all(_ALL))

    def add(self, tenant: Tenant, secrets: TenantSecrets) -> bool:
        """See the Protocol; a tenant's own work adds none."""
        if self._only is not None:
            return False
        subject = self._ring.seal(secrets.subject_key, _subject_place(tenant.id))
        if not self._db.run(_ADD, **_values(tenant), subject_key_sealed=subject):
            return False
        self._db.add(_ADD_VERSION, tenant_id=tenant.id, version=1)
        _add_index_key(self._db, self._ring, tenant.id, secrets.index_key)
        for key in secrets.signing_keys:
            _add_signing(self._db, self._ring, tenant.id, key)
        return True

    def change(self, tenant: Tenant) -> bool:
        """See the Protocol; slug, kind, privacy and salt never change."""
        if self._mine(tenant) is None:
            return False
        values = {name: getattr(tenant, name) for name in _CHANGED}
        if not self._db.run(_CHANGE, id=tenant.id, before=tenant.version - 1, **values):
            return False
        bump(self._db, tenant.id)
        self._changed(tenant.id)
        return True

    def _mine(self, tenant: Tenant | None) -> Tenant | None:
        if tenant is None or self._only is None or tenant.id == self._only:
            return tenant
        return None


class TenantKeyStore(Store):
    """This tenant's keys; see `domain.tenants.store.TenantKeys`."""

    __slots__ = ()

    def index_keys(self) -> tuple[IndexKey, ...]:
        """See the Protocol."""
        return self._kept(("index_keys",), self._index_keys)

    def add_index_key(self, key: IndexKey) -> None:
        """See the Protocol."""
        _add_index_key(self._db, self._ring, self._tenant, key)
        self._configured(1)

    def subject_key(self) -> bytes:
        """See the Protocol."""
        return self._kept(("subject_key",), self._subject_key)

    def signing(self, purpose: KeyPurpose) -> tuple[SigningKey, ...]:
        """See the Protocol."""
        return self._kept(("signing", purpose), lambda: self._keys(_SIGNING, purpose))

    def history(self, purpose: KeyPurpose) -> tuple[SigningKey, ...]:
        """See the Protocol."""
        return self._keys(_HISTORY, purpose)

    def add_signing(self, key: SigningKey) -> None:
        """See the Protocol."""
        _add_signing(self._db, self._ring, self._tenant, key)
        self._configured(1)

    def advance(self, key_id: bytes, before: KeyState, after: KeyState, at: datetime) -> bool:
        """See the Protocol."""
        move = _MOVES.get(after, _PLAIN_MOVE)
        when = {"at": at} if after in _DATED else {}
        met = self._db.run(
            move, tenant_id=self._tenant, id=key_id, before=before, after=after, **when
        )
        return self._configured(met)

    def _index_keys(self) -> tuple[IndexKey, ...]:
        return tuple(
            IndexKey(version, self._ring.unseal(sealed, _index_place(self._tenant, version)), at)
            for version, sealed, at in self._db.all(_INDEX_KEYS, tenant_id=self._tenant)
        )

    def _subject_key(self) -> bytes:
        row = self._db.one(_SUBJECT_KEY, tenant_id=self._tenant)
        if row is None:
            raise LookupError("this work's tenant has no row")
        return self._ring.unseal(row[0], _subject_place(self._tenant))

    def _keys(
        self, statement: Prepared[tuple[Any, ...]], purpose: KeyPurpose
    ) -> tuple[SigningKey, ...]:
        rows = self._db.all(statement, tenant_id=self._tenant, purpose=purpose)
        return tuple(SigningKey(*self._opened(list(row))) for row in rows)

    def _opened(self, values: list[Any]) -> list[Any]:
        """Put the private half in place of its sealed form."""
        if values[_PRIVATE] is not None:
            clear = self._ring.unseal(values[_PRIVATE], _private_place(self._tenant, values[0]))
            values[_PRIVATE] = Secret(clear.decode())
        return values


def _add_index_key(db: Db, ring: KeyRing, tenant_id: bytes, key: IndexKey) -> None:
    db.add(
        _ADD_INDEX_KEY,
        tenant_id=tenant_id,
        version=key.version,
        key_sealed=ring.seal(key.key, _index_place(tenant_id, key.version)),
        created_at=key.created_at,
    )


def _add_signing(db: Db, ring: KeyRing, tenant_id: bytes, key: SigningKey) -> None:
    values = _key_values(key)
    private = values.pop("private_pem")
    values["private_sealed"] = private and ring.seal(
        private.reveal().encode(), _private_place(tenant_id, key.id)
    )
    db.add(_ADD_KEY, tenant_id=tenant_id, **values)


def _subject_place(tenant_id: bytes) -> Place:
    return Place("tenant", "subject_key_sealed", tenant_id)


def _index_place(tenant_id: bytes, version: int) -> Place:
    return Place("index_key", "key_sealed", tenant_id + version.to_bytes(4, "big"))


def _private_place(tenant_id: bytes, key_id: bytes) -> Place:
    return Place("signing_key", "private_sealed", tenant_id + key_id)
