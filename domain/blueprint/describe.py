"""Write a tenant down in the form of the file that would make it again."""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import timedelta
from enum import Enum
from typing import Any, Final

from domain.blueprint.durations import write_duration
from domain.blueprint.found import every
from domain.blueprint.store import TenantDesk
from domain.clients.records import AuthMethod, Client, ClientType, Relaxation, Scope
from domain.clients.register import NewClient
from domain.kernel.authorize import authorize
from domain.kernel.work import reads
from domain.tenants.records import Lifetimes, Policy, TenantStatus

NOT_WRITTEN: Final = frozenset({"client_id", "secret", "label", "type", "scopes"})
"""Parts of a client that are written otherwise, or cannot be."""


@reads
def describe(work: TenantDesk) -> dict[str, Any]:
    """Return a tenant as the file's mapping: what differs from the defaults, and never a secret.

    Secrets are kept as digests and personas by sealed names: neither can be written down again.
    Applying what is returned to the same tenant changes nothing.

    Returns:
        Texts, numbers, lists and mappings, ready for YAML or JSON.

    Refuses:
        forbidden: the actor may not read this tenant or its clients.
    """
    authorize(work, "tenants.read")
    authorize(work, "clients.read")
    tenant = work.tenant
    told: dict[str, Any] = {
        "slug": tenant.slug,
        "label": tenant.label,
        "kind": tenant.kind.value,
        "privacy": tenant.privacy.value,
        "registration": tenant.policy.registration.value,
        "locale": tenant.locale,
        "status": "disabled" if tenant.status is TenantStatus.DISABLED else None,
        "branding": _differing(tenant.branding, type(tenant.branding)()),
        "policy": _policy(tenant.policy),
        "texts": {tag: dict(texts) for tag, texts in work.texts.all().items()},
        "scopes": [_scope(each) for each in work.scopes.all()],
        "clients": [write_client(each) for each in _clients(work)],
    }
    return {"tenants": [{name: value for name, value in told.items() if value}]}


def _clients(work: TenantDesk) -> list[Client]:
    return sorted(every(work.clients.page), key=lambda client: client.client_id)


def _policy(policy: Policy) -> dict[str, Any]:
    usual = Policy()
    told = _differing(policy, usual, skipped=frozenset({"registration", "lifetimes"}))
    lifetimes = _differing(policy.lifetimes, Lifetimes())
    return {**told, **({"lifetimes": lifetimes} if lifetimes else {})}


def _scope(scope: Scope) -> dict[str, Any]:
    usual = Scope(scope.value, "", "", scope.consent)
    return {
        "value": scope.value,
        "label": scope.label,
        "sentence": scope.sentence,
        "consent": scope.consent.value,
        **_differing(scope, usual, skipped=frozenset({"value", "label", "sentence", "consent"})),
    }


def write_client(client: Client) -> dict[str, Any]:
    """Return one client as its entry in the file, without its secret."""
    told: dict[str, Any] = {
        "id": client.client_id,
        "label": client.label,
        "type": client.type.value,
        "scopes": list(client.scopes),
    }
    for each in fields(NewClient):
        value = getattr(client, each.name, None)
        if each.name in NOT_WRITTEN or value == _usual(each.name, each.default, client):
            continue
        told[each.name] = _plain(value)
    return told


def _usual(name: str, default: object, client: Client) -> object:
    if name != "auth_method":
        return None if default is MISSING else default
    return AuthMethod.NONE if client.type is ClientType.PUBLIC else AuthMethod.BASIC


def _differing(
    record: Any, usual: Any, *, skipped: frozenset[str] = frozenset()  # noqa: ANN401 - two records of one class
) -> dict[str, Any]:  # fmt: skip
    return {
        each.name: _plain(getattr(record, each.name))
        for each in fields(record)
        if each.name not in skipped and getattr(record, each.name) != getattr(usual, each.name)
    }


def _plain(value: object) -> Any:  # noqa: ANN401 - what YAML can hold has no narrower type
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, timedelta):
        return write_duration(value)
    if isinstance(value, Relaxation):
        return {"rule": value.rule, "reason": value.reason}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value
