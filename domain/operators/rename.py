"""The name other operators see somebody by, changed by nobody but themselves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from domain.accounts.records import Account
from domain.accounts.rules import check_label
from domain.identifiers.find import find
from domain.identifiers.normalise import normalise
from domain.identifiers.records import IdentifierKind, Typed
from domain.kernel.authorize import authorize
from domain.kernel.errors import CONFLICT, FORBIDDEN, Refusal, invalid, not_found
from domain.kernel.powers import IdentifierHasher
from domain.kernel.secrets import Secret
from domain.kernel.work import ActorKind, Staged, reads, writes
from domain.operators.events import OperatorRenamed
from domain.operators.newcomer import ensure_own
from domain.operators.staff import StaffWork, staff
from domain.operators.store import OperatorWork


@dataclass(frozen=True, slots=True)
class Rename:
    """A name wanted.

    Args:
        label: what other operators are to see, 0 to 80 characters; empty shows the short id.
        account_id: whose, for the machine itself; None is the operator who acts.
    """

    label: str = field(repr=False)
    account_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found before the slow work.

    Args:
        typed: the name as an identifier; None where it could be none.
        salt: of the operators' tenant.
    """

    account_id: bytes
    typed: Typed | None
    salt: bytes = field(repr=False)


_Hashed = tuple[IdentifierKind, bytes] | None


@reads
def look(work: OperatorWork, request: Rename) -> Looked:
    """See whether the name will do.

    Refuses:
        forbidden: the actor is no operator, or a key of theirs that changes no operators.
        invalid_input: it has more than 80 characters, or some that cannot be seen, or is another
            operator's.
        not_found: the account holds no role, or is another operator's.
        not_installed: the operators' tenant was not made yet.
    """
    account_id, desk = _whose(work, request), staff(work)
    _ensure_operator(work, account_id)
    label = check_label(request.label)
    ensure_own(work, desk, label, account_id)
    return Looked(account_id, _as_identifier(label), desk.tenant.index_salt)


def slow(seen: Looked, request: Rename, *, identifier_hasher: IdentifierHasher) -> _Hashed:
    """Hash the name outside any transaction, as if it were what somebody signs in with."""
    if seen.typed is None:
        return None
    return seen.typed.kind, identifier_hasher.inner(seen.typed.text.reveal(), seen.salt)


@writes(durable=True)
def settle(work: OperatorWork, request: Rename, seen: Looked, made: _Hashed) -> Account:
    """Change the name, if it is nobody else's and not what they sign in with.

    Refuses:
        forbidden: the actor is no operator, or a key of theirs that changes no operators.
        invalid_input: the name became another operator's, or is the identifier itself, which is
            kept sealed.
        conflict: somebody takes a name in this very moment, or the account changed in between.
        not_found: the account holds no role, or is another operator's.
        not_installed: the operators' tenant was not made yet.

    Tells:
        OperatorRenamed: when it differs from before; the name itself is not told.
    """
    account_id, desk = _whose(work, request), staff(work)
    _ensure_operator(work, account_id)
    if not work.operators.take_turn():
        raise Refusal(CONFLICT, what="account")
    label = check_label(request.label)
    ensure_own(work, desk, label, account_id)
    _ensure_no_identifier(desk, account_id, made)
    account = desk.accounts.get(account_id)
    if account is None:
        raise not_found("operator")
    if account.label == label:
        return account
    renamed = replace(account, label=label, version=account.version + 1)
    if not desk.accounts.change(renamed):
        raise Refusal(CONFLICT, what="account")
    desk.tell(OperatorRenamed(subject=account_id))
    return renamed


rename = Staged(look, slow, settle, powers=("identifier_hasher",))


def _whose(work: OperatorWork, request: Rename) -> bytes:
    """Return whose name it is: the actor's own; the machine names an operator.

    A key needs the permission that changes operators: one that was made to read only does not
    decide by what name the trail tells its operator.
    """
    actor = work.actor
    if actor.kind not in {ActorKind.OPERATOR, ActorKind.SYSTEM}:
        raise Refusal(FORBIDDEN, permission="operators.read")
    if actor.via:
        authorize(work, "operators.change")
    mine = actor.id if actor.kind is ActorKind.OPERATOR else request.account_id
    if mine is None or request.account_id not in {None, mine}:
        raise not_found("operator")
    return mine


def _ensure_operator(work: OperatorWork, account_id: bytes) -> None:
    if not work.operators.of_account(account_id):
        raise not_found("operator")


def _as_identifier(label: str) -> Typed | None:
    try:
        return normalise(Secret(label))
    except Refusal:
        return None


def _ensure_no_identifier(desk: StaffWork, account_id: bytes, made: _Hashed) -> None:
    found = find(desk, *made) if made is not None else None
    if found is not None and found.account_id == account_id:
        raise invalid("label", "it is what you sign in with, which stays sealed.")
