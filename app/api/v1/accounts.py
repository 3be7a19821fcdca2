"""Accounts; an identifier is never part of an address, and never told."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Query, Response
from pydantic import AwareDatetime, Field

from app.api.v1.door import Caller
from app.api.v1.once import IdempotencyKey, created, tell_created
from app.api.v1.problems import ALWAYS, CHANGES
from app.api.v1.rooms import IN_TENANT, ROOT, Called, room
from app.api.v1.sessions import Ended, SessionTold, told_session
from app.api.v1.values import (
    Answer,
    Body,
    Listed,
    Paged,
    Text,
    an_id,
    listed,
    wanted_page,
)
from domain.accounts.activate import new_link
from domain.accounts.create import MOST_IDENTIFIERS, CreateAccount, create_by_operator
from domain.accounts.enable import enable
from domain.accounts.listing import (
    AccountDetail,
    AccountsPage,
    FindByIdentifier,
    detail,
    find_by_identifier,
    page,
)
from domain.accounts.records import Account, AccountFilter, AccountStatus, Audience
from domain.identifiers.records import IdentifierKind
from domain.kernel.errors import not_found
from domain.kernel.ids import show
from domain.kernel.many import Many, Outcome
from domain.kernel.secrets import Secret
from domain.operators import stop
from domain.operators.accounts_overview import AccountsSeen, Glance
from domain.operators.accounts_overview import accounts as accounts_seen
from domain.operators.many import sign_out_accounts
from domain.sessions.listing import of_account

router = room(f"{IN_TENANT}/accounts", "Accounts")

Identifier = Annotated[
    str,
    Field(
        min_length=1,
        max_length=320,
        description="User name, e-mail address or phone number; kept as a seal only.",
        json_schema_extra={"format": "password"},
    ),
]


class AccountsAsked(Paged):
    """Which accounts."""

    status: list[AccountStatus] = Field(default=[], max_length=10)
    persona: bool | None = None
    created_since: AwareDatetime | None = Field(
        default=None, description="Created at this moment or later, by the tenant's clock."
    )
    with_standing: bool = Field(
        default=False,
        description="Tell of each what stands on it; asks for `sessions.read` and "
        "`consents.read` too.",
    )


class NewAccountBody(Body):
    """An account that is wanted; its person chooses the password by the link."""

    identifiers: list[Identifier] = Field(min_length=1, max_length=MOST_IDENTIFIERS)
    label: Text = Field(default="", description="An operator's word, free of personal data.")
    locale: Text = Field(default="", description="BCP 47; empty is the tenant's.")


class FindBody(Body):
    """What somebody types to sign in."""

    identifier: Identifier


class AccountTold(Answer):
    """An account."""

    account: str
    status: AccountStatus
    audience: Audience
    label: str
    locale: str
    persona: bool
    created_at: datetime
    version: int


class StandingTold(Answer):
    """What stands on an account."""

    factors: list[str] = Field(
        description="By what its person can prove themselves: `password`, or nothing yet."
    )
    sessions: int
    consents: int = Field(description="Items of leave in force.")
    last_seen_at: datetime | None = Field(
        description="Last use of a session that is still kept; null without any."
    )


class AccountListed(AccountTold):
    """An account of a list."""

    standing: StandingTold | None = Field(description="Null where it was not asked for.")


class IdentifierTold(Answer):
    """That an account is recognised by something of a kind; the text is not known."""

    identifier: str
    kind: IdentifierKind


class AccountShown(AccountTold):
    """An account and by what kinds of identifiers it is recognised."""

    identifiers: list[IdentifierTold]


class AccountMade(AccountTold):
    """A new account."""

    activation_link: str | None = Field(
        description="For its person, shown once; null when the call was repeated."
    )


class LinkTold(Answer):
    """A link by which a person chooses a password, shown once."""

    account: str
    activation_link: str


def told(account: Account) -> AccountTold:
    """Return an account as it is answered."""
    return AccountTold.model_validate(_fields(account))


def _fields(account: Account) -> dict[str, object]:
    return {
        "account": show("acc", account.id),
        "status": account.status,
        "audience": account.audience,
        "label": account.label,
        "locale": account.locale,
        "persona": account.persona,
        "created_at": account.created_at,
        "version": account.version,
    }


def _listed(account: Account, glance: Glance | None = None) -> AccountListed:
    standing = glance and StandingTold(
        factors=list(glance.factors),
        sessions=glance.sessions,
        consents=glance.consents,
        last_seen_at=glance.last_seen_at,
    )
    return AccountListed.model_validate({**_fields(account), "standing": standing})


@router.get("")
async def list_accounts(
    caller: Called, asked: Annotated[AccountsAsked, Query()]
) -> Listed[AccountListed]:
    """List accounts, newest first."""
    wanted = AccountFilter(
        statuses=tuple(asked.status), persona=asked.persona, since=asked.created_since
    )
    request = AccountsPage(wanted, wanted_page(caller, asked))
    if not asked.with_standing:
        return listed(caller, await caller.inside(page, request), _listed)
    seen: AccountsSeen = await caller.inside(accounts_seen, request)
    return listed(caller, seen.page, lambda each: _listed(each, seen.glances[each.id]))


@router.post("", status_code=201, responses=CHANGES)
async def create_account(
    caller: Called,
    body: NewAccountBody,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> AccountMade:
    """Make an account and the link by which its person chooses a password."""
    wanted = CreateAccount(tuple(map(Secret, body.identifiers)), body.label, body.locale)
    made, account = await created(
        caller,
        create_by_operator,
        wanted,
        name=idempotency_key,
        reference=lambda made: show("acc", made.account.id),
    )
    tell_created(response, f"{_place(caller)}/{account}", again=made is None)
    kept: Account = made.account if made else (await _detail(caller, account)).account
    link = _link(caller, made.activation) if made else None
    return AccountMade.model_validate({**_fields(kept), "activation_link": link})


@router.post("/find", responses=ALWAYS)
async def find_account(caller: Called, body: FindBody) -> AccountTold:
    """Find whose identifier it is: an exact search, sealed in memory and kept nowhere."""
    request = FindByIdentifier(Secret(body.identifier))
    found: Account | None = await caller.inside(find_by_identifier, request)
    if found is None:
        raise not_found("account")
    return told(found)


@router.get("/{account}")
async def show_account(caller: Called, account: str) -> AccountShown:
    """Show an account."""
    found = await _detail(caller, account)
    identifiers = [
        IdentifierTold(identifier=show("idn", each.id), kind=each.kind)
        for each in found.identifiers
    ]
    return AccountShown.model_validate({**_fields(found.account), "identifiers": identifiers})


@router.post("/{account}/link", responses=CHANGES)
async def link_account(caller: Called, account: str) -> LinkTold:
    """Make a new link to choose a password; earlier links stop working."""
    secret: Secret = await caller.inside(new_link, an_id("acc", account, "account"))
    return LinkTold(account=account, activation_link=_link(caller, secret))


@router.post("/{account}/disable", status_code=204, responses=CHANGES)
async def disable_account(caller: Called, account: str) -> None:
    """Keep an account from signing in; its sessions and tokens die at once."""
    await caller.inside(stop.disable_account, an_id("acc", account, "account"))


@router.post("/{account}/enable", status_code=204, responses=CHANGES)
async def enable_account(caller: Called, account: str) -> None:
    """Let an account sign in again."""
    await caller.inside(enable, an_id("acc", account, "account"))


@router.post("/{account}/erase", status_code=204, responses=CHANGES)
async def erase_account(caller: Called, account: str) -> None:
    """Erase an account for good; the trail stays, the person is gone."""
    await caller.inside(stop.erase_account, an_id("acc", account, "account"))


@router.get("/{account}/sessions")
async def list_sessions_of_account(caller: Called, account: str) -> Listed[SessionTold]:
    """List an account's standing sessions, newest first."""
    account_id = (await _detail(caller, account)).account.id
    found = await caller.inside(of_account, account_id)
    return Listed(items=[told_session(each) for each in found])


@router.post("/{account}/end-sessions", responses=CHANGES)
async def end_sessions(caller: Called, account: str) -> Ended:
    """Sign an account out everywhere."""
    request = Many((an_id("acc", account, "account"),))
    (came,) = await caller.inside(sign_out_accounts, request)
    if came.outcome is Outcome.FAILED:
        raise not_found("account")
    return Ended(ended=came.count)


async def _detail(caller: Caller, account: str) -> AccountDetail:
    found: AccountDetail = await caller.inside(detail, an_id("acc", account, "account"))
    return found


def _place(caller: Caller) -> str:
    return f"{ROOT}/tenants/{caller.tenant.slug}/accounts"


def _link(caller: Caller, secret: Secret) -> str:
    return f"{caller.door.base_url}/t/{caller.tenant.slug}/activate/{secret.reveal()}"
