"""Grants, with what they rest on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    FromClause,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from domain.accounts.records import AccountStatus
from domain.oauth.records import Grant, GrantItem, Standing, TokenRoot
from persistence.mapping import columns_of, same, table_of, values_of
from persistence.statements import Prepared
from persistence.stores.store import Store, before, tidying
from persistence.tables.accounts import AccountRow
from persistence.tables.oauth import ClientGrantRow, DeniedTokenRow
from persistence.tables.sessions import SessionRow

_GRANT = table_of(ClientGrantRow)
_DENIED = table_of(DeniedTokenRow)
_ACCOUNT = table_of(AccountRow)
_SESSION = table_of(SessionRow)
_COLUMNS = columns_of(_GRANT, Grant)
_values = values_of(Grant)
_THIS = same(_GRANT.c.tenant_id, _GRANT.c.id)
_OPEN = _GRANT.c.closed_at.is_(None)
_MOMENT = bindparam("now", type_=_GRANT.c.ends_at.type)


def standing_of(*row: Any) -> Standing:
    """Make the record of a row of `STANDING`."""
    return Standing(Grant(*row[:-2]), row[-2], row[-1])


_STANDS = (
    _ACCOUNT.c.status == AccountStatus.ENABLED,
    or_(
        _GRANT.c.session_id.is_(None),
        and_(
            _SESSION.c.id.is_not(None),
            _SESSION.c.ended_at.is_(None),
            _SESSION.c.idle_ends_at > _MOMENT,
            _SESSION.c.ends_at > _MOMENT,
        ),
    ),
)
_ITS_ACCOUNT = and_(
    _ACCOUNT.c.tenant_id == _GRANT.c.tenant_id, _ACCOUNT.c.id == _GRANT.c.account_id
)
_ITS_SESSION = and_(
    _SESSION.c.tenant_id == _GRANT.c.tenant_id, _SESSION.c.id == _GRANT.c.session_id
)
JOINED = _GRANT.join(_ACCOUNT, _ITS_ACCOUNT).outerjoin(_SESSION, _ITS_SESSION)


def rooted(table: Table) -> FromClause:
    """Return a table with the grant that each row may name, and what that rests on."""
    named = and_(_GRANT.c.tenant_id == table.c.tenant_id, _GRANT.c.id == table.c.grant_id)
    return (
        table.outerjoin(_GRANT, named)
        .outerjoin(_ACCOUNT, _ITS_ACCOUNT)
        .outerjoin(_SESSION, _ITS_SESSION)
    )


STANDING = (*_COLUMNS, *_STANDS)
"""Columns of a grant with what it rests on, out of `JOINED`."""

_STANDING_QUERY = select(*STANDING).select_from(JOINED)
_GET = Prepared(select(*_COLUMNS).where(*_THIS), Grant)
_STANDING = Prepared(_STANDING_QUERY.where(*_THIS), standing_of)
_PUBLIC = same(_GRANT.c.tenant_id, _GRANT.c.public_id)
_STANDING_PUBLIC = Prepared(_STANDING_QUERY.where(*_PUBLIC), standing_of)
_IS_DENIED = (
    select(literal_column("1"))
    .where(_DENIED.c.tenant_id == _GRANT.c.tenant_id, *same(_DENIED.c.jti))
    .exists()
)
_OF_ROOT = [
    column
    for column in _COLUMNS
    if column.name in {"id", "account_id", "client_id", "sub", "items", "ends_at", "closed_at"}
]
ROOT = (*_OF_ROOT, *_STANDS)
"""Columns of a token's root, out of `JOINED` or `rooted`."""

_ROOT_QUERY = select(*ROOT).select_from(JOINED)
_ROOT = Prepared(_ROOT_QUERY.where(*_THIS), TokenRoot)
_ROOT_JWT = Prepared(_ROOT_QUERY.add_columns(_IS_DENIED).where(*_PUBLIC), TokenRoot)
_OF_ACCOUNT = (
    select(*_COLUMNS)
    .where(*same(_GRANT.c.tenant_id, _GRANT.c.account_id), _OPEN)
    .order_by(_GRANT.c.id.desc())
)
_OF = Prepared(_OF_ACCOUNT, Grant)
_OF_PAIR = Prepared(_OF_ACCOUNT.where(*same(_GRANT.c.client_id)), Grant)
_OF_SESSION = Prepared(
    select(*_COLUMNS).where(*same(_GRANT.c.tenant_id, _GRANT.c.session_id), _OPEN), Grant
)
_COUNT_OF_CLIENT = Prepared(
    select(func.count()).select_from(
        select(_GRANT.c.id)
        .where(*same(_GRANT.c.tenant_id, _GRANT.c.client_id), _OPEN, _GRANT.c.ends_at > _MOMENT)
        .limit(bindparam("most"))
        .subquery()
    ),
    int,
)
_ADD = Prepared(insert(_GRANT))
_END_REFRESH = Prepared(
    update(_GRANT)
    .where(*_THIS, _OPEN, _GRANT.c.refresh_ended_at.is_(None))
    .values(refresh_ended_at=bindparam("at"), version=_GRANT.c.version + 1),
    evidence=True,
)
_NARROW = Prepared(
    update(_GRANT)
    .where(*_THIS, _GRANT.c.version == bindparam("before"))
    .values(items=bindparam("items"), version=_GRANT.c.version + 1),
    evidence=True,
)
_CLOSE = Prepared(
    update(_GRANT)
    .where(*_THIS, _OPEN)
    .values(
        closed_at=bindparam("at"),
        close_reason=bindparam("reason"),
        version=_GRANT.c.version + 1,
    ),
    evidence=True,
)
_TIDY_ENDED = tidying(_GRANT, _GRANT.c.id, before(_GRANT.c.ends_at))
_TIDY_CLOSED = tidying(
    _GRANT, _GRANT.c.id, _GRANT.c.closed_at.is_not(None), before(_GRANT.c.closed_at)
)

