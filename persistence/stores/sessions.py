"""Sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from domain.kernel.paging import Page, PageRequest
from domain.sessions.records import SeenSessions, Session, SessionFilter, SessionState
from domain.sessions.store import STANDING
from persistence.mapping import columns_of, page_of, same, table_of, values_of
from persistence.statements import Prepared
from persistence.stores.store import Held, Store, among, before, portions, tidying
from persistence.tables.oauth import ClientGrantRow
from persistence.tables.sessions import SessionRow

_SESSION = table_of(SessionRow)
_GRANT = table_of(ClientGrantRow)
_COLUMNS = columns_of(_SESSION, Session)
_values = values_of(Session)
_THIS = same(_SESSION.c.tenant_id, _SESSION.c.id)
_OPEN = _SESSION.c.ended_at.is_(None)
_NOW = bindparam("now", type_=_SESSION.c.ends_at.type)

_GET = Prepared(select(*_COLUMNS).where(*_THIS), Session)
_BY_DIGEST = Prepared(
    select(*_COLUMNS).where(*same(_SESSION.c.tenant_id, _SESSION.c.digest)), Session
)
_ADD = Prepared(insert(_SESSION))
_TOUCH = Prepared(
    update(_SESSION)
    .where(*_THIS, _OPEN)
    .values(last_seen_at=bindparam("seen_at"), idle_ends_at=bindparam("idle_ends_at")),
    evidence=True,
)
_PROVEN_AGAIN = ("digest", "auth_time", "amr", "acr", "last_seen_at", "idle_ends_at")
_ROTATE = Prepared(
    update(_SESSION)
    .where(*_THIS, _OPEN, _SESSION.c.digest == bindparam("before"))
    .values({name: bindparam(name) for name in _PROVEN_AGAIN})
)
_END = Prepared(
    update(_SESSION)
    .where(*_THIS, _OPEN)
    .values(ended_at=bindparam("at"), end_reason=bindparam("reason")),
    evidence=True,
)
_STANDS = and_(_OPEN, _SESSION.c.idle_ends_at > _NOW, _SESSION.c.ends_at > _NOW)
_SEEN = Prepared(
    select(
        _SESSION.c.account_id,
        func.sum(case((_STANDS, 1), else_=0)),
        func.max(_SESSION.c.last_seen_at),
    )
    .where(*same(_SESSION.c.tenant_id), among(_SESSION.c.account_id))
    .group_by(_SESSION.c.account_id),
    SeenSessions,
)
_STANDING = Prepared(
    select(*_COLUMNS)
    .where(
        *same(_SESSION.c.tenant_id, _SESSION.c.account_id),
        _STANDS,
    )
    .order_by(_SESSION.c.id.desc()),
    Session,
)
_LAST = Prepared(
    select(*_COLUMNS)
    .where(*same(_SESSION.c.tenant_id, _SESSION.c.account_id))
    .order_by(_SESSION.c.id.desc())
    .limit(bindparam("limit")),
    Session,
)
_TIDY_OVER = tidying(_SESSION, _SESSION.c.id, before(_SESSION.c.ends_at))
_TIDY_ENDED = tidying(
    _SESSION, _SESSION.c.id, _SESSION.c.ended_at.is_not(None), before(_SESSION.c.ended_at)
)

_FORGET = Prepared(delete(_SESSION).where(*same(_SESSION.c.tenant_id, _SESSION.c.account_id)))


def _bears(client_id: bytes) -> ColumnElement[bool]:
    """Return that an open grant of the client hangs on the session."""
    return exists().where(
        _GRANT.c.tenant_id == _SESSION.c.tenant_id,
        _GRANT.c.session_id == _SESSION.c.id,
        _GRANT.c.closed_at.is_(None),
        _GRANT.c.client_id == client_id,
    )


class SessionStore(Store):
    """See `domain.sessions.store.Sessions`."""

    __slots__ = ("_seen",)

    def __init__(self, held: Held) -> None:
        """Know nothing yet."""
        super().__init__(held)
        self._seen: dict[bytes, Session] = {}

    def by_digest(self, digest: bytes) -> Session | None:
        """See the Protocol; read once in a work, as `get`."""
        for found in self._seen.values():
            if found.digest == digest:
                return found
        return self._noted(self._db.one(_BY_DIGEST, tenant_id=self._tenant, digest=digest))

    def get(self, session_id: bytes) -> Session | None:
        """See the Protocol; read once in a work until the work itself changes one."""
        found = self._seen.get(session_id)
        if found is None:
            found = self._noted(self._db.one(_GET, tenant_id=self._tenant, id=session_id))
        return found

    def _noted(self, found: Session | None) -> Session | None:
        if found is not None:
            self._seen[found.id] = found
        return found

    def add(self, session: Session) -> None:
        """See the Protocol."""
        self._db.add(_ADD, tenant_id=self._tenant, **_values(session))

    def touch(self, session_id: bytes, seen_at: datetime, idle_ends_at: datetime) -> None:
        """See the Protocol."""
        self._seen.clear()
        self._db.run(
            _TOUCH,
            tenant_id=self._tenant,
            id=session_id,
            seen_at=seen_at,
            idle_ends_at=idle_ends_at,
        )

    def rotate(self, session: Session, before: bytes) -> bool:
        """See the Protocol."""
        self._seen.clear()
        values = {name: getattr(session, name) for name in _PROVEN_AGAIN}
        met = self._db.run(_ROTATE, tenant_id=self._tenant, id=session.id, before=before, **values)
        return met == 1

    def end(self, session_id: bytes, at: datetime, reason: str) -> bool:
        """See the Protocol."""
        self._seen.clear()
        met = self._db.run(_END, tenant_id=self._tenant, id=session_id, at=at, reason=reason)
        return met == 1

    def forget(self, account_id: bytes) -> int:
        """See the Protocol."""
        self._seen.clear()
        return self._db.run(_FORGET, tenant_id=self._tenant, account_id=account_id)

    def standing(self, account_id: bytes, now: datetime) -> tuple[Session, ...]:
        """See the Protocol."""
        return tuple(
            self._db.all(_STANDING, tenant_id=self._tenant, account_id=account_id, now=now)
        )

    def page(
        self, now: datetime, page: PageRequest, wanted: SessionFilter = STANDING
    ) -> Page[Session]:
        """See the Protocol."""
        query = select(*_COLUMNS).where(_SESSION.c.tenant_id == self._tenant)
        if wanted.state is SessionState.STANDING:
            query = query.where(_OPEN, _SESSION.c.idle_ends_at > now, _SESSION.c.ends_at > now)
        elif wanted.state is SessionState.ENDED:
            query = query.where(_SESSION.c.ended_at.is_not(None))
        if wanted.client_id is not None:
            query = query.where(_bears(wanted.client_id))
        return page_of(self._db, query, Session, page, key=_SESSION.c.id)

    def seen(self, account_ids: tuple[bytes, ...], now: datetime) -> tuple[SeenSessions, ...]:
        """See the Protocol."""
        found: list[SeenSessions] = []
        for some in portions(account_ids):
            found += self._db.all(_SEEN, tenant_id=self._tenant, now=now, **some)
        return tuple(found)

    def last(self, account_id: bytes, limit: int) -> tuple[Session, ...]:
        """See the Protocol."""
        binds = {"tenant_id": self._tenant, "account_id": account_id, "limit": limit}
        return tuple(self._db.all(_LAST, **binds))

    def tidy(self, before: datetime, limit: int) -> int:
        """See the Protocol."""
        self._seen.clear()
        gone = self._db.run(_TIDY_OVER, tenant_id=self._tenant, before=before, limit=limit)
        if gone < limit:
            gone += self._db.run(
                _TIDY_ENDED, tenant_id=self._tenant, before=before, limit=limit - gone
            )
        return gone
