"""Personas: made-up people of a sandbox tenant, with passwords that tests know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.accounts.create import add_account
from domain.accounts.disable import disable
from domain.accounts.enable import enable
from domain.accounts.records import Account, AccountFilter, AccountStatus
from domain.factors.enrol import enrol_password
from domain.identifiers.claim import claim, ensure_free
from domain.identifiers.normalise import normalise
from domain.identifiers.records import IdentifierKind
from domain.kernel.authorize import authorize
from domain.kernel.errors import invalid
from domain.kernel.paging import Page, PageRequest
from domain.kernel.powers import IdentifierHasher, PasswordHasher
from domain.kernel.secrets import Secret
from domain.kernel.work import Staged, reads, writes
from domain.sandbox.events import PersonaChanged
from domain.sandbox.rules import check_claims, ensure_sandbox, full_claims
from domain.sandbox.store import SandboxWork

WHAT = "personas"
STATUSES = frozenset({AccountStatus.ENABLED, AccountStatus.DISABLED})


@dataclass(frozen=True, slots=True)
class NewPersona:
    """A persona that is wanted.

    Args:
        username: or an address, at least one of the two.
        password: fixed; sandbox tenants only.
        claims: JSON-ready values by claim name.
        status: `enabled` or `disabled`.
    """

    username: Secret | None
    email: Secret | None
    password: Secret
    claims: Mapping[str, Any] = field(default_factory=dict)
    status: AccountStatus = AccountStatus.ENABLED


@dataclass(frozen=True, slots=True)
class SealedPersona:
    """A persona after the slow work, ready to be kept.

    Args:
        inners: kind and slow hash of each identifier.
        encoded: argon2id of the password in PHC string form.
        claims: complete, with what the identifiers say.
    """

    inners: tuple[tuple[IdentifierKind, bytes], ...] = field(repr=False)
    encoded: str = field(repr=False)
    claims: Mapping[str, Any] = field(repr=False)
    status: AccountStatus


def check_persona(request: NewPersona) -> None:
    """Go on only if the persona can be made.

    Refuses:
        invalid_input: it has no identifier, a status it cannot have, or claims that are not right.
        invalid_identifier: a name or address that cannot be one.
    """
    if request.username is None and request.email is None:
        raise invalid("username", "a persona needs a username or an e-mail address.")
    for typed, kind in _typed(request):
        if normalise(typed).kind is not kind:
            raise invalid(kind.value, "this does not look like a {kind}.", kind=kind.value)
    if request.status not in STATUSES:
        raise invalid("status", "choose enabled or disabled.")
    check_claims(request.claims)


def seal_identifiers(
    request: NewPersona, salt: bytes, identifier_hasher: IdentifierHasher
) -> tuple[tuple[IdentifierKind, bytes], ...]:
    """Return kind and slow hash of each of a persona's identifiers.

    Args:
        salt: the tenant's, 16 bytes.
    """
    return tuple(
        (kind, identifier_hasher.inner(normalise(typed).text.reveal(), salt))
        for typed, kind in _typed(request)
    )


@reads
def look(work: SandboxWork, request: NewPersona) -> bytes:
    """See whether it may be made.

    Refuses:
        forbidden: the actor may not make accounts.
        sandbox_only: it is a production tenant.
        invalid_input: it has no identifier, a status it cannot have, or claims that are not right.
        invalid_identifier: a name or address that cannot be one.
    """
    authorize(work, "accounts.create")
    ensure_sandbox(work.tenant, WHAT)
    check_persona(request)
    return work.tenant.index_salt


def slow(
    seen: bytes,
    request: NewPersona,
    *,
    hasher: PasswordHasher,
    identifier_hasher: IdentifierHasher,
) -> SealedPersona:
    """Hash names and password outside any transaction."""
    claims = full_claims(request.claims, username=request.username, email=request.email)
    inners = seal_identifiers(request, seen, identifier_hasher)
    return SealedPersona(inners, hasher.make(request.password), claims, request.status)


@writes()
def settle(work: SandboxWork, _request: NewPersona, _seen: bytes, made: SealedPersona) -> Account:
    """Keep the persona.

    Refuses:
        forbidden: the actor may not make accounts.
        sandbox_only: it is a production tenant.
        identifier_taken: an account has this name or address.

    Tells:
        AccountCreated: the persona's account.
    """
    authorize(work, "accounts.create")
    return keep_persona(work, made)


add_persona = Staged(look, slow, settle, powers=("hasher", "identifier_hasher"))


def keep_persona(work: SandboxWork, made: SealedPersona) -> Account:
    """Keep a persona; part of larger writes.

    Refuses:
        sandbox_only: it is a production tenant.
        identifier_taken: an account has this name or address.

    Tells:
        AccountCreated: the persona's account.
    """
    ensure_sandbox(work.tenant, WHAT)
    for kind, inner in made.inners:
        ensure_free(work, kind, inner)
    account = add_account(work, status=made.status, persona=True)
    for kind, inner in made.inners:
        claim(work, account.id, kind, inner)
    enrol_password(work, account.id, made.encoded)
    work.persona_claims.put(account.id, made.claims)
    return account


@dataclass(frozen=True, slots=True)
class PersonaEdit:
    """What is to be different about a persona; None leaves a value as it is.

    Args:
        encoded: argon2id of another password.
        claims: complete, in place of the earlier ones.
        status: `enabled` or `disabled`.
        identifiers: kind and slow hash of identifiers it has not yet.
    """

    account_id: bytes
    encoded: str | None = field(default=None, repr=False)
    claims: Mapping[str, Any] | None = field(default=None, repr=False)
    status: AccountStatus | None = None
    identifiers: tuple[tuple[IdentifierKind, bytes], ...] = field(default=(), repr=False)


def edit_persona(work: SandboxWork, edit: PersonaEdit) -> None:
    """Change a persona; part of larger writes.

    Refuses:
        sandbox_only: it is a production tenant.
        identifier_taken: an account has a name or address it is to get.

    Tells:
        PersonaChanged: what differs; and what the account's own rooms tell.
    """
    ensure_sandbox(work.tenant, WHAT)
    for kind, inner in edit.identifiers:
        ensure_free(work, kind, inner)
    changed: list[str] = []
    for kind, inner in edit.identifiers:
        claim(work, edit.account_id, kind, inner)
        changed.append(kind.value)
    if edit.encoded is not None:
        enrol_password(work, edit.account_id, edit.encoded)
        changed.append("password")
    if edit.claims is not None:
        work.persona_claims.put(edit.account_id, edit.claims)
        changed.append("claims")
    if edit.status is not None:
        (enable if edit.status is AccountStatus.ENABLED else disable)(work, edit.account_id)
        changed.append("status")
    work.tell(PersonaChanged(subject=edit.account_id, changed=tuple(changed)))


@reads
def personas(work: SandboxWork, request: PageRequest) -> Page[Account]:
    """Return a page of the tenant's personas, newest first.

    Refuses:
        forbidden: the actor may not read accounts.
        sandbox_only: it is a production tenant.
    """
    authorize(work, "accounts.read")
    ensure_sandbox(work.tenant, WHAT)
    return work.accounts.page(AccountFilter(persona=True), request)


def _typed(request: NewPersona) -> tuple[tuple[Secret, IdentifierKind], ...]:
    given = ((request.username, IdentifierKind.USERNAME), (request.email, IdentifierKind.EMAIL))
    return tuple((typed, kind) for typed, kind in given if typed is not None)
