"""Prove by password: a short read, slow work outside any transaction, then one write."""

from __future__ import annotations

from dataclasses import dataclass

from domain.accounts.records import AccountStatus
from domain.factors.records import PasswordEnrolment
from domain.kernel.errors import Refusal
from domain.kernel.powers import PasswordHasher
from domain.kernel.secrets import Secret
from domain.kernel.work import Staged, reads, writes
from domain.limits.check import ensure_open
from domain.limits.spend import failed, succeeded
from domain.login.events import SignedIn, SignInFailed
from domain.login.interactions import bare_one, known_device, move
from domain.login.records import Interaction
from domain.login.refusals import WRONG_PROOF, WRONG_STEP
from domain.login.store import LoginWork
from domain.sessions.end import end
from domain.sessions.renew import prove_again
from domain.sessions.start import Started, start

PASSWORD_AMR = ("pwd",)
"""RFC 8176 section 2."""


@dataclass(frozen=True, slots=True)
class Prove:
    """What the password form sends.

    Args:
        browser: coarse label of the browser, for the person's own list of sessions.
        session_digest: SHA-256 of the session cookie that came along, or None.
    """

    interaction_id: bytes
    bound_digest: bytes
    password: Secret
    browser: str = ""
    session_digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """What the slow stage found.

    Args:
        fits: whether the password made the stored hash.
        encoded: the hash it was held against; empty for nobody.
        stronger: a new hash by today's parameters where the stored one is weaker, or empty.
    """

    fits: bool
    encoded: str
    stronger: str


@dataclass(frozen=True, slots=True)
class Proven:
    """A proof that sufficed.

    Args:
        started: the session and its new cookie secret.
    """

    interaction: Interaction
    started: Started


@reads
def look(work: LoginWork, request: Prove) -> PasswordEnrolment | None:
    """Return the enrolment to hold the password against; None is treated as one that never fits.

    Refuses:
        interaction_gone: unknown, of another browser, ended, or run out.
        wrong_step: no name was typed yet.
        too_many_tries: too many wrong proofs for this name or from this source.
    """
    interaction = bare_one(work, request.interaction_id, request.bound_digest)
    if interaction.subject is None:
        raise Refusal(WRONG_STEP)
    device = known_device(work, interaction.account_id, request.session_digest)
    ensure_open(work, source=work.actor.source, subject=interaction.subject, device=device)
    return work.passwords.of_account(interaction.account_id) if interaction.account_id else None


def slow(seen: PasswordEnrolment | None, request: Prove, hasher: PasswordHasher) -> Verified:
    """Verify; nobody costs as much as somebody."""
    encoded = seen.encoded if seen else hasher.dummy()
    fits = hasher.verify(encoded, request.password) and seen is not None
    stronger = hasher.make(request.password) if fits and hasher.outdated(encoded) else ""
    return Verified(fits, encoded if seen else "", stronger)


@writes()
def settle(
    work: LoginWork, request: Prove, seen: PasswordEnrolment | None, made: Verified
) -> Proven:
    """Start the session, with a new id, or count the failure.

    Returns:
        The session; the interaction is borne by it from now on.

    Refuses:
        interaction_gone, too_many_tries, wrong_step: as `look`, asked again.
        wrong_proof: the password does not fit, or nobody, or an account that may not sign in;
            the three look alike.
        conflict: another tab moved the flow in between.

    Tells:
        SignedIn or SignInFailed.
    """
    interaction = bare_one(work, request.interaction_id, request.bound_digest)
    if interaction.subject is None:
        raise Refusal(WRONG_STEP)
    about, account_id = interaction.subject, interaction.account_id
    device = known_device(work, account_id, request.session_digest)
    ensure_open(work, source=work.actor.source, subject=about, device=device)
    if account_id is None or seen is None or not made.fits or not _may(work, account_id, seen):
        failed(work, source=work.actor.source, subject=about, device=device)
        why = _why(account_id, seen, made)
        work.tell(SignInFailed(subject=account_id, factor="password", why=why))
        raise Refusal(WRONG_PROOF, field="password")
    succeeded(work, subject=about, device=device)
    if made.stronger:
        work.passwords.upgrade(seen.id, made.encoded, made.stronger)
    return bear(work, interaction, account_id, request.browser, request.session_digest)


prove = Staged(look, slow, settle, ("hasher",))


def bear(
    work: LoginWork,
    interaction: Interaction,
    account_id: bytes,
    browser: str,
    session_digest: bytes | None,
) -> Proven:
    """Let a session bear the interaction from now on.

    The browser's session of the same account is renewed under a new secret; one of another
    account ends, for a browser has one. It may have begun in another tab since the interaction.

    Tells:
        SignedIn; SessionStarted or SessionEnded by the sessions room.
    """
    before = work.sessions.by_digest(session_digest) if session_digest else None
    if (before is None or not before.stands(work.now)) and interaction.session_id is not None:
        before = work.sessions.get(interaction.session_id)
    if before is not None and before.stands(work.now) and before.account_id == account_id:
        started = prove_again(work, before, amr=PASSWORD_AMR)
    else:
        if before is not None:
            end(work, before.id, reason="replaced")
        started = start(work, account_id=account_id, amr=PASSWORD_AMR, browser=browser)
    # What another person answered before in this flow does not count for this one.
    moved = move(
        work,
        interaction,
        account_id=account_id,
        session_id=started.session.id,
        consent_asked=False,
    )
    work.tell(SignedIn(subject=account_id, amr=" ".join(PASSWORD_AMR)))
    return Proven(moved, started)


def _why(account_id: bytes | None, seen: PasswordEnrolment | None, made: Verified) -> str:
    """Return the word under which the trail tells an operator why the proof did not count."""
    if account_id is None:
        return "unknown"
    if seen is None:
        return "missing"
    return "stopped" if made.fits else "wrong"


def _may(work: LoginWork, account_id: bytes, seen: PasswordEnrolment) -> bool:
    """Tell whether the account may sign in and the password is still the one that was verified."""
    account = work.accounts.get(account_id)
    now = work.passwords.of_account(account_id)
    return (
        account is not None
        and account.status is AccountStatus.ENABLED
        and now is not None
        and now.id == seen.id
    )
