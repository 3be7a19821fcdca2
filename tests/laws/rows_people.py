"""Rows of people's rooms: accounts, factors, sessions, consent."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.accounts.create import CreateAccount
from domain.accounts.listing import AccountsPage, FindByIdentifier
from domain.consent.end import Revoke, Withdraw
from domain.consent.forget import Forget
from domain.consent.ledger import LedgerRequest
from domain.factors.change_password import ChangePassword
from domain.kernel.secrets import Secret, digest
from domain.sessions.end import EndOthers, EndOwn
from domain.sessions.listing import SessionsPage
from tests.laws.rows import (
    GONE,
    Row,
    a_machine,
    a_stranger,
    empty,
    my_person,
    their_person,
)
from tests.support.sign_ins import PASSWORD

NEW_PASSWORD = Secret("another long passphrase of the tests")
_CREATE, _READ, _END = ("accounts.create",), ("accounts.read",), ("sessions.end",)
_SESSIONS, _CONSENTS = ("sessions.read",), ("consents.read",)

ACCOUNTS: Final = (
    Row("accounts.activate.new_link", lambda w, a, b: b.accounts["bob"].id, GONE, words=_CREATE),
    Row(
        "accounts.create.create_by_operator",
        lambda w, a, b: CreateAccount((Secret("erin"),)),
        words=_CREATE,
    ),
    Row(
        "accounts.disable.disable",
        lambda w, a, b: b.accounts["carol"].id,
        GONE,
        words=("accounts.disable",),
    ),
    Row(
        "accounts.enable.enable",
        lambda w, a, b: b.accounts["dora"].id,
        GONE,
        words=("accounts.disable",),
    ),
    Row(
        "accounts.erase.erase",
        lambda w, a, b: b.accounts["carol"].id,
        GONE,
        words=("accounts.erase",),
    ),
    Row("accounts.erase.erase_own", lambda w, a, b: b.accounts["alice"].id, GONE, my_person),
    Row("accounts.erase.erase_own", lambda w, a, b: b.accounts["alice"].id, GONE, their_person),
    Row(
        "operators.stop.disable_account",
        lambda w, a, b: b.accounts["carol"].id,
        GONE,
        words=("accounts.disable",),
    ),
    Row(
        "operators.stop.erase_account",
        lambda w, a, b: b.accounts["carol"].id,
        GONE,
        words=("accounts.erase",),
    ),
    *(
        Row(
            "operators.stop.erase_own_account",
            lambda w, a, b: b.accounts["alice"].id,
            GONE,
            who,
        )
        for who in (my_person, their_person)
    ),
    Row("accounts.listing.detail", lambda w, a, b: b.accounts["alice"].id, GONE, words=_READ),
    Row(
        "accounts.listing.find_by_identifier",
        lambda w, a, b: FindByIdentifier(Secret(f"only-{b.slug}")),
        empty,
        words=_READ,
    ),
    Row("accounts.listing.page", lambda w, a, b: AccountsPage(), words=_READ),
    Row(
        "factors.change_password.change_password",
        lambda w, a, b: ChangePassword(
            b.accounts["alice"].id, b.session.id, Secret(PASSWORD), NEW_PASSWORD
        ),
        GONE,
        my_person,
    ),
    Row(
        "factors.change_password.change_password",
        lambda w, a, b: ChangePassword(
            b.accounts["alice"].id, b.session.id, Secret(PASSWORD), NEW_PASSWORD
        ),
        GONE,
        their_person,
    ),
)

SESSIONS: Final = (
    Row("sessions.end.end_by_operator", lambda w, a, b: b.second.id, GONE, words=_END),
    *(
        Row(
            "sessions.end.end_others",
            lambda w, a, b: EndOthers(b.accounts["alice"].id, b.session.id),
            answer,
            who,
        )
        for who, answer in ((my_person, GONE), (their_person, empty))
    ),
    *(
        Row(
            "sessions.end.end_own",
            lambda w, a, b: EndOwn(b.accounts["alice"].id, b.second.id),
            GONE,
            who,
        )
        for who in (my_person, their_person)
    ),
    Row(
        "sessions.end.end_own",
        lambda w, a, b: EndOwn(a.accounts["alice"].id, b.second.id),
        GONE,
        my_person,
    ),
    Row(
        "sessions.listing.of_account",
        lambda w, a, b: b.accounts["alice"].id,
        empty,
        words=_SESSIONS,
    ),
    *(
        Row("sessions.listing.own_sessions", lambda w, a, b: b.accounts["alice"].id, answer, who)
        for who, answer in ((my_person, GONE), (their_person, empty))
    ),
    Row("sessions.listing.detail", lambda w, a, b: b.session.id, GONE, words=_SESSIONS),
    Row("sessions.listing.page", lambda w, a, b: SessionsPage(), words=_SESSIONS),
    Row("sessions.standing.standing", lambda w, a, b: digest(b.cookie), empty, a_stranger),
    Row(
        "sessions.standing.touch",
        lambda w, a, b: replace(b.session, last_seen_at=b.session.last_seen_at),
        who=a_stranger,
    ),
)

CONSENT: Final = (
    Row("consent.end.expire_due", lambda w, a, b: 500, who=a_machine),
    *(
        Row(
            "consent.end.revoke",
            lambda w, a, b, who=who, what=what: Revoke(
                (b if who else a).accounts["alice"].id,
                (b if what else a).clients["shop"].id,
                "asked for",
            ),
            GONE,
            words=("consents.revoke",),
        )
        for who, what in ((1, 1), (0, 1), (1, 0))
    ),
    *(
        Row(
            "consent.end.withdraw",
            lambda w, a, b: Withdraw(b.accounts["alice"].id, b.clients["shop"].id),
            GONE,
            who,
        )
        for who in (my_person, their_person)
    ),
    *(
        Row(
            "consent.forget.forget_refusal",
            lambda w, a, b: Forget(b.accounts["alice"].id, b.clients["shop"].id, "profile"),
            GONE,
            who,
        )
        for who in (my_person, their_person)
    ),
    *(
        Row("app.hosted.routes.me.at_a_glance", lambda w, a, b: b.accounts["alice"].id, answer, who)
        for who, answer in ((my_person, GONE), (their_person, lambda told: told == ((), ())))
    ),
    *(
        Row("consent.ledger.mine", lambda w, a, b: b.accounts["alice"].id, answer, who)
        for who, answer in ((my_person, GONE), (their_person, empty))
    ),
    Row(
        "consent.ledger.of_account",
        lambda w, a, b: b.accounts["alice"].id,
        empty,
        words=_CONSENTS,
    ),
    Row("consent.ledger.page", lambda w, a, b: LedgerRequest(), words=_CONSENTS),
    Row("consent.ledger.show", lambda w, a, b: b.consent_id, GONE, words=_CONSENTS),
    Row(
        "app.hosted.routes.me_consents.allowed",
        lambda w, a, b: b.accounts["alice"].id,
        lambda found: not found.entries,
        their_person,
    ),
)

PEOPLE: Final = (*ACCOUNTS, *SESSIONS, *CONSENT)
