"""Rows of what operators see and end of many accounts, sessions and grants."""

from __future__ import annotations

from typing import Any, Final

from domain.accounts.listing import AccountsPage
from domain.kernel.many import Many, Outcome
from domain.kernel.paging import PageRequest
from domain.operators.sessions_overview import SessionsAsked
from tests.laws.rows import GONE, Row, empty

_READS: Final = ("accounts.read", "sessions.read", "consents.read")
_END, _STOP = ("sessions.end",), ("accounts.disable",)


def not_here(came: Any) -> bool:
    """Each of them is not found."""
    return [(each.outcome, each.code) for each in came] == [(Outcome.FAILED, "not_found")]


LIVE: Final = (
    Row(
        "accounts.listing.some",
        lambda w, a, b: Many((b.accounts["alice"].id,)),
        empty,
        words=("accounts.read",),
    ),
    Row("operators.accounts_overview.accounts", lambda w, a, b: AccountsPage(), words=_READS),
    Row(
        "operators.accounts_overview.account_events",
        lambda w, a, b: b.accounts["alice"].id,
        GONE,
        words=("audit.read", *_READS),
    ),
    Row(
        "operators.sessions_overview.sessions",
        lambda w, a, b: SessionsAsked(),
        words=("sessions.read",),
    ),
    Row(
        "operators.many.disable_accounts",
        lambda w, a, b: Many((b.accounts["carol"].id,)),
        not_here,
        words=_STOP,
    ),
    Row(
        "operators.many.enable_accounts",
        lambda w, a, b: Many((b.accounts["dora"].id,)),
        not_here,
        words=_STOP,
    ),
    Row(
        "operators.many.sign_out_accounts",
        lambda w, a, b: Many((b.accounts["alice"].id,)),
        not_here,
        words=_END,
    ),
    Row("sessions.end.end_many", lambda w, a, b: Many((b.session.id,)), not_here, words=_END),
    Row(
        "oauth.hanging.grants_of_account",
        lambda w, a, b: b.accounts["alice"].id,
        GONE,
        words=("sessions.read",),
    ),
    Row(
        "oauth.end_by_operator.end_everything",
        lambda w, a, b: b.accounts["alice"].id,
        GONE,
        words=_END,
    ),
    Row(
        "operators.grants_overview.grants",
        lambda w, a, b: b.accounts["alice"].id,
        GONE,
        words=("sessions.read",),
    ),
    Row("oauth.end_by_operator.end_grant", lambda w, a, b: b.grant_id, GONE, words=_END),
    Row("oauth.end_by_operator.end_refresh", lambda w, a, b: b.grant_id, GONE, words=_END),
    Row(
        "sandbox.look_up.personas_seen",
        lambda w, a, b: PageRequest(),
        words=("accounts.read",),
    ),
    Row(
        "sandbox.look_up.persona",
        lambda w, a, b: b.accounts["alice"].id,
        GONE,
        words=("accounts.read",),
    ),
)
