"""Clients, their secrets, and a tenant's own scopes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, exists, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.clients.records import Client, ClientFilter, ClientSecret, ClientStatus, Scope
from domain.figures.names import TOKENS
from domain.kernel.paging import Page, PageRequest
from persistence.mapping import columns_of, page_of, same, table_of, values_of
from persistence.statements import Prepared
from persistence.stores.store import Store, storable
from persistence.tables.audit import ClientCounterRow
from persistence.tables.clients import ClientRow, ClientSecretRow, ScopeRow
from persistence.tables.consent import ConsentEntryRow
from persistence.tables.oauth import ClientGrantRow

_CLIENT = table_of(ClientRow)
_SECRET = table_of(ClientSecretRow)
_SCOPE = table_of(ScopeRow)
_COUNTER = table_of(ClientCounterRow)
_ENTRY = table_of(ConsentEntryRow)
_GRANT = table_of(ClientGrantRow)
_COLUMNS = columns_of(_CLIENT, Client)
_values = values_of(Client)
_secret_values = values_of(ClientSecret)
_scope_values = values_of(Scope)
_FIXED = {"id", "client_id", "type", "created_at"}
_CHANGED = [column.name for column in _COLUMNS if column.name not in _FIXED]
_THIS = same(_CLIENT.c.tenant_id, _CLIENT.c.id)

_ANY = ClientFilter()
_NONE = literal((), _CLIENT.c.relaxations.type)
_GET = Prepared(select(*_COLUMNS).where(*_THIS), Client)
_BY_CLIENT_ID = Prepared(
    select(*_COLUMNS).where(*same(_CLIENT.c.tenant_id, _CLIENT.c.client_id)), Client
)
_ORIGINS = Prepared(
    select(_CLIENT.c.cors_origins).where(
        *same(_CLIENT.c.tenant_id), _CLIENT.c.status == ClientStatus.ENABLED
    )
)
_ADD = Prepared(insert(_CLIENT).on_conflict_do_nothing(index_elements=["tenant_id", "client_id"]))
_CHANGE = Prepared(
    update(_CLIENT)
    .where(*_THIS, _CLIENT.c.version == bindparam("before"))
    .values({name: bindparam(name) for name in _CHANGED})
)
_REMOVE = Prepared(
    delete(_CLIENT).where(
        *_THIS,
        ~exists().where(
            _ENTRY.c.tenant_id == _CLIENT.c.tenant_id, _ENTRY.c.client_id == _CLIENT.c.id
        ),
        ~exists().where(
            _GRANT.c.tenant_id == _CLIENT.c.tenant_id, _GRANT.c.client_id == _CLIENT.c.id
        ),
    )
)
_SECRETS = Prepared(
    select(*columns_of(_SECRET, ClientSecret))
    .where(*same(_SECRET.c.tenant_id, _SECRET.c.client_id))
    .order_by(_SECRET.c.id.desc()),
    ClientSecret,
)
_ADD_SECRET = Prepared(insert(_SECRET))
_END_SECRET = Prepared(
    update(_SECRET)
    .where(*same(_SECRET.c.tenant_id, _SECRET.c.id))
    .values(expires_at=bindparam("at"))
)
_SCOPES = Prepared(
    select(*columns_of(_SCOPE, Scope)).where(*same(_SCOPE.c.tenant_id)).order_by(_SCOPE.c.value),
    Scope,
)
_insert_scope = insert(_SCOPE)
_PUT_SCOPE = Prepared(
    _insert_scope.on_conflict_do_update(
        index_elements=["tenant_id", "value"],
        set_={
            column.name: _insert_scope.excluded[column.name]
            for column in _SCOPE.c
            if not column.primary_key
        },
    )
)
_REMOVE_SCOPE = Prepared(delete(_SCOPE).where(*same(_SCOPE.c.tenant_id, _SCOPE.c.value)))


class ClientStore(Store):
    """See `domain.clients.store.Clients`."""

    __slots__ = ()

    def get(self, id_: bytes) -> Client | None:
        """See the Protocol."""
        return self._kept(
            ("client", id_), lambda: self._db.one(_GET, tenant_id=self._tenant, id=id_)
        )

    def by_client_id(self, client_id: str) -> Client | None:
        """See the Protocol."""
        if not storable(client_id):
            return None
        return self._kept(
            ("client", client_id),
            lambda: self._db.one(_BY_CLIENT_ID, tenant_id=self._tenant, client_id=client_id),
        )

    def add(self, client: Client) -> bool:
        """See the Protocol."""
        return self._configured(self._db.run(_ADD, tenant_id=self._tenant, **_values(client)))

    def change(self, client: Client) -> bool:
        """See the Protocol; ids, type and birth never change."""
        values = {name: getattr(client, name) for name in _CHANGED}
        met = self._db.run(
            _CHANGE, tenant_id=self._tenant, id=client.id, before=client.version - 1, **values
        )
        return self._configured(met)

    def page(self, page: PageRequest, wanted: ClientFilter | None = None) -> Page[Client]:
        """See the Protocol; filters walk the tenant's clients, of which there are not many."""
        wanted = wanted or _ANY
        if not storable(wanted.begins):
            return Page(())
        query = select(*_COLUMNS).where(_CLIENT.c.tenant_id == self._tenant)
        if wanted.begins:
            letters = wanted.begins.lower()
            query = query.where(
                or_(
                    func.lower(_CLIENT.c.label).startswith(letters, autoescape=True),
                    func.lower(_CLIENT.c.client_id).startswith(letters, autoescape=True),
                )
            )
        if wanted.types:
            query = query.where(_CLIENT.c.type.in_(wanted.types))
        if wanted.statuses:
            query = query.where(_CLIENT.c.status.in_(wanted.statuses))
        if wanted.weakened:
            query = query.where(_CLIENT.c.relaxations != _NONE)
        if wanted.idle_since is not None:
            query = query.where(
                _CLIENT.c.status == ClientStatus.ENABLED,
                _CLIENT.c.created_at <= wanted.idle_since,
                ~exists().where(
                    _COUNTER.c.tenant_id == _CLIENT.c.tenant_id,
                    _COUNTER.c.client_id == _CLIENT.c.id,
                    _COUNTER.c.day > wanted.idle_since.date(),
                    _COUNTER.c.name == TOKENS,
                ),
            )
        return page_of(self._db, query, Client, page, key=_CLIENT.c.id)

    def cors_origins(self) -> frozenset[str]:
        """See the Protocol."""
        return self._kept(
            ("cors_origins",),
            lambda: frozenset(
                origin
                for (origins,) in self._db.all(_ORIGINS, tenant_id=self._tenant)
                for origin in origins
            ),
        )

    def secrets(self, id_: bytes) -> tuple[ClientSecret, ...]:
        """See the Protocol."""
        return self._kept(
            ("secrets", id_),
            lambda: tuple(self._db.all(_SECRETS, tenant_id=self._tenant, client_id=id_)),
        )

    def add_secret(self, secret: ClientSecret) -> None:
        """See the Protocol."""
        self._db.add(_ADD_SECRET, tenant_id=self._tenant, **_secret_values(secret))
        self._configured(1)

    def end_secret(self, secret_id: bytes, at: datetime) -> bool:
        """See the Protocol."""
        met = self._db.run(_END_SECRET, tenant_id=self._tenant, id=secret_id, at=at)
        return self._configured(met)

    def remove(self, id_: bytes) -> bool:
        """See the Protocol."""
        return self._configured(self._db.run(_REMOVE, tenant_id=self._tenant, id=id_))


class ScopeStore(Store):
    """See `domain.clients.store.Scopes`."""

    __slots__ = ()

    def all(self) -> tuple[Scope, ...]:
        """See the Protocol."""
        return self._kept(("scopes",), lambda: tuple(self._db.all(_SCOPES, tenant_id=self._tenant)))

    def put(self, scope: Scope) -> None:
        """See the Protocol."""
        self._configured(self._db.run(_PUT_SCOPE, tenant_id=self._tenant, **_scope_values(scope)))

    def remove(self, value: str) -> bool:
        """See the Protocol."""
        return self._configured(self._db.run(_REMOVE_SCOPE, tenant_id=self._tenant, value=value))
