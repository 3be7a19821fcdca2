"""Look personas up: their claims are made up, and may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain.accounts.find import get_or_refuse
from domain.accounts.records import Account
from domain.kernel.authorize import authorize
from domain.kernel.errors import not_found
from domain.kernel.paging import Page, PageRequest
from domain.kernel.work import reads
from domain.sandbox.personas import personas
from domain.sandbox.rules import ensure_sandbox
from domain.sandbox.store import SandboxWork


@dataclass(frozen=True, slots=True)
class Persona:
    """A persona and what its tokens can tell.

    Args:
        claims: JSON-ready values by claim name; synthetic, sealed where they rest.
    """

    account: Account
    claims: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PersonasSeen:
    """A page of personas with what their tokens can tell.

    Args:
        page: newest first.
        claims: by account id.
        ahead: how far the tenant's clock was moved.
    """

    page: Page[Account]
    claims: Mapping[bytes, Mapping[str, Any]]
    ahead: timedelta


@reads
def personas_seen(work: SandboxWork, request: PageRequest) -> PersonasSeen:
    """Return a page of the tenant's personas with their claims, newest first.

    Refuses:
        forbidden: the actor may not read accounts.
        sandbox_only: it is a production tenant.
    """
    found = personas(work, request)
    claims = work.persona_claims.some(tuple(account.id for account in found.rows))
    return PersonasSeen(found, claims, work.tenant.clock_offset)


@reads
def persona(work: SandboxWork, account_id: bytes) -> Persona:
    """Return a persona with its claims.

    Refuses:
        forbidden: the actor may not read accounts.
        sandbox_only: it is a production tenant.
        not_found: there is no such account, or it is no persona.
    """
    authorize(work, "accounts.read")
    ensure_sandbox(work.tenant, "personas")
    account = get_or_refuse(work, account_id)
    if not account.persona:
        raise not_found("persona")
    return Persona(account, work.persona_claims.get(account_id))
