"""Password enrolments."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, select, update

from domain.factors.records import PasswordEnrolment
from persistence.mapping import columns_of, same, table_of, values_of
from persistence.statements import Prepared
from persistence.stores.store import Store, among, portions
from persistence.tables.factors import PasswordRow

_PASSWORD = table_of(PasswordRow)
_values = values_of(PasswordEnrolment)
_OF = same(_PASSWORD.c.tenant_id, _PASSWORD.c.account_id)

_OF_ACCOUNT = Prepared(
    select(*columns_of(_PASSWORD, PasswordEnrolment)).where(*_OF), PasswordEnrolment
)
_ADD = Prepared(insert(_PASSWORD))
_UPGRADE = Prepared(
    update(_PASSWORD)
    .where(*same(_PASSWORD.c.tenant_id, _PASSWORD.c.id), _PASSWORD.c.encoded == bindparam("before"))
    .values(encoded=bindparam("after"))
)
_REMOVE = Prepared(delete(_PASSWORD).where(*_OF))
_OF_SOME = Prepared(
    select(_PASSWORD.c.account_id).where(
        *same(_PASSWORD.c.tenant_id), among(_PASSWORD.c.account_id)
    ),
    bytes,
)


class PasswordStore(Store):
    """See `domain.factors.store.Passwords`."""

    __slots__ = ()

    def of_account(self, account_id: bytes) -> PasswordEnrolment | None:
        """See the Protocol."""
        return self._db.one(_OF_ACCOUNT, tenant_id=self._tenant, account_id=account_id)

    def of_some(self, account_ids: tuple[bytes, ...]) -> frozenset[bytes]:
        """See the Protocol."""
        found: set[bytes] = set()
        for some in portions(account_ids):
            found.update(self._db.all(_OF_SOME, tenant_id=self._tenant, **some))
        return frozenset(found)

    def enrol(self, enrolment: PasswordEnrolment) -> None:
        """See the Protocol."""
        self.remove(enrolment.account_id)
        self._db.add(_ADD, tenant_id=self._tenant, **_values(enrolment))

    def upgrade(self, enrolment_id: bytes, before: str, encoded: str) -> bool:
        """See the Protocol."""
        met = self._db.run(
            _UPGRADE, tenant_id=self._tenant, id=enrolment_id, before=before, after=encoded
        )
        return met == 1

    def remove(self, account_id: bytes) -> int:
        """See the Protocol."""
        return self._db.run(_REMOVE, tenant_id=self._tenant, account_id=account_id)
