"""Interactions; the request inside is sealed, it may name a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, insert, select, update

from domain.login.records import Interaction
from domain.oauth.records import AuthorizationRequest
from persistence.mapping import columns_of, same, table_of, values_of
from persistence.sealing import Place
from persistence.shapes import plain, reader
from persistence.statements import Prepared
from persistence.stores.store import Store, before, tidying
from persistence.tables.login import InteractionRow

_INTERACTION = table_of(InteractionRow)
_COLUMNS = columns_of(_INTERACTION, Interaction, request="request_sealed")
_REQUEST = [column.name for column in _COLUMNS].index("request_sealed")
_values = values_of(Interaction)
_THIS = same(_INTERACTION.c.tenant_id, _INTERACTION.c.id)
_MOVES = (
    "status",
    "account_id",
    "subject",
    "session_id",
    "consent_asked",
    "registering",
    "failure",
    "version",
)
"""What a step changes; the request, which is sealed, is written once."""

_GET = Prepared(select(*_COLUMNS).where(*_THIS))
_ADD = Prepared(insert(_INTERACTION))
_CHANGE = Prepared(
    update(_INTERACTION)
    .where(*_THIS, _INTERACTION.c.version == bindparam("before"))
    .values({name: bindparam(name) for name in _MOVES})
)
_TIDY = tidying(_INTERACTION, _INTERACTION.c.id, before(_INTERACTION.c.expires_at))

_FORGET = Prepared(
    delete(_INTERACTION).where(
        *same(_INTERACTION.c.tenant_id, _INTERACTION.c.account_id),
        _INTERACTION.c.account_id.is_not(None),
    )
)


class InteractionStore(Store):
    """See `domain.login.store.Interactions`."""

    __slots__ = ()

    def get(self, interaction_id: bytes) -> Interaction | None:
        """See the Protocol."""
        values = self._row(interaction_id)
        if values is None:
            return None
        if values[_REQUEST] is not None:
            clear = self._ring.unseal(values[_REQUEST], self._place(interaction_id))
            values[_REQUEST] = reader(AuthorizationRequest)(orjson.loads(clear))
        return Interaction(*values)

    def bare(self, interaction_id: bytes) -> Interaction | None:
        """See the Protocol."""
        values = self._row(interaction_id)
        if values is None:
            return None
        values[_REQUEST] = None
        return Interaction(*values)

    def add(self, interaction: Interaction) -> None:
        """See the Protocol."""
        self._db.add(_ADD, tenant_id=self._tenant, **self._sealed(interaction))

    def change(self, interaction: Interaction) -> bool:
        """See the Protocol."""
        met = self._db.run(
            _CHANGE,
            tenant_id=self._tenant,
            id=interaction.id,
            before=interaction.version - 1,
            **{name: getattr(interaction, name) for name in _MOVES},
        )
        return met == 1

    def forget(self, account_id: bytes) -> int:
        """See the Protocol."""
        return self._db.run(_FORGET, tenant_id=self._tenant, account_id=account_id)

    def tidy(self, before: datetime, limit: int) -> int:
        """See the Protocol."""
        return self._db.run(_TIDY, tenant_id=self._tenant, before=before, limit=limit)

    def _row(self, interaction_id: bytes) -> list[Any] | None:
        row = self._db.one(_GET, tenant_id=self._tenant, id=interaction_id)
        return None if row is None else list(row)

    def _sealed(self, interaction: Interaction) -> dict[str, Any]:
        values = _values(interaction)
        request = values.pop("request")
        values["request_sealed"] = request and self._ring.seal(
            orjson.dumps(plain(request)), self._place(interaction.id)
        )
        return values

    def _place(self, interaction_id: bytes) -> Place:
        return Place("interaction", "request_sealed", self._tenant + interaction_id)
