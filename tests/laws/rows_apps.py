"""Rows of what operators see and do with applications, scopes and leave."""

from __future__ import annotations

from typing import Final

from domain.clients.end_secret import EndSecret
from domain.clients.listing import ClientsPage
from domain.clients.redirects import TryRedirect
from domain.consent.expiring import Expiring
from domain.consent.revoke_many import RevokeMany
from tests.laws.furnish import CALLBACK
from tests.laws.holdings import Holdings
from tests.laws.rows import GONE, Row, nothing
from tests.laws.rows_clients import an_idle
from tests.laws.world import World

_CLIENTS, _CHANGE = ("clients.read",), ("clients.change",)
_CONSENTS, _REVOKE = ("consents.read",), ("consents.revoke",)


def their_id(_w: World, _mine: Holdings, theirs: Holdings) -> str:
    """The client_id that no other tenant has."""
    return an_idle(theirs).client_id


APPS: Final = (
    Row(
        "clients.end_secret.end_secret",
        lambda w, a, b: EndSecret(an_idle(b).client_id, b.secrets["earlier"].id),
        GONE,
        words=_CHANGE,
    ),
    Row(
        "clients.redirects.try_redirect",
        lambda w, a, b: TryRedirect(an_idle(b).client_id, CALLBACK),
        GONE,
        words=_CLIENTS,
    ),
    Row("consent.evidence.evidence", lambda w, a, b: b.consent_id, GONE, words=_CONSENTS),
    Row("consent.expiring.calendar", lambda w, a, b: 30, words=_CONSENTS),
    Row("consent.expiring.ending", lambda w, a, b: Expiring(), words=_CONSENTS),
    Row(
        "consent.revoke_many.revoke_many",
        lambda w, a, b: RevokeMany((b.consent_id,), "asked by telephone"),
        GONE,
        words=_REVOKE,
    ),
    Row("operators.clients_overview.client_days", their_id, GONE, words=_CLIENTS),
    Row("operators.clients_overview.client_stops", their_id, GONE, words=_CLIENTS),
    Row("operators.clients_overview.faring", lambda w, a, b: ClientsPage(), words=_CLIENTS),
    Row("operators.clients_overview.scope_uses", nothing, words=_CLIENTS),
    Row("operators.expiring_overview.expiring", lambda w, a, b: Expiring(), words=_CONSENTS),
)
