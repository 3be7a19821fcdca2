"""Somebody who becomes an operator on a hosted page: a name and a password, looked at and kept.

The first operator and whoever takes an invitation come in by this; what opens the door to them,
and with which roles, is their own rooms' business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Protocol

from domain.accounts.create import add_account
from domain.accounts.records import Account, AccountStatus, Audience
from domain.accounts.rules import check_label
from domain.factors.enrol import enrol_password
from domain.factors.rules import check_password
from domain.identifiers.alike import readings
from domain.identifiers.claim import claim
from domain.identifiers.normalise import normalise
from domain.identifiers.records import Typed
from domain.kernel.errors import invalid
from domain.kernel.powers import IdentifierHasher, PasswordHasher
from domain.kernel.secrets import Secret
from domain.operators.staff import StaffWork, staff
from domain.operators.store import OperatorWork
from domain.tenants.records import BUILT_IN

UNNAMED: Final = ("acc_", "system:")
"""How the trail tells who has no name: an account by its id, a machine by its part."""


class Newcomer(Protocol):
    """What the person typed."""

    @property
    def identifier(self) -> Secret:
        """A username or an e-mail address."""
        ...

    @property
    def password(self) -> Secret:
        """What they chose."""
        ...

    @property
    def label(self) -> str:
        """What other operators see them as; empty when they want none."""
        ...


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found before the slow work.

    Args:
        typed: the identifier in its one spelling.
        label: what other operators see them as; empty for none.
        salt: of the operators' tenant.
    """

    typed: Typed
    label: str = field(repr=False)
    salt: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Hashed:
    """What the slow work made."""

    inner: bytes = field(repr=False)
    encoded: str = field(repr=False)


def examine(work: OperatorWork, request: Newcomer) -> Seen:
    """See whether name and password will do.

    Refuses:
        invalid_identifier: it cannot be a username or an address.
        invalid_input: the name that others see has more than 80 characters, or some that cannot be
            seen, is another operator's, or is the identifier itself, which is kept sealed.
        password_too_short: and its neighbours, as `factors.rules` says.
        not_installed: the operators' tenant was not made yet.
    """
    desk = staff(work)
    tenant = desk.tenant
    typed = normalise(request.identifier)
    label = check_label(request.label)
    ensure_own(work, desk, label)
    if label.casefold() in {typed.text.reveal().casefold(), request.identifier.reveal().casefold()}:
        raise invalid("label", "it is what you sign in with, which stays sealed.")
    check_password(
        request.password,
        least=tenant.policy.password_least,
        forbidden=(typed.text.reveal(), tenant.label, BUILT_IN),
    )
    return Seen(typed, label, tenant.index_salt)


def ensure_own(
    work: OperatorWork, desk: StaffWork, label: str, account_id: bytes | None = None
) -> None:
    """Go on only if no other operator goes by a name: the trail would tell one as another.

    Args:
        label: the name; empty is everybody's.
        account_id: whose it is or will be; None for somebody who is none yet.

    Refuses:
        invalid_input: another operator goes by it, or by one that reads alike, or it is written as
            who has no name is told.
    """
    others = {each.account_id for each in work.operators.all()} - {account_id}
    accounts = (desk.accounts.get(each) for each in others)
    named = (account.label for account in accounts if account is not None and account.label)
    taken = {reading for other in named for reading in readings(other)}
    name = readings(label)
    if name & taken or any(reading.startswith(UNNAMED) for reading in name):
        raise invalid("label", "another operator goes by it: choose another.")


def slow(
    seen: Seen,
    request: Newcomer,
    *,
    hasher: PasswordHasher,
    identifier_hasher: IdentifierHasher,
) -> Hashed:
    """Hash name and password outside any transaction."""
    inner = identifier_hasher.inner(seen.typed.text.reveal(), seen.salt)
    return Hashed(inner, hasher.make(request.password))


def settle_in(
    desk: StaffWork, seen: Seen, made: Hashed, *, account_id: bytes | None = None
) -> Account:
    """Keep the account with its name and password; whoever calls this has opened the door.

    Args:
        desk: the operators' tenant.
        account_id: an id that was made before; None makes one.

    Refuses:
        identifier_taken: an account has this name.

    Tells:
        AccountCreated: the operator's account.
    """
    account = add_account(
        desk,
        status=AccountStatus.ENABLED,
        audience=Audience.STAFF,
        label=seen.label,
        account_id=account_id,
    )
    claim(desk, account.id, seen.typed.kind, made.inner)
    enrol_password(desk, account.id, made.encoded)
    return account
