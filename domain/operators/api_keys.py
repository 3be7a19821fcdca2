"""Operators' API keys: each has a part of its operator's permissions, never more."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Final, Protocol, cast

from domain.accounts.rules import check_label
from domain.api_keys import form
from domain.api_keys.events import ApiKeyCreated, ApiKeyRevoked
from domain.api_keys.records import ApiKey
from domain.api_keys.refusals import KEY_BEYOND
from domain.api_keys.store import ApiKeyWork
from domain.kernel.authorize import authorize
from domain.kernel.errors import Refusal, invalid, not_found
from domain.kernel.fresh import ensure_fresh
from domain.kernel.paging import Page, PageRequest
from domain.kernel.secrets import Secret, digest
from domain.kernel.work import ActorKind, reads, writes
from domain.limits.store import LimitWork
from domain.operators.permissions import EVERYTHING, READS
from domain.operators.refusals import ROLE_BEYOND
from domain.operators.resolve import permissions_for
from domain.operators.rules import may_hand_out
from domain.operators.staff import may_sign_in, staff
from domain.operators.store import OperatorWork
from domain.operators.telling import tell_there

USUAL_LIFE: Final = timedelta(days=90)
LONGEST_LIFE: Final = timedelta(days=366)
"""A key that nobody has to renew within a year is a key nobody knows of any more."""

WHAT: Final = "api key"


class KeyDesk(ApiKeyWork, LimitWork, Protocol):
    """A work of the tenant `byleave` with its keys."""


@dataclass(frozen=True, slots=True)
class NewApiKey:
    """A key that is wanted.

    Args:
        account_id: the operator's.
        label: their own word for it, 1 to 80 characters.
        permissions: None takes all that only reads.
        slug: the one tenant it is good for; None is every tenant the operator may work in.
        lifetime: a day to 366 days.
    """

    account_id: bytes
    label: str
    permissions: tuple[str, ...] | None = None
    slug: str | None = None
    lifetime: timedelta = USUAL_LIFE


@dataclass(frozen=True, slots=True)
class CreatedApiKey:
    """A new key.

    Args:
        text: the key itself, to be shown once.
    """

    key: ApiKey
    text: Secret = field(repr=False)


@dataclass(frozen=True, slots=True)
class ListApiKeys:
    """Whose keys, and which page of them; None is everybody's."""

    account_id: bytes | None
    page: PageRequest = PageRequest()


def key_desk(work: OperatorWork) -> KeyDesk:
    """Open the operators' own tenant inside this work.

    Refuses:
        not_installed: it was not made yet.
    """
    return cast("KeyDesk", staff(work))


@writes(durable=True)
def create_api_key(work: OperatorWork, request: NewApiKey) -> CreatedApiKey:
    """Make a key for an operator; they themselves or the machine's owner may.

    Refuses:
        not_found: there is no such operator or tenant, or it is another's account.
        invalid_input: label, permissions or lifetime are not as they must be.
        key_beyond: the operator lacks one of the permissions there.
        fresh_proof_needed: the operator's last proof is too old.
        not_installed: the operators' tenant was not made yet.

    Tells:
        ApiKeyCreated: to the operators, and in the tenants it opens.
    """
    desk = key_desk(work)
    _ensure_own(work, request.account_id)
    ensure_fresh(work)
    if not may_sign_in(staff(work), request.account_id):
        raise not_found("operator")
    label = check_label(request.label)
    if not label:
        raise invalid("label", "write a word by which you will know it.")
    if not timedelta(days=1) <= request.lifetime <= LONGEST_LIFE:
        raise invalid("lifetime", "choose 1 to {most} days.", most=LONGEST_LIFE.days)
    bound_to = _tenant_id(work, request.slug)
    key_id = desk.new_id()
    text = form.new_key(key_id)
    key = ApiKey(
        id=key_id,
        account_id=request.account_id,
        digest=digest(text),
        hint=text.reveal()[-form.HINT :],
        label=label,
        permissions=_permissions(work, request, bound_to),
        bound_to=bound_to,
        created_at=desk.now,
        expires_at=desk.now + request.lifetime,
    )
    desk.api_keys.add(key)
    made = ApiKeyCreated(
        subject=key.id,
        account=key.account_id,
        permissions=key.permissions,
        tenant=bound_to,
        days=request.lifetime.days,
    )
    tell_there(work, made, _doors(work, key), partial(_made_there, work, made))
    return CreatedApiKey(key, text)


