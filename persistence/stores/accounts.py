"""Accounts and activation links."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    and_,
    bindparam,
    case,
    delete,
    insert,
    select,
    update,
)

from domain.accounts.records import Account, AccountFilter, AccountStatus, Activation
from domain.kernel.paging import Page, PageRequest
from persistence.mapping import columns_of, merged, page_of, same, table_of, values_of
from persistence.statements import Prepared
from persistence.stores.store import Store, tidying
from persistence.tables.accounts import AccountRow, ActivationRow

_ACCOUNT = table_of(AccountRow)
_LINK = table_of(ActivationRow)
_COLUMNS = columns_of(_ACCOUNT, Account)
_LINK_COLUMNS = columns_of(_LINK, Activation)
_values = values_of(Account)
_link_values = values_of(Activation)

_GET = Prepared(select(*_COLUMNS).where(*same(_ACCOUNT.c.tenant_id, _ACCOUNT.c.id)), Account)
_ADD = Prepared(insert(_ACCOUNT))
_CHANGE = Prepared(
    update(_ACCOUNT)
    .where(
        *same(_ACCOUNT.c.tenant_id, _ACCOUNT.c.id),
        _ACCOUNT.c.version == bindparam("before"),
    )
    .values({name: bindparam(name) for name in ("label", "locale", "status", "version")})
)
_ADD_LINK = Prepared(insert(_LINK))
_DROP_LINK = Prepared(delete(_LINK).where(*same(_LINK.c.tenant_id, _LINK.c.account_id)))
_LIVE = (*same(_LINK.c.tenant_id, _LINK.c.digest), _LINK.c.expires_at > bindparam("now"))
_PEEK = Prepared(select(*_LINK_COLUMNS).where(*_LIVE), Activation)
_CONSUME = Prepared(
    delete(_LINK).where(*_LIVE).returning(*_LINK_COLUMNS), Activation, evidence=True
)
_TIDY = tidying(_LINK, _LINK.c.digest, _LINK.c.expires_at <= bindparam("now"))


@lru_cache(maxsize=64)
def _move(before: tuple[AccountStatus, ...]) -> Prepared[Any]:
    return Prepared(
        update(_ACCOUNT)
        .where(*same(_ACCOUNT.c.tenant_id, _ACCOUNT.c.id), _ACCOUNT.c.status.in_(before))
        .values(
            status=bindparam("after"),
            status_before=_ACCOUNT.c.status,
            version=_ACCOUNT.c.version + 1,
        )
    )


_WAITED = and_(
    _ACCOUNT.c.status == AccountStatus.DISABLED,
    _ACCOUNT.c.status_before == AccountStatus.PENDING,
)
_RESUME = Prepared(
    update(_ACCOUNT)
    .where(
        *same(_ACCOUNT.c.tenant_id, _ACCOUNT.c.id),
        _ACCOUNT.c.status.in_((AccountStatus.DISABLED, AccountStatus.LOCKED)),
    )
    .values(
        status=case((_WAITED, AccountStatus.PENDING), else_=AccountStatus.ENABLED),
        status_before=_ACCOUNT.c.status,
        version=_ACCOUNT.c.version + 1,
    )
    .returning(_ACCOUNT.c.status)
)


class AccountStore(Store):
    """See `domain.accounts.store.Accounts`."""

    __slots__ = ()

    def get(self, account_id: bytes) -> Account | None:
        """See the Protocol."""
        return self._db.one(_GET, tenant_id=self._tenant, id=account_id)

    def some(self, account_ids: tuple[bytes, ...]) -> tuple[Account, ...]:
        """See the Protocol."""
        query = select(*_COLUMNS).where(
            _ACCOUNT.c.tenant_id == self._tenant, _ACCOUNT.c.id.in_(account_ids)
        )
        return tuple(self._db.ask(query.order_by(_ACCOUNT.c.id), Account)) if account_ids else ()

    def add(self, account: Account) -> None:
        """See the Protocol."""
        self._db.add(_ADD, tenant_id=self._tenant, status_before=None, **_values(account))

    def change(self, account: Account) -> bool:
        """See the Protocol."""
        met = self._db.run(
            _CHANGE,
            tenant_id=self._tenant,
            id=account.id,
            before=account.version - 1,
            label=account.label,
            locale=account.locale,
            status=account.status,
            version=account.version,
        )
        return met == 1

    def move(
        self, account_id: bytes, before: tuple[AccountStatus, ...], after: AccountStatus
    ) -> bool:
        """See the Protocol; counts as a change of the record, so its version moves on."""
        met = self._db.run(_move(before), tenant_id=self._tenant, id=account_id, after=after)
        return met == 1

    def resume(self, account_id: bytes) -> AccountStatus | None:
        """See the Protocol."""
        row = self._db.one(_RESUME, tenant_id=self._tenant, id=account_id)
        return row[0] if row is not None else None

    def page(self, wanted: AccountFilter, page: PageRequest) -> Page[Account]:
        """See the Protocol."""
        query = select(*_COLUMNS).where(_ACCOUNT.c.tenant_id == self._tenant)
        if wanted.persona is not None:
            query = query.where(_ACCOUNT.c.persona == wanted.persona)
        if wanted.made_after is not None:
            query = query.where(_ACCOUNT.c.id >= wanted.made_after)
        if wanted.since is not None:
            query = query.where(_ACCOUNT.c.created_at >= wanted.since)
        # A status at a time: each walks its index, so that a rare one costs no more.
        pages = [
            page_of(self._db, narrowed, Account, page, key=_ACCOUNT.c.id)
            for narrowed in (
                [query.where(_ACCOUNT.c.status == each) for each in wanted.statuses] or [query]
            )
        ]
        return merged(pages, page)


class ActivationStore(Store):
    """See `domain.accounts.store.Activations`."""

    __slots__ = ()

    def add(self, activation: Activation) -> None:
        """See the Protocol."""
        self.remove(activation.account_id)
        self._db.add(_ADD_LINK, tenant_id=self._tenant, **_link_values(activation))

    def peek(self, digest: bytes, now: datetime) -> Activation | None:
        """See the Protocol."""
        return self._db.one(_PEEK, tenant_id=self._tenant, digest=digest, now=now)

    def consume(self, digest: bytes, now: datetime) -> Activation | None:
        """See the Protocol."""
        return self._db.one(_CONSUME, tenant_id=self._tenant, digest=digest, now=now)

    def remove(self, account_id: bytes) -> int:
        """See the Protocol."""
        return self._db.run(_DROP_LINK, tenant_id=self._tenant, account_id=account_id)

    def tidy(self, now: datetime, limit: int) -> int:
        """See the Protocol."""
        return self._db.run(_TIDY, tenant_id=self._tenant, now=now, limit=limit)
