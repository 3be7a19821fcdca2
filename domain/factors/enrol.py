"""Enrol and remove passwords."""

from __future__ import annotations

from domain.factors.events import PasswordEnrolled
from domain.factors.records import PasswordEnrolment
from domain.factors.store import FactorWork


def enrol_password(work: FactorWork, account_id: bytes, encoded: str) -> PasswordEnrolment:
    """Give the account a password, in place of any earlier one.

    Whoever calls this has judged and hashed it, outside this work.

    Args:
        encoded: argon2id in PHC string form.

    Tells:
        PasswordEnrolled
    """
    enrolment = PasswordEnrolment(work.new_id(), account_id, encoded, work.now)
    work.passwords.enrol(enrolment)
    work.tell(PasswordEnrolled(subject=account_id))
    return enrolment


def remove_passwords(work: FactorWork, account_id: bytes) -> int:
    """Delete the password of an account that is erased.

    Returns:
        How many enrolments went.
    """
    return work.passwords.remove(account_id)
