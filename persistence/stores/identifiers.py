"""Sealed identifiers."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.identifiers.records import Candidate, IdentifierKind, SealedIdentifier
from persistence.mapping import columns_of, same, table_of
from persistence.statements import Prepared
from persistence.stores.store import Store
from persistence.tables.identifiers import IdentifierRow

_IDENTIFIER = table_of(IdentifierRow)
_COLUMNS = columns_of(_IDENTIFIER, SealedIdentifier, index="sealed_index")

_FIND = Prepared(
    select(*_COLUMNS).where(
        *same(_IDENTIFIER.c.tenant_id, _IDENTIFIER.c.sealed_index, _IDENTIFIER.c.kind)
    ),
    SealedIdentifier,
)
_CLAIM = Prepared(
    insert(_IDENTIFIER).on_conflict_do_nothing(index_elements=["tenant_id", "sealed_index"])
)
_RESEAL = Prepared(
    update(_IDENTIFIER)
    .where(*same(_IDENTIFIER.c.tenant_id, _IDENTIFIER.c.id))
    .values(sealed_index=bindparam("sealed_index"), key_version=bindparam("key_version"))
)
_OF_ACCOUNT = Prepared(
    select(*_COLUMNS)
    .where(*same(_IDENTIFIER.c.tenant_id, _IDENTIFIER.c.account_id))
    .order_by(_IDENTIFIER.c.id),
    SealedIdentifier,
)
_ON_VERSION = Prepared(
    select(func.count()).select_from(
        select(_IDENTIFIER.c.id)
        .where(*same(_IDENTIFIER.c.tenant_id, _IDENTIFIER.c.key_version))
        .limit(bindparam("most"))
        .subquery()
    ),
    int,
)
_RELEASE = Prepared(delete(_IDENTIFIER).where(*same(_IDENTIFIER.c.tenant_id, _IDENTIFIER.c.id)))
_RELEASE_ALL = Prepared(
    delete(_IDENTIFIER).where(*same(_IDENTIFIER.c.tenant_id, _IDENTIFIER.c.account_id))
)


class IdentifierStore(Store):
    """See `domain.identifiers.store.Identifiers`."""

    __slots__ = ()

    def find(
        self, kind: IdentifierKind, candidates: tuple[Candidate, ...]
    ) -> SealedIdentifier | None:
        """See the Protocol; every candidate is asked for, found or not: both cost the same."""
        found = [
            self._db.one(_FIND, tenant_id=self._tenant, sealed_index=each.index, kind=kind)
            for each in candidates
        ]
        return next((each for each in found if each is not None), None)

    def claim(self, identifier: SealedIdentifier, candidates: tuple[Candidate, ...]) -> bool:
        """See the Protocol; the unique index decides between two who claim at once."""
        if self.find(identifier.kind, candidates) is not None:
            return False
        met = self._db.run(
            _CLAIM,
            tenant_id=self._tenant,
            id=identifier.id,
            account_id=identifier.account_id,
            kind=identifier.kind,
            sealed_index=identifier.index,
            key_version=identifier.key_version,
            created_at=identifier.created_at,
        )
        return met == 1

    def reseal(self, identifier_id: bytes, candidate: Candidate) -> None:
        """See the Protocol."""
        self._db.run(
            _RESEAL,
            tenant_id=self._tenant,
            id=identifier_id,
            sealed_index=candidate.index,
            key_version=candidate.key_version,
        )

    def of_account(self, account_id: bytes) -> tuple[SealedIdentifier, ...]:
        """See the Protocol."""
        return tuple(self._db.all(_OF_ACCOUNT, tenant_id=self._tenant, account_id=account_id))

    def count_on(self, version: int, most: int) -> int:
        """See the Protocol."""
        return (
            self._db.one(_ON_VERSION, tenant_id=self._tenant, key_version=version, most=most) or 0
        )

    def release(self, identifier_id: bytes) -> bool:
        """See the Protocol."""
        return self._db.run(_RELEASE, tenant_id=self._tenant, id=identifier_id) == 1

    def release_all(self, account_id: bytes) -> int:
        """See the Protocol."""
        return self._db.run(_RELEASE_ALL, tenant_id=self._tenant, account_id=account_id)
