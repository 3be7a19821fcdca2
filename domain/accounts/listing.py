"""Look accounts up, as an operator."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from domain.accounts.events import AccountSearched
from domain.accounts.find import get_or_refuse
from domain.accounts.records import Account, AccountFilter
from domain.accounts.store import AccountWork, RecognisedAccountWork
from domain.identifiers.find import find
from domain.identifiers.normalise import normalise
from domain.identifiers.records import SealedIdentifier, Typed
from domain.kernel.authorize import authorize
from domain.kernel.ids import first_id
from domain.kernel.many import Many, named
from domain.kernel.paging import Page, PageRequest
from domain.kernel.powers import IdentifierHasher
from domain.kernel.secrets import Secret
from domain.kernel.work import Staged, reads, writes


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """Which accounts are wanted, a page at a time."""

    wanted: AccountFilter = field(default_factory=AccountFilter)
    page: PageRequest = field(default_factory=PageRequest)


@dataclass(frozen=True, slots=True)
class AccountDetail:
    """An account and by what kinds of identifiers it is recognised; no text is known."""

    account: Account
    identifiers: tuple[SealedIdentifier, ...]


@dataclass(frozen=True, slots=True)
class FindByIdentifier:
    """An exact search; what was typed is sealed in memory and kept nowhere."""

    identifier: Secret


@reads
def page(work: AccountWork, request: AccountsPage) -> Page[Account]:
    """Return accounts, newest first.

    Refuses:
        forbidden: the actor may not read accounts.
    """
    authorize(work, "accounts.read")
    return work.accounts.page(since_by_id(work, request.wanted), request.page)


def since_by_id(work: AccountWork, wanted: AccountFilter) -> AccountFilter:
    """Bound a list by id as well, so that an index finds where it ends.

    Ids tell the machine's time; a sandbox tenant's clock is that or later, and never goes back.
    """
    if wanted.since is None:
        return wanted
    return replace(wanted, made_after=first_id(wanted.since - work.tenant.clock_offset))


@reads
def some(work: AccountWork, request: Many) -> tuple[Account, ...]:
    """Return those of these accounts that are here, oldest first, as an export takes them.

    Refuses:
        forbidden: the actor may not read accounts.
        invalid_input: none or too many are named.
    """
    authorize(work, "accounts.read")
    return work.accounts.some(named(request))


@reads
def detail(work: RecognisedAccountWork, account_id: bytes) -> AccountDetail:
    """Return one account with its sealed identifiers.

    Refuses:
        forbidden: the actor may not read accounts.
        not_found: there is no such account.
    """
    authorize(work, "accounts.read")
    account = get_or_refuse(work, account_id)
    return AccountDetail(account, work.identifiers.of_account(account_id))


@dataclass(frozen=True, slots=True)
class _Seen:
    typed: Typed
    salt: bytes = field(repr=False)


@reads
def look(work: AccountWork, request: FindByIdentifier) -> _Seen:
    """See whether it may be searched, before anything slow is done.

    Refuses:
        forbidden: the actor may not read accounts.
        invalid_identifier: what was typed is no identifier.
    """
    authorize(work, "accounts.read")
    return _Seen(normalise(request.identifier), work.tenant.index_salt)


def slow(seen: _Seen, request: FindByIdentifier, *, identifier_hasher: IdentifierHasher) -> bytes:
    """Hash what was typed outside any transaction."""
    return identifier_hasher.inner(seen.typed.text.reveal(), seen.salt)


@writes()
def settle(
    work: RecognisedAccountWork,
    request: FindByIdentifier,
    seen: _Seen,
    made: bytes,
) -> Account | None:
    """Return whom it belongs to, or None; that somebody was looked for is written down.

    Refuses:
        forbidden: the actor may not read accounts.

    Tells:
        AccountSearched
    """
    authorize(work, "accounts.read")
    found = find(work, seen.typed.kind, made)
    account = work.accounts.get(found.account_id) if found else None
    work.tell(AccountSearched(subject=account.id if account else None))
    return account


find_by_identifier: Final = Staged(look, slow, settle, powers=("identifier_hasher",))
