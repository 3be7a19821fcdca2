"""The consent ledger, what was shown, and one-use consent tokens."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, func, literal_column, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from domain.consent.records import Consent, ConsentFilter, ConsentState, ConsentToken, Notice
from domain.kernel.ids import first_id
from domain.kernel.paging import Page, PageRequest
from persistence.mapping import columns_of, same, table_of, values_of
from persistence.statements import Prepared
from persistence.stores import consent_lists
from persistence.stores.consent_lists import PAIR
from persistence.stores.store import Held, Store, among, portions, tidying
from persistence.tables.consent import (
    ConsentCurrentRow,
    ConsentEntryRow,
    ConsentTokenRow,
    NoticeRow,
)

_ENTRY = table_of(ConsentEntryRow)
_NOW = table_of(ConsentCurrentRow)
_NOTICE = table_of(NoticeRow)
_TOKEN = table_of(ConsentTokenRow)
_COLUMNS = columns_of(_ENTRY, Consent)
_TOKEN_COLUMNS = columns_of(_TOKEN, ConsentToken)
_values = values_of(Consent)
_notice_values = values_of(Notice)
_token_values = values_of(ConsentToken)
# Written out, so that the engines see that the partial indexes fit.
_GIVEN = _NOW.c.status == literal_column("'given'")

_JOINED = (
    select(*_COLUMNS)
    .select_from(_NOW)
    .join(
        _ENTRY,
        (_ENTRY.c.tenant_id == _NOW.c.tenant_id) & (_ENTRY.c.id == _NOW.c.consent_id),
    )
)
_PRESENT = _JOINED.where(*same(_NOW.c.tenant_id))
_CURRENT = Prepared(
    _PRESENT.where(*same(_NOW.c.account_id, _NOW.c.client_id)).order_by(_NOW.c.item), Consent
)
_STATES = Prepared(
    select(*columns_of(_NOW, ConsentState))
    .where(*same(_NOW.c.tenant_id, _NOW.c.account_id, _NOW.c.client_id))
    .order_by(_NOW.c.item),
    ConsentState,
)
_OF_ACCOUNT = Prepared(
    _PRESENT.where(*same(_NOW.c.account_id)).order_by(_NOW.c.client_id, _NOW.c.item), Consent
)
_OF_CLIENT = Prepared(
    _PRESENT.where(*same(_NOW.c.client_id), _GIVEN).limit(bindparam("limit")), Consent
)
_IN_FORCE_OF_SOME = Prepared(
    select(_NOW.c.account_id, func.count())
    .where(
        *same(_NOW.c.tenant_id),
        among(_NOW.c.account_id),
        _GIVEN,
        or_(_NOW.c.expires_at.is_(None), _NOW.c.expires_at > bindparam("now")),
    )
    .group_by(_NOW.c.account_id),
    lambda *pair: pair,
)
_DUE = Prepared(
    _PRESENT.where(_GIVEN, _NOW.c.expires_at <= bindparam("now"))
    .order_by(_NOW.c.expires_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=_NOW),
    Consent,
)
_GET = Prepared(select(*_COLUMNS).where(*same(_ENTRY.c.tenant_id, _ENTRY.c.id)), Consent)
_HISTORY = Prepared(
    select(*_COLUMNS)
    .where(*same(_ENTRY.c.tenant_id, _ENTRY.c.account_id, _ENTRY.c.client_id))
    .order_by(_ENTRY.c.id.desc()),
    Consent,
)
_ADD = Prepared(insert(_ENTRY))
_FIRST = Prepared(insert(_NOW).on_conflict_do_nothing(index_elements=list(PAIR)))
_FOLLOW = Prepared(
    update(_NOW)
    .where(
        *same(*(_NOW.c[name] for name in PAIR)),
        _NOW.c.consent_id == bindparam("previous"),
    )
    .values({name: bindparam(name) for name in ("consent_id", "status", "expires_at")})
)
_ERASE_PRESENT = Prepared(delete(_NOW).where(*same(_NOW.c.tenant_id, _NOW.c.account_id)))
_ERASE = Prepared(delete(_ENTRY).where(*same(_ENTRY.c.tenant_id, _ENTRY.c.account_id)))
_IN_FORCE = consent_lists.IS_PRESENT.where(_GIVEN).exists()
_OLD = (
    select(_ENTRY.c.id)
    .where(
        *same(_ENTRY.c.tenant_id),
        # Ids are ordered by time: the key leads to the oldest without an index of its own.
        _ENTRY.c.id < bindparam("bound"),
        _ENTRY.c.at < bindparam("before"),
        ~_IN_FORCE,
    )
    .order_by(_ENTRY.c.id)
    .limit(bindparam("limit"))
)
_FORGET_OLD = Prepared(
    delete(_NOW).where(
        *same(_NOW.c.tenant_id),
        tuple_(_NOW.c.account_id, _NOW.c.client_id, _NOW.c.item, _NOW.c.consent_id).in_(
            _OLD.with_only_columns(
                _ENTRY.c.account_id, _ENTRY.c.client_id, _ENTRY.c.item, _ENTRY.c.id
            )
        ),
    )
)
_ERASE_OLD = Prepared(delete(_ENTRY).where(*same(_ENTRY.c.tenant_id), _ENTRY.c.id.in_(_OLD)))
_KEEP = Prepared(
    insert(_NOTICE).on_conflict_do_nothing(index_elements=["tenant_id", "hash"]), evidence=True
)
_NOTICE_GET = Prepared(
    select(*columns_of(_NOTICE, Notice)).where(*same(_NOTICE.c.tenant_id, _NOTICE.c.hash)), Notice
)
_ADD_TOKEN = Prepared(insert(_TOKEN))
_CONSUME = Prepared(
    delete(_TOKEN)
    .where(*same(_TOKEN.c.tenant_id, _TOKEN.c.digest), _TOKEN.c.expires_at > bindparam("now"))
    .returning(*_TOKEN_COLUMNS),
    ConsentToken,
    evidence=True,
)
_TIDY = tidying(_TOKEN, _TOKEN.c.digest, _TOKEN.c.expires_at <= bindparam("now"))


class ConsentStore(Store):
    """See `domain.consent.store.Consents`."""

    __slots__ = ("_present",)

    def __init__(self, held: Held) -> None:
        """Know nothing yet."""
        super().__init__(held)
        self._present: dict[tuple[bytes, bytes], tuple[Consent, ...]] = {}

    def current(self, account_id: bytes, client_id: bytes) -> tuple[Consent, ...]:
        """See the Protocol; read once in a work until the work itself changes something."""
        pair = account_id, client_id
        found = self._present.get(pair)
        if found is None:
            found = self._present[pair] = tuple(
                self._db.all(
                    _CURRENT, tenant_id=self._tenant, account_id=account_id, client_id=client_id
                )
            )
        return found

    def states(self, account_id: bytes, client_id: bytes) -> tuple[ConsentState, ...]:
        """See the Protocol; a range of the key, and no entry is read."""
        binds = {"tenant_id": self._tenant, "account_id": account_id, "client_id": client_id}
        return tuple(self._db.all(_STATES, **binds))

    def get(self, consent_id: bytes) -> Consent | None:
        """See the Protocol."""
        return self._db.one(_GET, tenant_id=self._tenant, id=consent_id)

    def append(self, consent: Consent) -> bool:
        """See the Protocol; the compare comes first, so that losing it changes nothing."""
        self._present.clear()
        present = {
            "tenant_id": self._tenant,
            "account_id": consent.account_id,
            "client_id": consent.client_id,
            "item": consent.item,
            "consent_id": consent.id,
            "status": consent.status,
            "expires_at": consent.expires_at,
        }
        if consent.previous is None:
            met = self._db.run(_FIRST, **present)
        else:
            met = self._db.run(_FOLLOW, **present, previous=consent.previous)
        if met:
            self._db.add(_ADD, tenant_id=self._tenant, **_values(consent))
        return met == 1

    def of_account(self, account_id: bytes) -> tuple[Consent, ...]:
        """See the Protocol."""
        return tuple(self._db.all(_OF_ACCOUNT, tenant_id=self._tenant, account_id=account_id))

    def in_force(
        self, account_ids: tuple[bytes, ...], now: datetime
    ) -> tuple[tuple[bytes, int], ...]:
        """See the Protocol."""
        found: list[tuple[bytes, int]] = []
        for some in portions(account_ids):
            found += self._db.all(_IN_FORCE_OF_SOME, tenant_id=self._tenant, now=now, **some)
        return tuple(found)

    def of_client(self, client_id: bytes, limit: int) -> tuple[Consent, ...]:
        """See the Protocol."""
        binds = {"tenant_id": self._tenant, "client_id": client_id, "limit": limit}
        return tuple(self._db.all(_OF_CLIENT, **binds))

    def history(self, account_id: bytes, client_id: bytes) -> tuple[Consent, ...]:
        """See the Protocol."""
        binds = {"tenant_id": self._tenant, "account_id": account_id, "client_id": client_id}
        return tuple(self._db.all(_HISTORY, **binds))

    def due(self, now: datetime, limit: int) -> tuple[Consent, ...]:
        """See the Protocol; on SQLite the one writer is the lock."""
        return tuple(self._db.all(_DUE, tenant_id=self._tenant, now=now, limit=limit))

    def count_of_client(self, client_id: bytes, most: int) -> int:
        """See the Protocol."""
        binds = {"tenant_id": self._tenant, "client_id": client_id, "most": most}
        return self._db.one(consent_lists.OF_CLIENT, **binds) or 0

    def count_of_item(self, item: str, most: int) -> int:
        """See the Protocol."""
        binds = {"tenant_id": self._tenant, "item": item, "most": most}
        return self._db.one(consent_lists.OF_ITEM, **binds) or 0

    def count_ending(self, since: datetime, until: datetime, most: int) -> int:
        """See the Protocol."""
        binds = {"tenant_id": self._tenant, "since": since, "until": until, "most": most}
        return self._db.one(consent_lists.ENDING, **binds) or 0

    def ending(
        self,
        since: datetime,
        until: datetime,
        page: PageRequest,
        wanted: ConsentFilter | None = None,
    ) -> Page[Consent]:
        """See the Protocol."""
        whose = wanted or ConsentFilter()
        return consent_lists.ending(self._db, self._tenant, (since, until), page, whose)

    def page(self, wanted: ConsentFilter, page: PageRequest) -> Page[Consent]:
        """See the Protocol."""
        return consent_lists.page(self._db, self._tenant, wanted, page)

    def erase_before(self, moment: datetime, limit: int) -> int:
        """See the Protocol."""
        self._present.clear()
        binds = {
            "tenant_id": self._tenant,
            "bound": first_id(moment),
            "before": moment,
            "limit": limit,
        }
        self._db.run(_FORGET_OLD, **binds)
        return self._db.run(_ERASE_OLD, **binds)

    def erase_bodies(self, account_id: bytes) -> int:
        """See the Protocol."""
        self._present.clear()
        self._db.run(_ERASE_PRESENT, tenant_id=self._tenant, account_id=account_id)
        return self._db.run(_ERASE, tenant_id=self._tenant, account_id=account_id)


class NoticeStore(Store):
    """See `domain.consent.store.Notices`."""

    __slots__ = ()

    def keep(self, notice: Notice) -> None:
        """See the Protocol."""
        self._db.run(_KEEP, tenant_id=self._tenant, **_notice_values(notice))

    def get(self, hash_: str) -> Notice | None:
        """See the Protocol."""
        return self._db.one(_NOTICE_GET, tenant_id=self._tenant, hash=hash_)


class ConsentTokenStore(Store):
    """See `domain.consent.store.ConsentTokens`."""

    __slots__ = ()

    def add(self, token: ConsentToken) -> None:
        """See the Protocol."""
        self._db.add(_ADD_TOKEN, tenant_id=self._tenant, **_token_values(token))

    def consume(self, digest: bytes, now: datetime) -> ConsentToken | None:
        """See the Protocol."""
        return self._db.one(_CONSUME, tenant_id=self._tenant, digest=digest, now=now)

    def tidy(self, now: datetime, limit: int) -> int:
        """See the Protocol."""
        return self._db.run(_TIDY, tenant_id=self._tenant, now=now, limit=limit)
