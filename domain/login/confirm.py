"""Confirm with the password before an act that cannot be undone; limited like a sign-in."""

from __future__ import annotations

from dataclasses import dataclass

from domain.factors.records import PasswordEnrolment
from domain.kernel.errors import Refusal
from domain.kernel.powers import PasswordHasher
from domain.kernel.secrets import Secret, keyed
from domain.kernel.work import Staged, reads, writes
from domain.limits.check import ensure_open
from domain.limits.spend import failed, succeeded
from domain.login.events import SignInFailed
from domain.login.refusals import WRONG_PROOF
from domain.login.store import LoginWork


@dataclass(frozen=True, slots=True)
class Confirm:
    """A person, already signed in, proves it is still them.

    Args:
        account_id: the account of their session.
    """

    account_id: bytes
    password: Secret


def subject_of(work: LoginWork, account_id: bytes) -> bytes:
    """Return the key under which wrong confirmations of an account are counted."""
    return keyed(work.tenant_keys.subject_key(), "confirm", account_id)


@reads
def look(work: LoginWork, request: Confirm) -> PasswordEnrolment | None:
    """Return the enrolment to hold the password against.

    Refuses:
        too_many_tries: too many wrong passwords for this account or from this source.
    """
    about = subject_of(work, request.account_id)
    ensure_open(work, source=work.actor.source, subject=about)
    return work.passwords.of_account(request.account_id)


def slow(seen: PasswordEnrolment | None, request: Confirm, hasher: PasswordHasher) -> bool:
    """Verify the password."""
    return seen is not None and hasher.verify(seen.encoded, request.password)


@writes()
def settle(
    work: LoginWork,
    request: Confirm,
    seen: PasswordEnrolment | None,
    fits: bool,  # noqa: FBT001 - the answer of the slow stage
) -> None:
    """Go on, or count the failure.

    Refuses:
        too_many_tries: as `look`, asked again: tries sent at once get no more than tries in a row.
        wrong_proof: the password does not fit.

    Tells:
        SignInFailed.
    """
    about = subject_of(work, request.account_id)
    ensure_open(work, source=work.actor.source, subject=about)
    if seen is None or not fits:
        failed(work, source=work.actor.source, subject=about)
        work.tell(SignInFailed(subject=request.account_id, factor="password"))
        raise Refusal(WRONG_PROOF, field="current_password")
    succeeded(work, subject=about)


confirm = Staged(look, slow, settle, ("hasher",))
