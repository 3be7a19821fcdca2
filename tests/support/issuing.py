"""A person, a client and leave between them: what tests of grants and tokens start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.runtime.powers.signer import JwsSigner
from domain.accounts.events import AccountDisabled
from domain.accounts.records import Account
from domain.clients.records import Client
from domain.consent.events import (
    ConsentExpired,
    ConsentRevoked,
    ConsentSuperseded,
    ConsentWithdrawn,
)
from domain.consent.records import Consent, Necessity
from domain.kernel.secrets import Secret
from domain.oauth import subscribers
from domain.oauth.code import issue_code
from domain.oauth.code_grant import RedeemCode, redeem
from domain.oauth.grants import open_grant
from domain.oauth.records import Grant, GrantItem
from domain.oauth.refresh import RotateRefresh, rotate
from domain.oauth.tokens import Issued, seal
from domain.sessions.events import SessionEnded
from domain.sessions.records import Session
from tests.support.factories import a_client, a_consent, a_request, a_session, an_account
from tests.support.stage import Stage

ISSUER = "https://id.example/t/acme"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
"""Of RFC 7636 appendix B; `a_request` and `a_code` carry its challenge."""

SUBSCRIBERS = {
    ConsentWithdrawn: (subscribers.on_consent_ended,),
    ConsentRevoked: (subscribers.on_consent_ended,),
    ConsentExpired: (subscribers.on_consent_ended,),
    ConsentSuperseded: (subscribers.on_consent_ended,),
    SessionEnded: (subscribers.on_session_ended,),
    AccountDisabled: (subscribers.on_account_stopped,),
}


@dataclass
class Issuing:
    """Everything between one person and one client, on a stage.

    Attributes:
        until: end of every leave that was given.
    """

    stage: Stage
    client: Client
    account: Account
    session: Session
    consents: dict[str, Consent]
    until: datetime
    signer: JwsSigner

    def open(self, **changes: Any) -> tuple[Grant, Secret]:
        """Open a grant on the leave, and issue its code."""
        once = changes.pop("once", False)
        items = changes.pop("items", None) or tuple(
            GrantItem(word, entry.necessity is Necessity.NEEDED, self.until)
            for word, entry in self.consents.items()
        )
        request = a_request(self.client.id, **changes)

        def act(work: Any) -> tuple[Grant, Secret]:
            grant = open_grant(
                work,
                client=self.client,
                request=request,
                session=self.session,
                items=items,
                ends_at=self.until,
                once=once,
            )
            return grant, issue_code(work, grant=grant, client=self.client, request=request)

        return self.stage.write(act)

    def redeem(self, code: Secret, **changes: Any) -> Issued:
        given = {
            "client": self.client,
            "redirect_uri": "https://shop.example/cb",
            "verifier": VERIFIER,
        } | changes
        request = RedeemCode(code=code, **given)
        return self.stage.write(lambda work: redeem(work, request))

    def rotate(self, token: Secret, **changes: Any) -> Issued:
        request = RotateRefresh(**({"client": self.client, "token": token} | changes))
        return self.stage.write(lambda work: rotate(work, request))

    def issued(self, **changes: Any) -> tuple[Grant, Issued]:
        """Open a grant and redeem its code."""
        grant, code = self.open(**changes)
        return grant, self.redeem(code)

    def sealed(self, issued: Issued) -> dict[str, Any]:
        return seal(issued, self.signer, ISSUER)

    def grant(self, grant: Grant) -> Grant:
        """Read a grant again."""
        found = self.stage.read(lambda work: work.grants.get(grant.id))
        assert found is not None
        return found

    def change_client(self, **changes: Any) -> None:
        """Write the client with other values."""
        from dataclasses import replace

        self.client = replace(self.client, **changes, version=self.client.version + 1)
        assert self.stage.write(lambda work: work.clients.change(self.client))


def an_issuing(
    stage: Stage,
    *,
    needed: tuple[str, ...] = ("openid",),
    chosen: tuple[str, ...] = ("profile",),
    lasts: timedelta = timedelta(hours=1),
    tenant: str = "acme",
    **client: Any,
) -> Issuing:
    """Put a client, a person with a session, and leave for the items on a stage."""
    stage.subscribers = SUBSCRIBERS
    made = a_client(**({"scopes": (*needed, *chosen)} | client))
    account = an_account()
    now = stage.clock.now()
    session = a_session(
        account.id,
        started_at=now,
        auth_time=now,
        last_seen_at=now,
        idle_ends_at=now + timedelta(hours=12),
        ends_at=now + timedelta(days=30),
    )
    until = now + lasts
    consents = {
        word: a_consent(
            account.id,
            made.id,
            item=word,
            necessity=Necessity.NEEDED if word in needed else Necessity.CHOSEN,
            expires_at=until,
            at=now,
        )
        for word in (*needed, *chosen)
    }

    def act(work: Any) -> None:
        assert work.clients.add(made)
        work.accounts.add(account)
        work.sessions.add(session)
        for entry in consents.values():
            assert work.consents.append(entry)

    stage.write(act, tenant=tenant)
    return Issuing(stage, made, account, session, consents, until, JwsSigner())
