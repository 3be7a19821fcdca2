"""What does not outlive a restore: whatever may have ended since the backup was made.

The past cannot tell what ended after it. So everything that opens a door by being remembered ends:
sessions, grants, tokens, codes, links, flows, invitations, API keys. Leave is ended through the
ledger, and token keys through their rotation, for both tell of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, update

from domain.sessions.rules import RESTORED as REASON
from persistence.db import Db
from persistence.mapping import table_of
from persistence.statements import Prepared
from persistence.tables.accounts import ActivationRow
from persistence.tables.api_keys import ApiKeyRow
from persistence.tables.consent import ConsentTokenRow
from persistence.tables.installation import NodeRow
from persistence.tables.login import InteractionRow
from persistence.tables.oauth import (
    AuthorizationCodeRow,
    ClientGrantRow,
    OpaqueTokenRow,
    PushedRequestRow,
    RefreshTokenRow,
)
from persistence.tables.operators import InvitationRow, TicketRow
from persistence.tables.sessions import SessionRow
from persistence.types import Utc

_AT: Final = bindparam("at", type_=Utc())
_SESSION, _GRANT = table_of(SessionRow), table_of(ClientGrantRow)
_API_KEY, _INVITATION = table_of(ApiKeyRow), table_of(InvitationRow)

_ENDED: Final[dict[str, Prepared[Any]]] = {
    "sessions": Prepared(
        update(_SESSION)
        .where(_SESSION.c.ended_at.is_(None))
        .values(ended_at=_AT, end_reason=REASON)
    ),
    "grants": Prepared(
        update(_GRANT)
        .where(_GRANT.c.closed_at.is_(None))
        .values(closed_at=_AT, close_reason=REASON)
    ),
    "api_keys": Prepared(
        update(_API_KEY).where(_API_KEY.c.revoked_at.is_(None)).values(revoked_at=_AT)
    ),
    "invitations": Prepared(
        update(_INVITATION)
        .where(_INVITATION.c.revoked_at.is_(None), _INVITATION.c.used_at.is_(None))
        .values(revoked_at=_AT)
    ),
}
_GONE: Final[dict[str, Prepared[Any]]] = {
    name: Prepared(delete(table))
    for name, table in {
        "codes": table_of(AuthorizationCodeRow),
        "refresh_tokens": table_of(RefreshTokenRow),
        "opaque_tokens": table_of(OpaqueTokenRow),
        "consent_tokens": table_of(ConsentTokenRow),
        "pushed_requests": table_of(PushedRequestRow),
        "interactions": table_of(InteractionRow),
        "activation_links": table_of(ActivationRow),
        "tickets": table_of(TicketRow),
        "nodes": table_of(NodeRow),
    }.items()
}


def end_what_opens(db: Db, at: datetime) -> dict[str, int]:
    """End it in one transaction, and return how many there were of each."""
    ended = {name: db.run(statement, at=at) for name, statement in _ENDED.items()}
    return ended | {name: db.run(statement) for name, statement in _GONE.items()}