@writes(durable=True)
def revoke_api_key(work: OperatorWork, key_id: bytes) -> None:
    """Revoke a key: one's own, or another's with `operators.change`.

    Refuses:
        forbidden: it is another's, and the actor may not change operators.
        role_beyond: it is that of somebody above the actor.
        not_found: there is no such key.
        not_installed: the operators' tenant was not made yet.

    Tells:
        ApiKeyRevoked: unless it was revoked already.
    """
    desk = key_desk(work)
    key = desk.api_keys.get(key_id)
    if key is None or work.actor.id != key.account_id:
        authorize(work, "operators.change")
    if key is None:
        raise not_found(WHAT)
    _ensure_not_above(work, key.account_id)
    if desk.api_keys.revoke(key_id, desk.now):
        ended = ApiKeyRevoked(subject=key_id, account=key.account_id)
        tell_there(work, ended, _doors(work, key))


@reads
def api_keys(work: OperatorWork, request: ListApiKeys) -> Page[ApiKey]:
    """Return keys, newest first: one's own, or others' with `operators.read`.

    Refuses:
        forbidden: they are another's, and the actor may not read operators.
        not_installed: the operators' tenant was not made yet.
    """
    if request.account_id is None or work.actor.id != request.account_id:
        authorize(work, "operators.read")
    return key_desk(work).api_keys.page(request.account_id, request.page)


def _made_there(work: OperatorWork, made: ApiKeyCreated, tenant_id: bytes) -> ApiKeyCreated:
    """Return what one tenant is told of a key: what it may there is theirs to know, no more."""
    held = permissions_for(work, made.account, tenant_id)
    return replace(made, permissions=tuple(each for each in made.permissions if each in held))


def _doors(work: OperatorWork, key: ApiKey) -> tuple[bytes | None, ...]:
    """Return the tenant a key is for; of one for everywhere, those its operator has a role in."""
    if key.bound_to is not None:
        return (key.bound_to,)
    return tuple(held.tenant_id for held in work.operators.of_account(key.account_id))


def _ensure_own(work: OperatorWork, account_id: bytes) -> None:
    actor = work.actor
    if actor.kind is ActorKind.SYSTEM:
        return
    if actor.kind is not ActorKind.OPERATOR or actor.id != account_id:
        raise not_found("operator")


def _ensure_not_above(work: OperatorWork, account_id: bytes) -> None:
    """Go on only if the account is the actor's, or they may take every role it holds."""
    actor = work.actor
    if actor.kind is ActorKind.SYSTEM or actor.id == account_id:
        return
    mine = work.operators.of_account(actor.id) if actor.id else ()
    for each in work.operators.of_account(account_id):
        if not may_hand_out(mine, each.role, each.tenant_id):
            raise Refusal(ROLE_BEYOND, role=each.role.value)


def _tenant_id(work: OperatorWork, slug: str | None) -> bytes | None:
    if slug is None:
        return None
    tenant = work.tenants.by_slug(slug)
    if tenant is None:
        raise not_found("tenant")
    return tenant.id


def _permissions(work: OperatorWork, request: NewApiKey, bound_to: bytes | None) -> tuple[str, ...]:
    held = permissions_for(work, request.account_id, bound_to)
    if bound_to is None:
        for tenant in work.tenants.all():
            held |= permissions_for(work, request.account_id, tenant.id)
    wanted = frozenset(READS & held if request.permissions is None else request.permissions)
    if not wanted or wanted - EVERYTHING:
        raise invalid("permissions", "name one or more of the words that roles have.")
    if beyond := sorted(wanted - held):
        raise Refusal(KEY_BEYOND, field="permissions", permission=beyond[0])
    return tuple(sorted(wanted))
