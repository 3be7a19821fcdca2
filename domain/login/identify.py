"""Take what a person typed to be recognised; answer the same for everyone."""

from __future__ import annotations

from dataclasses import dataclass

from domain.identifiers.find import find, reseal_if_old
from domain.identifiers.normalise import normalise
from domain.identifiers.records import Typed
from domain.identifiers.seal import candidates, subject
from domain.kernel.powers import IdentifierHasher
from domain.kernel.secrets import Secret
from domain.kernel.work import Staged, reads, writes
from domain.limits.check import ensure_open
from domain.login.interactions import bare_one, known_device, move
from domain.login.records import Interaction
from domain.login.store import LoginWork


@dataclass(frozen=True, slots=True)
class Identify:
    """What the identify form sends.

    Args:
        interaction_id: as the address names it.
        bound_digest: SHA-256 of the browser's binding cookie, or of the caller's handle.
        typed: the identifier; in memory only.
        session_digest: SHA-256 of the session cookie that came along, or None.
    """

    interaction_id: bytes
    bound_digest: bytes
    typed: Secret
    session_digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Inner:
    """What the slow stage made: kind and inner hash, no text."""

    typed: Typed
    inner: bytes


@reads
def look(work: LoginWork, request: Identify) -> bytes:
    """Check that the interaction goes on; return the tenant's salt.

    Refuses:
        interaction_gone: unknown, of another browser, ended, or run out.
        too_many_tries: this source was closed for a while.
    """
    bare_one(work, request.interaction_id, request.bound_digest)
    ensure_open(work, source=work.actor.source, subject=None)
    return work.tenant.index_salt


def slow(salt: bytes, request: Identify, identifier_hasher: IdentifierHasher) -> Inner:
    """Normalise and hash what was typed.

    Refuses:
        invalid_identifier: it cannot be a user name, an e-mail address or a phone number.
    """
    typed = normalise(request.typed)
    return Inner(typed, identifier_hasher.inner(typed.text.reveal(), salt))


@writes()
def settle(work: LoginWork, request: Identify, salt: bytes, made: Inner) -> Interaction:
    """Remember whom the flow is about: an account, or nobody, which no face shows.

    Refuses:
        interaction_gone: it ended meanwhile.
        too_many_tries: too many wrong proofs for this name or from this source; the same for a
            name that nobody has.
        conflict: another tab moved the flow in between.
    """
    interaction = bare_one(work, request.interaction_id, request.bound_digest)
    ways = candidates(work, made.typed.kind, made.inner)
    about = subject(ways)
    found = find(work, made.typed.kind, made.inner)
    account_id = found.account_id if found else None
    device = known_device(work, account_id, request.session_digest)
    ensure_open(work, source=work.actor.source, subject=about, device=device)
    moved = move(
        work,
        interaction,
        account_id=account_id,
        subject=about,
        registering=False,
    )
    if found is not None:
        reseal_if_old(work, found, made.typed.kind, made.inner)
    return moved


identify = Staged(look, slow, settle, ("identifier_hasher",))
