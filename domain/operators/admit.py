"""Admit a machine by its API key: whose it is, what it may do there, and how often it may call."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.api_keys import form
from domain.api_keys.events import ApiKeyRefused
from domain.api_keys.records import ApiKey
from domain.api_keys.refusals import API_KEY_NEEDED, API_KEY_UNREADABLE, INVALID_API_KEY
from domain.kernel.errors import NOT_FOUND, Refusal
from domain.kernel.secrets import Secret, digest, same
from domain.kernel.work import reads, writes
from domain.limits.budget import API_KEY, Spent, spend_call
from domain.limits.check import ensure_open
from domain.limits.spend import failed
from domain.operators.api_keys import KeyDesk, key_desk
from domain.operators.resolve import permissions_for
from domain.operators.staff import may_sign_in, staff
from domain.operators.store import OperatorWork
from domain.tenants.records import Tenant, TenantStatus


@dataclass(frozen=True, slots=True)
class Knock:
    """A call.

    Args:
        key: as it was sent; empty when there was none.
        slug: the tenant it is about; None for the installation.
        disabled_too: whether a disabled tenant will do.
    """

    key: Secret
    slug: str | None = None
    disabled_too: bool = False


@dataclass(frozen=True, slots=True)
class Admitted:
    """A caller who is known.

    Args:
        permissions: what key and operator both have, there and now.
        tenant: the one it is about; None for the installation.
        spent: how many calls are left.
    """

    key: ApiKey = field(repr=False)
    permissions: frozenset[str]
    tenant: Tenant | None
    spent: Spent


class TenantNotThere(Refusal):
    """There is no such tenant for this key; the call counts all the same.

    Args:
        spent: how many calls are left.
    """

    def __init__(self, spent: Spent) -> None:
        """Refuse."""
        super().__init__(NOT_FOUND, what="tenant")
        self.spent = spent


@writes()
def admit(work: OperatorWork, knock: Knock) -> Admitted:
    """Prove the key, count the call, and resolve what it may do.

    Fails closed: a key, its operator's account and a role of theirs must all stand. A tenant in
    which the key may do nothing looks like one that is not there.

    Refuses:
        api_key_needed: there is none.
        api_key_unreadable: its checksum does not fit; nothing was looked up.
        invalid_api_key: it is unknown, revoked, has run out, or its operator is no more.
        too_many_tries: so many wrong ones came from this source.
        budget_spent: the key has called too often in this minute.
        not_found: there is no such tenant for this key.
        not_installed: the operators' tenant was not made yet.

    Tells:
        ApiKeyRefused: when a key of ours no longer stands, or its secret is wrong.
    """
    desk = key_desk(work)
    key = _proven(work, desk, knock.key)
    spent = spend_call(desk, key.id, API_KEY)
    today = desk.now.date()
    if key.last_used_on != today:
        desk.api_keys.used(key.id, today)
    if knock.slug is None:
        return Admitted(key, effective(work, key, None), None, spent)
    tenant = work.tenants.by_slug(knock.slug)
    permissions = effective(work, key, tenant.id) if tenant else frozenset[str]()
    if tenant is None or not permissions:
        raise TenantNotThere(spent)
    if tenant.status is TenantStatus.DISABLED and not knock.disabled_too:
        raise TenantNotThere(spent)
    return Admitted(key, permissions, tenant, spent)


def effective(work: OperatorWork, key: ApiKey, tenant_id: bytes | None) -> frozenset[str]:
    """Return what key and operator both have, now.

    Args:
        tenant_id: where; None asks for the installation itself, which no bound key reaches.
    """
    if key.bound_to is not None and key.bound_to != tenant_id:
        return frozenset()
    return permissions_for(work, key.account_id, tenant_id) & frozenset(key.permissions)


@reads
def tenants_of_key(work: OperatorWork, key: ApiKey) -> tuple[Tenant, ...]:
    """Return the tenants a key may see, disabled ones too, ordered by slug."""
    return tuple(
        tenant for tenant in work.tenants.all() if "tenants.read" in effective(work, key, tenant.id)
    )


def _proven(work: OperatorWork, desk: KeyDesk, text: Secret) -> ApiKey:
    if not text.reveal():
        raise Refusal(API_KEY_NEEDED)
    key_id = form.key_id(text)
    if key_id is None:
        raise Refusal(API_KEY_UNREADABLE)
    key = desk.api_keys.get(key_id)
    flaw = _flaw(work, desk, key, text)
    if key is not None and flaw is None:
        return key
    source = work.actor.source
    ensure_open(desk, source=source, subject=None)
    failed(desk, source=source, subject=None)
    if key is not None and flaw is not None:
        desk.tell(ApiKeyRefused(subject=key.id, why=flaw))
    raise Refusal(INVALID_API_KEY)


def _flaw(work: OperatorWork, desk: KeyDesk, key: ApiKey | None, text: Secret) -> str | None:
    """Return why a key opens nothing, or None."""
    if key is None or not same(key.digest, digest(text)):
        return "wrong"
    if not key.stands(desk.now):
        return "expired" if key.revoked_at is None else "revoked"
    return None if may_sign_in(staff(work), key.account_id) else "account"
