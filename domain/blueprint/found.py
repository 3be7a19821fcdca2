"""What stands already of what a file describes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from domain.accounts.records import Account, AccountFilter
from domain.blueprint.form import TenantForm
from domain.blueprint.nodes import wrong
from domain.blueprint.prepare import Inners, Prepared
from domain.blueprint.store import TenantDesk, desk
from domain.clients.records import Client, ClientSecret, Scope
from domain.identifiers.find import find
from domain.identifiers.store import IdentifierWork
from domain.kernel.paging import MOST_ROWS, Page, PageRequest
from domain.operators.records import Assignment
from domain.operators.staff import staff
from domain.operators.store import OperatorWork
from domain.tenants.records import Tenant
from domain.tenants.texts import Texts

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class FoundClient:
    """A client that stands.

    Args:
        secrets: newest first.
    """

    client: Client
    secrets: tuple[ClientSecret, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class FoundPersona:
    """A persona that stands.

    Args:
        account: whom the names belong to.
        missing: identifiers of the file it has not yet.
        encoded: hash of its password, or empty.
        claims: as kept.
    """

    account: Account
    missing: Inners = field(repr=False)
    encoded: str = field(repr=False)
    claims: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class FoundTenant:
    """A tenant that stands, with what a file may describe of it.

    Args:
        personas: one for each persona of the file, None where there is none yet.
        persona_count: how many personas stand in all.
    """

    tenant: Tenant
    texts: Texts
    scopes: tuple[Scope, ...]
    clients: tuple[FoundClient, ...]
    personas: tuple[FoundPersona | None, ...]
    persona_count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What stands.

    Args:
        tenants: those of the file, by slug.
        slugs: ids of all tenants, by slug.
        operators: account of each operator of the file, None where there is none yet.
        roles: every role that is held.
    """

    tenants: Mapping[str, FoundTenant]
    slugs: Mapping[str, bytes]
    operators: tuple[Account | None, ...]
    roles: tuple[Assignment, ...]


def gather(work: OperatorWork, request: Prepared) -> Found:
    """Read what stands of everything the file describes.

    Refuses:
        invalid_file: names of one persona or operator belong to different accounts.
        not_installed: the operators' tenant was not made yet.
    """
    slugs = {tenant.slug: tenant.id for tenant in work.tenants.all()}
    tenants = {
        form.slug: _tenant(desk(work, slugs[form.slug]), form, request.personas.get(form.slug, ()))
        for form in request.file.tenants
        if form.slug in slugs
    }
    own = staff(work)
    operators = []
    for form, inners in zip(request.file.operators, request.operators, strict=True):
        account_id, _ = _whose(own, inners, form.line)
        operators.append(own.accounts.get(account_id) if account_id else None)
    return Found(tenants, slugs, tuple(operators), work.operators.all())


def every(page: Callable[[PageRequest], Page[R]]) -> Iterator[R]:
    """Return all rows of a list, a page at a time."""
    wanted: PageRequest | None = PageRequest(MOST_ROWS)
    while wanted is not None:
        rows = page(wanted)
        yield from rows.rows
        wanted = None if rows.next is None else PageRequest(MOST_ROWS, rows.next)


def _tenant(work: TenantDesk, form: TenantForm, inners: tuple[Inners, ...]) -> FoundTenant:
    personas = tuple(
        _persona(work, each, persona.line)
        for persona, each in zip(form.personas, inners, strict=True)
    )
    standing = every(lambda page: work.accounts.page(AccountFilter(persona=True), page))
    return FoundTenant(
        tenant=work.tenant,
        texts=work.texts.all(),
        scopes=work.scopes.all(),
        clients=tuple(
            FoundClient(client, work.clients.secrets(client.id))
            for client in every(work.clients.page)
        ),
        personas=personas,
        persona_count=sum(1 for _ in standing),
    )


def _persona(work: TenantDesk, inners: Inners, line: int) -> FoundPersona | None:
    account_id, missing = _whose(work, inners, line)
    account = work.accounts.get(account_id) if account_id else None
    if account is None:
        return None
    if not account.persona:
        raise wrong(line, "this name belongs to an account that is no persona.")
    enrolment = work.passwords.of_account(account.id)
    return FoundPersona(
        account=account,
        missing=missing,
        encoded=enrolment.encoded if enrolment else "",
        claims=work.persona_claims.get(account.id),
    )


def _whose(work: IdentifierWork, inners: Inners, line: int) -> tuple[bytes | None, Inners]:
    """Return whose the names are, and the names that are nobody's yet."""
    owners = {(kind, inner): find(work, kind, inner) for kind, inner in inners}
    accounts = {found.account_id for found in owners.values() if found is not None}
    if len(accounts) > 1:
        raise wrong(line, "the username and the email belong to different accounts.")
    missing = tuple(key for key, found in owners.items() if found is None)
    return next(iter(accounts), None), missing
