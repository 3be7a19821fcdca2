"""Lists and counts of the ledger, each walking an index and stopping where it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)

from domain.consent.records import Consent, ConsentFilter, ConsentStatus
from domain.kernel.paging import Page, PageRequest
from persistence.db import Db
from persistence.mapping import columns_of, merged, page_of, same, table_of
from persistence.odd import strictly
from persistence.statements import Prepared
from persistence.tables.consent import ConsentCurrentRow, ConsentEntryRow
from persistence.types import EPOCH, MICROSECOND

_ENTRY = table_of(ConsentEntryRow)
_NOW = table_of(ConsentCurrentRow)
_COLUMNS = columns_of(_ENTRY, Consent)
# Written out, so that the engines see that the partial indexes fit.
_GIVEN = _NOW.c.status == literal_column("'given'")
PAIR = ("tenant_id", "account_id", "client_id", "item")
"""The key of what is present."""
_END = 8
"""Bytes of a moment in a key: microseconds since 1970."""

_PRESENT = (
    select(*_COLUMNS)
    .select_from(_NOW)
    .join(
        _ENTRY,
        (_ENTRY.c.tenant_id == _NOW.c.tenant_id) & (_ENTRY.c.id == _NOW.c.consent_id),
    )
)
IS_PRESENT: Select[Any] = (
    select(literal_column("1"))
    .where(*(_NOW.c[name] == _ENTRY.c[name] for name in PAIR), _NOW.c.consent_id == _ENTRY.c.id)
    .correlate(_ENTRY)
)
"""Asked of each entry: the key of what is present leads there, and no index by entries is kept."""


_SAYS_SO = (
    select(literal_column("1"))
    .where(
        *(_ENTRY.c[name] == _NOW.c[name] for name in (*PAIR, "status")),
        _ENTRY.c.id == _NOW.c.consent_id,
        _ENTRY.c.expires_at.is_not_distinct_from(_NOW.c.expires_at),
    )
    .correlate(_NOW)
    .exists()
)
_FOLLOWED = (
    select(literal_column("1"))
    .where(
        *(_ENTRY.c[name] == _NOW.c[name] for name in PAIR),
        _ENTRY.c.previous == _NOW.c.consent_id,
    )
    .correlate(_NOW)
    .exists()
)
ASTRAY = Prepared(
    select(_NOW.c.consent_id)
    .where(*same(_NOW.c.tenant_id), or_(~_SAYS_SO, _FOLLOWED))
    .limit(bindparam("limit")),
    strictly(bytes, (_NOW.c.consent_id,)),
)
"""What is present and is not what its entry says, or is not the last word."""


def _counted(*which: ColumnElement[bool]) -> Prepared[int]:
    # Nothing is read but the index: a column of the row would be looked up for each.
    chosen: Select[Any] = (
        select(literal_column("1")).select_from(_NOW).where(*same(_NOW.c.tenant_id), *which)
    )
    return Prepared(
        select(func.count()).select_from(chosen.limit(bindparam("most")).subquery()), int
    )


OF_CLIENT = _counted(*same(_NOW.c.client_id), _GIVEN)
OF_ITEM = _counted(*same(_NOW.c.item), _NOW.c.status == ConsentStatus.GIVEN)
ENDING = _counted(
    _GIVEN,
    _NOW.c.expires_at >= bindparam("since", type_=_NOW.c.expires_at.type),
    _NOW.c.expires_at < bindparam("until", type_=_NOW.c.expires_at.type),
)


def page(db: Db, tenant_id: bytes, wanted: ConsentFilter, asked: PageRequest) -> Page[Consent]:
    """Return entries, newest first.

    What is present in several states is read a state at a time and merged: each walks its index,
    so that a rare state costs no more than a frequent one.
    """
    if not wanted.current and wanted.expiring_before is None:
        return _past(db, tenant_id, wanted, asked)
    states: Sequence[ConsentStatus | None] = wanted.statuses
    if not states:
        alone = not (wanted.account_id or wanted.client_id)
        by_state = alone and (wanted.item is not None or wanted.necessity is not None)
        states = tuple(ConsentStatus) if by_state else (None,)
    pages = []
    for state in states:
        query, table = _narrowed(tenant_id, wanted, state)
        key = _ENTRY.c.id if table is _ENTRY else _NOW.c.consent_id
        pages.append(page_of(db, query, Consent, asked, key=key))
    return merged(pages, asked)


def ending(
    db: Db,
    tenant_id: bytes,
    span: tuple[datetime, datetime],
    asked: PageRequest,
    whose: ConsentFilter,
) -> Page[Consent]:
    """Return what is given and ends in a span, the first to end first.

    Args:
        span: the first moment that counts, and the first that counts no more.
        whose: narrows it by account, client, item and necessity.
    """
    query = _PRESENT.where(
        _NOW.c.tenant_id == tenant_id,
        _GIVEN,
        _NOW.c.expires_at >= span[0],
        _NOW.c.expires_at < span[1],
    )
    for column, value in (
        (_NOW.c.account_id, whose.account_id),
        (_NOW.c.client_id, whose.client_id),
        (_NOW.c.item, whose.item),
        (_ENTRY.c.necessity, whose.necessity),
    ):
        if value is not None:
            query = query.where(column == value)
    place = tuple_(_NOW.c.expires_at, _NOW.c.consent_id)
    if asked.after is not None:
        at = _place(asked.after)
        query = query.where(place < at if asked.backward else place > at)
    order = [_NOW.c.expires_at, _NOW.c.consent_id]
    turned = [column.desc() for column in order] if asked.backward else order
    rows = list(db.ask(query.order_by(*turned).limit(asked.size + 1), Consent))
    beyond, behind = len(rows) > asked.size, asked.after is not None
    rows = rows[: asked.size]
    if asked.backward:
        rows.reverse()
    if not rows:
        return Page(())
    later, earlier = (behind, beyond) if asked.backward else (beyond, behind)
    return Page(
        tuple(rows),
        next=_key(rows[-1]) if later else None,
        previous=_key(rows[0]) if earlier else None,
    )


def _narrowed(
    tenant_id: bytes, wanted: ConsentFilter, state: ConsentStatus | None
) -> tuple[Select[Any], Table]:
    """Return what is present in a state, narrowed, and the table whose index orders it.

    A client's entries have an index that orders them, and most of them are present and given;
    other states are rare, so that their own index leads there sooner. A kind alone is found among
    the entries of its state: one that is rare costs no more than one that is frequent. All that is
    present is found among all entries, whose key is ordered.
    """
    of_client = wanted.client_id is not None and state in {None, ConsentStatus.GIVEN}
    whole = state is None and wanted == ConsentFilter()
    if of_client or whole or _kind_alone(wanted):
        table = _ENTRY
        query: Select[Any] = select(*_COLUMNS).where(IS_PRESENT.exists())
    else:
        table, query = _NOW, _PRESENT
    query = query.where(table.c.tenant_id == tenant_id)
    for column, value in (
        (table.c.account_id, wanted.account_id),
        (table.c.client_id, wanted.client_id),
        (table.c.item, wanted.item),
        (table.c.status, state),
        (_ENTRY.c.necessity, wanted.necessity),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.expiring_before is not None:
        given = table.c.status == literal_column("'given'")
        query = query.where(given, table.c.expires_at < wanted.expiring_before)
    return query, table


def _kind_alone(wanted: ConsentFilter) -> bool:
    """Tell whether nothing but the kind, and perhaps states, narrows the ledger."""
    others = (wanted.account_id, wanted.client_id, wanted.item, wanted.expiring_before)
    return wanted.necessity is not None and not any(others)


def _past(db: Db, tenant_id: bytes, wanted: ConsentFilter, asked: PageRequest) -> Page[Consent]:
    if _kind_alone(wanted):
        states = wanted.statuses or tuple(ConsentStatus)
        walks = [_past_of(tenant_id, replace(wanted, statuses=(state,))) for state in states]
        pages = [page_of(db, walk, Consent, asked, key=_ENTRY.c.id) for walk in walks]
        return merged(pages, asked)
    return page_of(db, _past_of(tenant_id, wanted), Consent, asked, key=_ENTRY.c.id)


def _past_of(tenant_id: bytes, wanted: ConsentFilter) -> Select[Any]:
    query: Select[Any] = select(*_COLUMNS).where(_ENTRY.c.tenant_id == tenant_id)
    for column, value in (
        (_ENTRY.c.account_id, wanted.account_id),
        (_ENTRY.c.client_id, wanted.client_id),
        (_ENTRY.c.item, wanted.item),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.necessity is not None:
        query = query.where(_ENTRY.c.necessity == wanted.necessity)
    if wanted.statuses:
        query = query.where(_ENTRY.c.status.in_(wanted.statuses))
    return query


def _key(row: Consent) -> bytes:
    end = row.expires_at or EPOCH
    return ((end - EPOCH) // MICROSECOND).to_bytes(_END, "big") + row.id


def _place(key: bytes) -> Any:
    """Read a key as what it is compared with; one that cannot be read stands at the beginning."""
    micros = int.from_bytes(key[:_END], "big", signed=True)
    try:
        moment = EPOCH + max(0, micros) * MICROSECOND
    except OverflowError:
        moment = EPOCH
    return tuple_(
        bindparam(None, moment, type_=_NOW.c.expires_at.type, unique=True),
        bindparam(None, key[_END:], type_=_NOW.c.consent_id.type, unique=True),
    )
