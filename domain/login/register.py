"""Make an account for oneself, where the tenant's policy is open."""

from __future__ import annotations

from dataclasses import dataclass

from domain.accounts.create import add_account
from domain.accounts.records import AccountStatus
from domain.factors.enrol import enrol_password
from domain.factors.rules import check_password
from domain.identifiers.claim import claim
from domain.identifiers.normalise import normalise
from domain.identifiers.records import Typed
from domain.identifiers.refusals import IDENTIFIER_TAKEN
from domain.kernel.errors import Refusal
from domain.kernel.powers import IdentifierHasher, PasswordHasher
from domain.kernel.secrets import Secret
from domain.kernel.work import Staged, reads, writes
from domain.limits.check import ensure_open
from domain.limits.spend import failed
from domain.login.events import Registered
from domain.login.interactions import bare_one
from domain.login.prove import Proven, bear
from domain.login.refusals import REGISTRATION_CLOSED
from domain.login.store import LoginWork
from domain.tenants.records import Registration


@dataclass(frozen=True, slots=True)
class Register:
    """What the registration form sends.

    Args:
        typed: the identifier; in memory only.
        password: the first password.
        browser: coarse label of the browser.
        session_digest: SHA-256 of the session cookie that came along, or None.
    """

    interaction_id: bytes
    bound_digest: bytes
    typed: Secret
    password: Secret
    browser: str = ""
    locale: str = ""
    session_digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What the slow stage needs of the tenant."""

    salt: bytes
    least: int


@dataclass(frozen=True, slots=True)
class Made:
    """What the slow stage made."""

    typed: Typed
    inner: bytes
    encoded: str


@reads
def look(work: LoginWork, request: Register) -> Seen:
    """Check that an account may be made here.

    Refuses:
        interaction_gone: unknown, of another browser, ended, or run out.
        registration_closed: the tenant's policy is not open.
        too_many_tries: this source was closed for a while.
    """
    bare_one(work, request.interaction_id, request.bound_digest)
    _ensure_open(work)
    return Seen(work.tenant.index_salt, work.tenant.policy.password_least)


def slow(
    seen: Seen, request: Register, identifier_hasher: IdentifierHasher, hasher: PasswordHasher
) -> Made:
    """Normalise, judge and hash.

    Refuses:
        invalid_identifier: it cannot be a user name, an e-mail address or a phone number.
        password_too_short, password_too_long, password_common, password_is_name: by the rules.
    """
    typed = normalise(request.typed)
    check_password(request.password, least=seen.least, forbidden=(typed.text.reveal(),))
    inner = identifier_hasher.inner(typed.text.reveal(), seen.salt)
    return Made(typed, inner, hasher.make(request.password))


@writes(durable=True)
def settle(work: LoginWork, request: Register, seen: Seen, made: Made) -> Proven:
    """Claim the identifier, make the account, start the session.

    Refuses:
        interaction_gone, registration_closed, too_many_tries: as `look`, asked again.
        identifier_taken: somebody has this name; it is told and it is limited.
        conflict: another tab moved the flow in between.

    Tells:
        AccountCreated, PasswordEnrolled, Registered, SessionStarted, SignedIn.
    """
    interaction = bare_one(work, request.interaction_id, request.bound_digest)
    _ensure_open(work)
    account_id = work.new_id()
    try:
        claim(work, account_id, made.typed.kind, made.inner)
    except Refusal as refusal:
        if refusal.kind is IDENTIFIER_TAKEN:
            failed(work, source=work.actor.source, subject=None)
        raise
    account = add_account(
        work, status=AccountStatus.ENABLED, locale=request.locale, account_id=account_id
    )
    enrol_password(work, account.id, made.encoded)
    work.tell(Registered(subject=account.id))
    return bear(work, interaction, account.id, request.browser, request.session_digest)


register = Staged(look, slow, settle, ("identifier_hasher", "hasher"))


def _ensure_open(work: LoginWork) -> None:
    if work.tenant.policy.registration is not Registration.OPEN:
        raise Refusal(REGISTRATION_CLOSED)
    ensure_open(work, source=work.actor.source, subject=None)
