"""Invitations to become an operator."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, insert, select, update

from domain.kernel.paging import Page, PageRequest
from domain.operators.records import Invitation, Role
from persistence.mapping import columns_of, page_of, same, table_of, values_of
from persistence.statements import Prepared
from persistence.stores.store import Store, before, tidying
from persistence.tables.operators import InvitationRow

_INVITATION = table_of(InvitationRow)
_COLUMNS = columns_of(_INVITATION, Invitation)
_ROLES: Final = [each.name for each in fields(Invitation)].index("roles")
_values = values_of(Invitation)
_THIS = same(_INVITATION.c.tenant_id, _INVITATION.c.id)
_AT = bindparam("at", type_=_INVITATION.c.used_at.type)
_OPEN = (_INVITATION.c.used_at.is_(None), _INVITATION.c.revoked_at.is_(None))


def _invitation(*values: Any) -> Invitation:
    kept = list(values)
    kept[_ROLES] = tuple(map(Role, kept[_ROLES]))
    return Invitation(*kept)


_GET = Prepared(select(*_COLUMNS).where(*_THIS), _invitation)
_LIVE = Prepared(
    select(*_COLUMNS).where(
        *same(_INVITATION.c.tenant_id, _INVITATION.c.digest),
        *_OPEN,
        _INVITATION.c.expires_at > bindparam("now", type_=_INVITATION.c.expires_at.type),
    ),
    _invitation,
)
_ADD = Prepared(insert(_INVITATION))
_USE = Prepared(
    update(_INVITATION)
    .where(*_THIS, *_OPEN, _INVITATION.c.expires_at > _AT)
    .values(used_at=_AT, account_id=bindparam("account_id"))
)
_REVOKE = Prepared(update(_INVITATION).where(*_THIS, *_OPEN).values(revoked_at=_AT), evidence=True)
_TIDY = tidying(_INVITATION, _INVITATION.c.id, before(_INVITATION.c.expires_at))


class InvitationStore(Store):
    """See `domain.operators.store.Invitations`."""

    __slots__ = ()

    def get(self, invitation_id: bytes) -> Invitation | None:
        """See the Protocol."""
        return self._db.one(_GET, tenant_id=self._tenant, id=invitation_id)

    def live(self, digest: bytes, now: datetime) -> Invitation | None:
        """See the Protocol."""
        return self._db.one(_LIVE, tenant_id=self._tenant, digest=digest, now=now)

    def page(self, bound_to: bytes | None, page: PageRequest) -> Page[Invitation]:
        """See the Protocol."""
        wanted = select(*_COLUMNS).where(_INVITATION.c.tenant_id == self._tenant)
        if bound_to is not None:
            wanted = wanted.where(_INVITATION.c.bound_to == bound_to)
        return page_of(self._db, wanted, _invitation, page, key=_INVITATION.c.id)

    def add(self, invitation: Invitation) -> None:
        """See the Protocol."""
        self._db.add(_ADD, tenant_id=self._tenant, **_values(invitation))

    def use(self, invitation_id: bytes, account_id: bytes, at: datetime) -> bool:
        """See the Protocol; of two at once, the row's lock lets one through."""
        met = self._db.run(
            _USE, tenant_id=self._tenant, id=invitation_id, account_id=account_id, at=at
        )
        return met == 1

    def revoke(self, invitation_id: bytes, at: datetime) -> bool:
        """See the Protocol."""
        return self._db.run(_REVOKE, tenant_id=self._tenant, id=invitation_id, at=at) == 1

    def tidy(self, before: datetime, limit: int) -> int:
        """See the Protocol."""
        return self._db.run(_TIDY, tenant_id=self._tenant, before=before, limit=limit)
