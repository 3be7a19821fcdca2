"""Operators' roles and the installation's one-time links."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from domain.kernel.paging import Page, PageRequest
from domain.operators.records import Assignment, Holder, Role, Ticket
from persistence.db import Db
from persistence.mapping import columns_of, page_of, same, table_of, values_of
from persistence.statements import Prepared
from persistence.stores.store import INSTALLATION
from persistence.tables.operators import AssignmentRow, TicketRow

_ASSIGNMENT = table_of(AssignmentRow)
_TICKET = table_of(TicketRow)
_TICKET_COLUMNS = columns_of(_TICKET, Ticket)
_ticket_values = values_of(Ticket)


def _assignment(account_id: bytes, role: Role, scope_id: bytes, at: datetime) -> Assignment:
    return Assignment(account_id, role, None if scope_id == INSTALLATION else scope_id, at)


_ROWS = select(*columns_of(_ASSIGNMENT, Assignment, tenant_id="scope_id")).order_by(
    _ASSIGNMENT.c.created_at, _ASSIGNMENT.c.account_id, _ASSIGNMENT.c.role, _ASSIGNMENT.c.scope_id
)
_ALL = Prepared(_ROWS, _assignment)
_OF_ACCOUNT = Prepared(_ROWS.where(*same(_ASSIGNMENT.c.account_id)), _assignment)
_ADD = Prepared(
    insert(_ASSIGNMENT).on_conflict_do_nothing(index_elements=["account_id", "role", "scope_id"])
)
_REMOVE = Prepared(
    delete(_ASSIGNMENT).where(
        *same(_ASSIGNMENT.c.account_id, _ASSIGNMENT.c.role, _ASSIGNMENT.c.scope_id)
    )
)
_LIVE = (*same(_TICKET.c.digest), _TICKET.c.expires_at > bindparam("now"))
_PEEK = Prepared(select(*_TICKET_COLUMNS).where(*_LIVE), Ticket)
_CONSUME = Prepared(
    delete(_TICKET).where(*_LIVE).returning(*_TICKET_COLUMNS), Ticket, evidence=True
)
_insert_ticket = insert(_TICKET)
_PUT_TICKET = Prepared(
    # One statement: servers that start together would each delete what the other adds.
    _insert_ticket.on_conflict_do_update(
        index_elements=["purpose"],
        set_={
            "digest": _insert_ticket.excluded.digest,
            "expires_at": _insert_ticket.excluded.expires_at,
        },
    )
)


class OperatorStore:
    """See `domain.operators.store.Operators`."""

    __slots__ = ("_db",)

    def __init__(self, db: Db) -> None:
        """Bind to an installation's work."""
        self._db = db

    def of_account(self, account_id: bytes) -> tuple[Assignment, ...]:
        """See the Protocol."""
        return tuple(self._db.all(_OF_ACCOUNT, account_id=account_id))

    def all(self) -> tuple[Assignment, ...]:
        """See the Protocol."""
        return tuple(self._db.all(_ALL))

    def holders(self, tenant_id: bytes | None, page: PageRequest) -> Page[Holder]:
        """See the Protocol."""
        wanted = select(_ASSIGNMENT.c.account_id).distinct()
        if tenant_id is not None:
            wanted = wanted.where(_ASSIGNMENT.c.scope_id.in_((tenant_id, INSTALLATION)))
        return page_of(self._db, wanted, Holder, page, key=_ASSIGNMENT.c.account_id)

    def take_turn(self) -> bool:
        """See the Protocol."""
        return self._db.take_turn(b"operators' names")

    def add(self, assignment: Assignment) -> bool:
        """See the Protocol."""
        met = self._db.run(
            _ADD,
            account_id=assignment.account_id,
            role=assignment.role,
            scope_id=assignment.tenant_id or INSTALLATION,
            created_at=assignment.created_at,
        )
        return met == 1

    def remove(self, account_id: bytes, role: Role, tenant_id: bytes | None) -> bool:
        """See the Protocol."""
        met = self._db.run(
            _REMOVE, account_id=account_id, role=role, scope_id=tenant_id or INSTALLATION
        )
        return met == 1


class TicketStore:
    """See `domain.operators.store.Tickets`."""

    __slots__ = ("_db",)

    def __init__(self, db: Db) -> None:
        """Bind to an installation's work."""
        self._db = db

    def add(self, ticket: Ticket) -> None:
        """See the Protocol."""
        self._db.add(_PUT_TICKET, **_ticket_values(ticket))

    def peek(self, digest: bytes, now: datetime) -> Ticket | None:
        """See the Protocol."""
        return self._db.one(_PEEK, digest=digest, now=now)

    def consume(self, digest: bytes, now: datetime) -> Ticket | None:
        """See the Protocol."""
        return self._db.one(_CONSUME, digest=digest, now=now)
