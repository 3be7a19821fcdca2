"""May it be tried now?"""

from __future__ import annotations

from domain.kernel.errors import Refusal
from domain.limits.keys import source_key, subject_key
from domain.limits.refusals import TOO_MANY_TRIES
from domain.limits.store import LimitWork


def ensure_open(
    work: LimitWork, *, source: bytes | None, subject: bytes | None, device: bytes | None = None
) -> None:
    """Go on only if neither the source nor the subject has to wait.

    Fails closed: when the buckets cannot be read, nothing is tried.

    Args:
        source: keyed digest of the network; None where there is none (the command line).
        subject: keyed hash of what was typed, known or not; None where nothing was.
        device: digest that names a browser which proved itself for this account before.

    Refuses:
        too_many_tries: one of them is closed; `retry_after` is the longer wait, and the answer
            is the same for a subject that is nobody's.
    """
    keys = [source_key(source)] if source is not None else []
    if subject is not None:
        keys.append(subject_key(subject, device))
    until = work.limits.closed_until(tuple(keys), work.now) if keys else None
    if until is not None:
        raise Refusal(TOO_MANY_TRIES, retry_after=until - work.now)
