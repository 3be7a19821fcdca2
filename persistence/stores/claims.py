"""Synthetic claims of sandbox personas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from persistence.mapping import same, table_of
from persistence.sealing import Place
from persistence.statements import Prepared
from persistence.stores.store import Store
from persistence.tables.claims import PersonaClaimsRow

_CLAIMS = table_of(PersonaClaimsRow)
_THIS = same(_CLAIMS.c.tenant_id, _CLAIMS.c.account_id)

_GET = Prepared(select(_CLAIMS.c.claims_sealed).where(*_THIS))
_insert = insert(_CLAIMS)
_PUT = Prepared(
    _insert.on_conflict_do_update(
        index_elements=["tenant_id", "account_id"],
        set_={"claims_sealed": _insert.excluded.claims_sealed},
    )
)
_REMOVE = Prepared(delete(_CLAIMS).where(*_THIS))


class PersonaClaimStore(Store):
    """See `domain.claims.store.PersonaClaims`."""

    __slots__ = ()

    def get(self, account_id: bytes) -> Mapping[str, Any]:
        """See the Protocol."""
        row = self._db.one(_GET, tenant_id=self._tenant, account_id=account_id)
        return {} if row is None else self._opened(account_id, row[0])

    def some(self, account_ids: tuple[bytes, ...]) -> Mapping[bytes, Mapping[str, Any]]:
        """See the Protocol."""
        query = select(_CLAIMS.c.account_id, _CLAIMS.c.claims_sealed).where(
            _CLAIMS.c.tenant_id == self._tenant, _CLAIMS.c.account_id.in_(account_ids)
        )
        rows = self._db.ask(query, lambda *pair: pair) if account_ids else []
        return {account_id: self._opened(account_id, sealed) for account_id, sealed in rows}

    def put(self, account_id: bytes, claims: Mapping[str, Any]) -> None:
        """See the Protocol."""
        sealed = self._ring.seal(orjson.dumps(dict(claims)), self._place(account_id))
        self._db.run(_PUT, tenant_id=self._tenant, account_id=account_id, claims_sealed=sealed)

    def remove(self, account_id: bytes) -> None:
        """See the Protocol."""
        self._db.run(_REMOVE, tenant_id=self._tenant, account_id=account_id)

    def _opened(self, account_id: bytes, sealed: bytes) -> Mapping[str, Any]:
        claims: Mapping[str, Any] = orjson.loads(self._ring.unseal(sealed, self._place(account_id)))
        return claims

    def _place(self, account_id: bytes) -> Place:
        return Place("persona_claims", "claims_sealed", self._tenant + account_id)
