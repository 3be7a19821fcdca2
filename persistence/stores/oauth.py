"""Codes, tokens, and pushed requests; grants have their own module."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import and_, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.oauth.records import (
    AuthorizationCode,
    OpaqueToken,
    Presented,
    PushedRequest,
    RefreshToken,
    Rooted,
    TokenRoot,
)
from persistence.mapping import columns_of, same, table_of, values_of
from persistence.sealing import Place
from persistence.statements import Prepared
from persistence.stores.grants import JOINED, ROOT, STANDING, rooted, standing_of
from persistence.stores.store import Store, before, tidying
from persistence.tables.oauth import (
    AuthorizationCodeRow,
    ClientGrantRow,
    DeniedTokenRow,
    OpaqueTokenRow,
    PushedRequestRow,
    RefreshTokenRow,
)

_CODE = table_of(AuthorizationCodeRow)
_GRANT = table_of(ClientGrantRow)
_REFRESH = table_of(RefreshTokenRow)
_OPAQUE = table_of(OpaqueTokenRow)
_DENIED = table_of(DeniedTokenRow)
_PUSHED = table_of(PushedRequestRow)
_GRANT = table_of(ClientGrantRow)
_CODE_COLUMNS = columns_of(_CODE, AuthorizationCode)
_REFRESH_COLUMNS = columns_of(_REFRESH, RefreshToken)
_OPAQUE_COLUMNS = columns_of(_OPAQUE, OpaqueToken)
_code_values = values_of(AuthorizationCode)
_refresh_values = values_of(RefreshToken)
_opaque_values = values_of(OpaqueToken)
_THIS_CODE = same(_CODE.c.tenant_id, _CODE.c.digest)
_THIS_REFRESH = same(_REFRESH.c.tenant_id, _REFRESH.c.digest)
_THIS_OPAQUE = same(_OPAQUE.c.tenant_id, _OPAQUE.c.digest)
_THIS_PUSHED = same(_PUSHED.c.tenant_id, _PUSHED.c.digest)

_ADD_CODE = Prepared(insert(_CODE))
_GET_CODE = Prepared(select(*_CODE_COLUMNS).where(*_THIS_CODE), AuthorizationCode)
_CONSUME_CODE = Prepared(
    update(_CODE)
    .where(*_THIS_CODE, _CODE.c.consumed_at.is_(None))
    .values(consumed_at=bindparam("now"))
    .returning(*_CODE_COLUMNS),
    AuthorizationCode,
    evidence=True,
)
_TIDY_CODES = tidying(_CODE, _CODE.c.digest, before(_CODE.c.expires_at))
_TIDY_UNREDEEMED = Prepared(
    delete(_GRANT).where(
        *same(_GRANT.c.tenant_id),
        _GRANT.c.id.in_(
            select(_CODE.c.grant_id)
            .where(
                *same(_CODE.c.tenant_id),
                before(_CODE.c.expires_at),
                _CODE.c.consumed_at.is_(None),
            )
            .limit(bindparam("limit"))
        ),
    )
)

_ADD_REFRESH = Prepared(insert(_REFRESH))
_GET_REFRESH = Prepared(select(*_REFRESH_COLUMNS).where(*_THIS_REFRESH), RefreshToken)


def _presented(*row: Any) -> Presented:
    width = len(_REFRESH_COLUMNS)
    return Presented(RefreshToken(*row[:width]), standing_of(*row[width:]))


_PRESENTED = Prepared(
    select(*_REFRESH_COLUMNS, *STANDING)
    .select_from(
        _REFRESH.join(
            JOINED,
            and_(_GRANT.c.tenant_id == _REFRESH.c.tenant_id, _GRANT.c.id == _REFRESH.c.grant_id),
        )
    )
    .where(*_THIS_REFRESH),
    _presented,
)
_CONSUME_REFRESH = Prepared(
    update(_REFRESH)
    .where(*_THIS_REFRESH, _REFRESH.c.consumed_at.is_(None))
    .values(consumed_at=bindparam("now"), heir_salt=bindparam("heir_salt")),
    evidence=True,
)

_OPEN_OF_ACCOUNT = (*same(_GRANT.c.tenant_id, _GRANT.c.account_id), _GRANT.c.closed_at.is_(None))
_REFRESH_OF_ACCOUNT = Prepared(
    select(*_REFRESH_COLUMNS)
    .join(
        _GRANT,
        and_(_GRANT.c.tenant_id == _REFRESH.c.tenant_id, _GRANT.c.id == _REFRESH.c.grant_id),
    )
    .where(*_OPEN_OF_ACCOUNT, _REFRESH.c.consumed_at.is_(None)),
    RefreshToken,
)
_OPAQUE_OF_ACCOUNT = Prepared(
    select(*_OPAQUE_COLUMNS).where(
        *same(_OPAQUE.c.tenant_id),
        # Not a join: by that SQLite would go through every living token of the tenant.
        _OPAQUE.c.grant_id.in_(select(_GRANT.c.id).where(*_OPEN_OF_ACCOUNT)),
        _OPAQUE.c.expires_at > bindparam("now"),
    ),
    OpaqueToken,
)

_ADD_OPAQUE = Prepared(insert(_OPAQUE))


def _rooted(*row: Any) -> Rooted:
    width = len(_OPAQUE_COLUMNS)
    root = TokenRoot(*row[width:]) if row[width] is not None else None
    return Rooted(OpaqueToken(*row[:width]), root)


_ROOTED = Prepared(
    select(*_OPAQUE_COLUMNS, *ROOT).select_from(rooted(_OPAQUE)).where(*_THIS_OPAQUE), _rooted
)
_REMOVE_OPAQUE = Prepared(delete(_OPAQUE).where(*_THIS_OPAQUE), evidence=True)
_DENY = Prepared(
    insert(_DENIED).on_conflict_do_nothing(index_elements=["tenant_id", "jti"]), evidence=True
)
_IS_DENIED = Prepared(select(_DENIED.c.expires_at).where(*same(_DENIED.c.tenant_id, _DENIED.c.jti)))
_TIDY_OPAQUE = tidying(_OPAQUE, _OPAQUE.c.digest, _OPAQUE.c.expires_at <= bindparam("now"))
_TIDY_DENIED = tidying(_DENIED, _DENIED.c.jti, _DENIED.c.expires_at <= bindparam("now"))

_ADD_PUSHED = Prepared(insert(_PUSHED))
_PEEK_PUSHED = Prepared(
    select(_PUSHED.c.client_id, _PUSHED.c.parameters_sealed, _PUSHED.c.expires_at).where(
        *_THIS_PUSHED, _PUSHED.c.expires_at > bindparam("now")
    )
)
_CONSUME_PUSHED = Prepared(delete(_PUSHED).where(*_THIS_PUSHED), evidence=True)
_TIDY_PUSHED = tidying(_PUSHED, _PUSHED.c.digest, _PUSHED.c.expires_at <= bindparam("now"))


class CodeStore(Store):
    """See `domain.oauth.store.Codes`."""

    __slots__ = ()

    def add(self, code: AuthorizationCode) -> None:
        """See the Protocol."""
        self._db.add(_ADD_CODE, tenant_id=self._tenant, **_code_values(code))

    def consume(self, digest: bytes, now: datetime) -> AuthorizationCode | None:
        """See the Protocol."""
        return self._db.one(_CONSUME_CODE, tenant_id=self._tenant, digest=digest, now=now)

    def get(self, digest: bytes) -> AuthorizationCode | None:
        """See the Protocol."""
        return self._db.one(_GET_CODE, tenant_id=self._tenant, digest=digest)

    def tidy(self, before: datetime, limit: int) -> int:
        """See the Protocol; a code goes with its grant by reference."""
        gone = self._db.run(_TIDY_UNREDEEMED, tenant_id=self._tenant, before=before, limit=limit)
        if gone < limit:
            gone += self._db.run(
                _TIDY_CODES, tenant_id=self._tenant, before=before, limit=limit - gone
            )
        return gone


class RefreshTokenStore(Store):
    """See `domain.oauth.store.RefreshTokens`."""

    __slots__ = ()

    def add(self, token: RefreshToken) -> None:
        """See the Protocol."""
        self._db.add(_ADD_REFRESH, tenant_id=self._tenant, **_refresh_values(token))

    def get(self, digest: bytes) -> RefreshToken | None:
        """See the Protocol."""
        return self._db.one(_GET_REFRESH, tenant_id=self._tenant, digest=digest)

    def presented(self, digest: bytes, now: datetime) -> Presented | None:
        """See the Protocol."""
        return self._db.one(_PRESENTED, tenant_id=self._tenant, digest=digest, now=now)

    def consume(self, digest: bytes, now: datetime, heir_salt: bytes) -> bool:
        """See the Protocol."""
        met = self._db.run(
            _CONSUME_REFRESH,
            tenant_id=self._tenant,
            digest=digest,
            now=now,
            heir_salt=heir_salt,
        )
        return met == 1

    def live_of_account(self, account_id: bytes) -> tuple[RefreshToken, ...]:
        """See the Protocol."""
        binds = {"tenant_id": self._tenant, "account_id": account_id}
        return tuple(self._db.all(_REFRESH_OF_ACCOUNT, **binds))


class OpaqueTokenStore(Store):
    """See `domain.oauth.store.OpaqueTokens`."""

    __slots__ = ()

    def add(self, token: OpaqueToken) -> None:
        """See the Protocol."""
        self._db.add(_ADD_OPAQUE, tenant_id=self._tenant, **_opaque_values(token))

    def rooted(self, digest: bytes, now: datetime) -> Rooted | None:
        """See the Protocol."""
        return self._db.one(_ROOTED, tenant_id=self._tenant, digest=digest, now=now)

    def live_of_account(self, account_id: bytes, now: datetime) -> tuple[OpaqueToken, ...]:
        """See the Protocol."""
        binds = {"tenant_id": self._tenant, "account_id": account_id, "now": now}
        return tuple(self._db.all(_OPAQUE_OF_ACCOUNT, **binds))

    def remove(self, digest: bytes) -> bool:
        """See the Protocol."""
        return self._db.run(_REMOVE_OPAQUE, tenant_id=self._tenant, digest=digest) == 1

    def deny(self, jti: str, until: datetime) -> None:
        """See the Protocol."""
        self._db.run(_DENY, tenant_id=self._tenant, jti=jti, expires_at=until)

    def denied(self, jti: str) -> bool:
        """See the Protocol."""
        return self._db.one(_IS_DENIED, tenant_id=self._tenant, jti=jti) is not None

    def tidy(self, now: datetime, limit: int) -> int:
        """See the Protocol."""
        gone = self._db.run(_TIDY_OPAQUE, tenant_id=self._tenant, now=now, limit=limit)
        return gone + self._db.run(_TIDY_DENIED, tenant_id=self._tenant, now=now, limit=limit)


class PushedRequestStore(Store):
    """See `domain.oauth.store.PushedRequests`."""

    __slots__ = ()

    def add(self, request: PushedRequest) -> None:
        """See the Protocol."""
        clear = orjson.dumps(dict(request.parameters))
        self._db.add(
            _ADD_PUSHED,
            tenant_id=self._tenant,
            digest=request.digest,
            client_id=request.client_id,
            parameters_sealed=self._ring.seal(clear, self._place(request.digest)),
            expires_at=request.expires_at,
        )

    def peek(self, digest: bytes, now: datetime) -> PushedRequest | None:
        """See the Protocol."""
        row = self._db.one(_PEEK_PUSHED, tenant_id=self._tenant, digest=digest, now=now)
        if row is None:
            return None
        client_id, sealed, expires_at = row
        clear = self._ring.unseal(sealed, self._place(digest))
        parameters: Mapping[str, str] = orjson.loads(clear)
        return PushedRequest(digest, client_id, parameters, expires_at)

    def consume(self, digest: bytes) -> bool:
        """See the Protocol."""
        return self._db.run(_CONSUME_PUSHED, tenant_id=self._tenant, digest=digest) == 1

    def tidy(self, now: datetime, limit: int) -> int:
        """See the Protocol."""
        return self._db.run(_TIDY_PUSHED, tenant_id=self._tenant, now=now, limit=limit)

    def _place(self, digest: bytes) -> Place:
        return Place("pushed_request", "parameters_sealed", self._tenant + digest)