_FORGET = Prepared(
    delete(_GRANT).where(
        *same(_GRANT.c.tenant_id, _GRANT.c.account_id), _GRANT.c.closed_at.is_not(None)
    )
)


class GrantStore(Store):
    """See `domain.oauth.store.Grants`."""

    __slots__ = ()

    def add(self, grant: Grant) -> None:
        """See the Protocol."""
        self._db.add(_ADD, tenant_id=self._tenant, **_values(grant))

    def get(self, grant_id: bytes) -> Grant | None:
        """See the Protocol."""
        return self._db.one(_GET, tenant_id=self._tenant, id=grant_id)

    def standing(self, grant_id: bytes, now: datetime) -> Standing | None:
        """See the Protocol."""
        return self._db.one(_STANDING, tenant_id=self._tenant, id=grant_id, now=now)

    def standing_by_public(self, public_id: str, now: datetime) -> Standing | None:
        """See the Protocol."""
        return self._db.one(_STANDING_PUBLIC, tenant_id=self._tenant, public_id=public_id, now=now)

    def root(self, grant_id: bytes, now: datetime) -> TokenRoot | None:
        """See the Protocol."""
        return self._db.one(_ROOT, tenant_id=self._tenant, id=grant_id, now=now)

    def root_of_jwt(self, public_id: str, jti: str, now: datetime) -> TokenRoot | None:
        """See the Protocol."""
        return self._db.one(
            _ROOT_JWT, tenant_id=self._tenant, public_id=public_id, jti=jti, now=now
        )

    def count_of_client(self, client_id: bytes, now: datetime, most: int) -> int:
        """See the Protocol."""
        binds = {"tenant_id": self._tenant, "client_id": client_id, "now": now, "most": most}
        return self._db.one(_COUNT_OF_CLIENT, **binds) or 0

    def of(self, account_id: bytes, client_id: bytes | None = None) -> tuple[Grant, ...]:
        """See the Protocol."""
        if client_id is None:
            found = self._db.all(_OF, tenant_id=self._tenant, account_id=account_id)
        else:
            found = self._db.all(
                _OF_PAIR, tenant_id=self._tenant, account_id=account_id, client_id=client_id
            )
        return tuple(found)

    def forget(self, account_id: bytes) -> int:
        """See the Protocol."""
        return self._db.run(_FORGET, tenant_id=self._tenant, account_id=account_id)

    def of_session(self, session_id: bytes) -> tuple[Grant, ...]:
        """See the Protocol."""
        return tuple(self._db.all(_OF_SESSION, tenant_id=self._tenant, session_id=session_id))

    def borne(self, session_ids: tuple[bytes, ...]) -> tuple[tuple[bytes, bytes], ...]:
        """See the Protocol."""
        query = select(_GRANT.c.session_id, _GRANT.c.client_id).where(
            _GRANT.c.tenant_id == self._tenant, _GRANT.c.session_id.in_(session_ids), _OPEN
        )
        return tuple(self._db.ask(query, lambda *pair: pair)) if session_ids else ()

    def end_refresh(self, grant_id: bytes, at: datetime) -> bool:
        """See the Protocol."""
        return self._db.run(_END_REFRESH, tenant_id=self._tenant, id=grant_id, at=at) == 1

    def narrow(self, grant_id: bytes, version: int, items: tuple[GrantItem, ...]) -> bool:
        """See the Protocol."""
        met = self._db.run(
            _NARROW, tenant_id=self._tenant, id=grant_id, before=version, items=items
        )
        return met == 1

    def close(self, grant_id: bytes, at: datetime, reason: str) -> bool:
        """See the Protocol."""
        met = self._db.run(_CLOSE, tenant_id=self._tenant, id=grant_id, at=at, reason=reason)
        return met == 1

    def tidy(self, before: datetime, limit: int) -> int:
        """See the Protocol; codes and tokens go with their grant by reference."""
        gone = self._db.run(_TIDY_ENDED, tenant_id=self._tenant, before=before, limit=limit)
        if gone < limit:
            gone += self._db.run(
                _TIDY_CLOSED, tenant_id=self._tenant, before=before, limit=limit - gone
            )
        return gone
