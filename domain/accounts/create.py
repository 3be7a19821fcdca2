"""Create an account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from domain.accounts.activate import put_link
from domain.accounts.events import AccountCreated
from domain.accounts.records import Account, AccountKind, AccountStatus, Audience
from domain.accounts.rules import check_label, check_locale
from domain.accounts.store import AccountWork, RecognisedAccountWork
from domain.identifiers.claim import claim, ensure_free
from domain.identifiers.normalise import normalise
from domain.identifiers.records import IdentifierKind, Typed
from domain.kernel.authorize import authorize
from domain.kernel.errors import invalid
from domain.kernel.powers import IdentifierHasher
from domain.kernel.secrets import Secret
from domain.kernel.work import Staged, reads, writes

MOST_IDENTIFIERS: Final = 10
"""Of one account; each costs a slow hash."""


def add_account(  # noqa: PLR0913 - keyword-only, each a column of the record
    work: AccountWork,
    *,
    status: AccountStatus,
    audience: Audience = Audience.CUSTOMER,
    label: str = "",
    locale: str = "",
    persona: bool = False,
    account_id: bytes | None = None,
) -> Account:
    """Keep a new account; whoever calls this has asked whether it may be made.

    Args:
        status: `pending` until an activation link is used, else `enabled`.
        label: an operator's own word for it, free of personal data, 0 to 80 characters.
        locale: BCP 47, or empty for the tenant's.
        persona: whether it is a sandbox persona.
        account_id: an id that was made before; None makes one.

    Refuses:
        invalid_input: label or locale are not as they must be.

    Tells:
        AccountCreated
    """
    account = Account(
        id=account_id or work.new_id(),
        kind=AccountKind.HUMAN,
        status=status,
        audience=audience,
        label=check_label(label),
        locale=check_locale(locale),
        persona=persona,
        created_at=work.now,
        version=1,
    )
    work.accounts.add(account)
    work.tell(
        AccountCreated(
            subject=account.id, status=status.value, audience=audience.value, persona=persona
        )
    )
    return account


@dataclass(frozen=True, slots=True)
class CreateAccount:
    """An account wanted by an operator, who never chooses a password.

    Args:
        identifiers: by what the person is recognised, 1 to 10; never kept as typed.
        label: an operator's own word for it, 0 to 80 characters.
        locale: BCP 47, or empty for the tenant's.
    """

    identifiers: tuple[Secret, ...]
    label: str = ""
    locale: str = ""


@dataclass(frozen=True, slots=True)
class CreatedAccount:
    """A new account and the link for its person.

    Args:
        activation: the link's secret, to be shown once.
    """

    account: Account
    activation: Secret


@dataclass(frozen=True, slots=True)
class _Seen:
    typed: tuple[Typed, ...]
    salt: bytes = field(repr=False)


_Hashed = tuple[tuple[IdentifierKind, bytes], ...]


@reads
def look(work: AccountWork, request: CreateAccount) -> _Seen:
    """See whether it may be made, before anything slow is done.

    Refuses:
        forbidden: the actor may not create accounts.
        invalid_input: no or too many identifiers; label or locale are not as they must be.
        invalid_identifier: one of the identifiers is none.
    """
    authorize(work, "accounts.create")
    check_label(request.label)
    check_locale(request.locale)
    if not 1 <= len(request.identifiers) <= MOST_IDENTIFIERS:
        raise invalid("identifiers", "there must be 1 to {most}.", most=MOST_IDENTIFIERS)
    typed = {(each.kind, each.text): each for each in map(normalise, request.identifiers)}
    return _Seen(tuple(typed.values()), work.tenant.index_salt)


def slow(seen: _Seen, request: CreateAccount, *, identifier_hasher: IdentifierHasher) -> _Hashed:
    """Hash the identifiers outside any transaction."""
    return tuple(
        (each.kind, identifier_hasher.inner(each.text.reveal(), seen.salt)) for each in seen.typed
    )


@writes(durable=True)
def settle(
    work: RecognisedAccountWork,
    request: CreateAccount,
    seen: _Seen,
    made: _Hashed,
) -> CreatedAccount:
    """Create the account, pending, with a link by which its person chooses the password.

    Refuses:
        forbidden: the actor may not create accounts.
        identifier_taken: another account has one of the identifiers.

    Tells:
        IdentifierClaimed: for each identifier.
        AccountCreated
        ActivationIssued
    """
    authorize(work, "accounts.create")
    for kind, inner in made:
        ensure_free(work, kind, inner)
    account_id = work.new_id()
    for kind, inner in made:
        claim(work, account_id, kind, inner)
    account = add_account(
        work,
        status=AccountStatus.PENDING,
        label=request.label,
        locale=request.locale,
        account_id=account_id,
    )
    return CreatedAccount(account, put_link(work, account.id))


create_by_operator: Final = Staged(look, slow, settle, powers=("identifier_hasher",))
