"""Change one's own password, with the current one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from domain.accounts.find import own_or_refuse
from domain.accounts.store import AccountWork
from domain.factors.enrol import enrol_password
from domain.factors.events import PasswordChanged, PasswordChangeRefused
from domain.factors.records import PasswordEnrolment
from domain.factors.refusals import PASSWORD_WRONG
from domain.factors.rules import check_password
from domain.factors.store import FactorWork
from domain.kernel.errors import CONFLICT, Refusal
from domain.kernel.powers import PasswordHasher
from domain.kernel.secrets import Secret, keyed
from domain.kernel.work import Staged, reads, writes
from domain.limits.check import ensure_open
from domain.limits.spend import failed, succeeded
from domain.limits.store import LimitWork


class ChangePasswordWork(AccountWork, FactorWork, LimitWork, Protocol):
    """A work in which a password is changed."""


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """What the form sends.

    Args:
        account_id: the acting person's own.
        session_id: the session it is sent in; it is kept, the others end.
    """

    account_id: bytes
    session_id: bytes
    current: Secret
    new: Secret


@dataclass(frozen=True, slots=True)
class _Seen:
    enrolment: PasswordEnrolment | None
    least: int
    forbidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    fits: bool
    encoded: str


@reads
def look(work: ChangePasswordWork, request: ChangePassword) -> _Seen:
    """See what there is to change.

    Refuses:
        not_found: the account is not the acting person's own.
        too_many_tries: the current password was wrong too often.
    """
    own_or_refuse(work, request.account_id)
    ensure_open(work, source=work.actor.source, subject=_subject(request.account_id))
    tenant = work.tenant
    return _Seen(
        work.passwords.of_account(request.account_id),
        tenant.policy.password_least,
        (tenant.label, tenant.slug),
    )


def slow(seen: _Seen, request: ChangePassword, *, hasher: PasswordHasher) -> _Made:
    """Judge the new password, verify the current one, hash the new one.

    Refuses:
        password_too_short, password_too_long, password_common, password_is_name: as `rules`
            says of the new one.
    """
    check_password(request.new, least=seen.least, forbidden=seen.forbidden)
    encoded = seen.enrolment.encoded if seen.enrolment else hasher.dummy()
    fits = hasher.verify(encoded, request.current) and seen.enrolment is not None
    return _Made(fits, hasher.make(request.new) if fits else "")


@writes(durable=True)
def settle(work: ChangePasswordWork, request: ChangePassword, seen: _Seen, made: _Made) -> None:
    """Put the new password in the place of the current one; the other sessions end.

    Refuses:
        not_found: the account is not the acting person's own.
        too_many_tries: as `look`, asked again: tries sent at once get no more than tries in a row.
        password_wrong: the current password is not right; this is counted.
        conflict: the password was changed at the same moment.

    Tells:
        PasswordChangeRefused: the current password is not right.
        PasswordEnrolled
        PasswordChanged
    """
    own_or_refuse(work, request.account_id)
    subject = _subject(request.account_id)
    ensure_open(work, source=work.actor.source, subject=subject)
    if not made.fits:
        failed(work, source=work.actor.source, subject=subject)
        work.tell(PasswordChangeRefused(subject=request.account_id))
        raise Refusal(PASSWORD_WRONG, field="current")
    now = work.passwords.of_account(request.account_id)
    if now is None or seen.enrolment is None or now.id != seen.enrolment.id:
        raise Refusal(CONFLICT, what="password")
    succeeded(work, subject=subject)
    enrol_password(work, request.account_id, made.encoded)
    work.tell(PasswordChanged(subject=request.account_id, kept_session=request.session_id))


change_password: Final = Staged(look, slow, settle, powers=("hasher",))


def _subject(account_id: bytes) -> bytes:
    """Return what limits count a signed-in account by; a stranger's failures are counted apart."""
    return keyed(account_id, "own password")
