"""What differs of a tenant's clients."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any, Final

from domain.blueprint.form import ClientForm, State, TenantForm
from domain.blueprint.found import FoundClient, FoundTenant
from domain.blueprint.nodes import at_line, wrong
from domain.blueprint.steps import Act, Change, Results, Shown, Step, differences, inside
from domain.blueprint.store import TenantDesk
from domain.clients.change import FIXED, change_client
from domain.clients.events import ClientRemoved
from domain.clients.records import AuthMethod, Client, ClientStatus, ClientType
from domain.clients.register import NewClient, client_record, ensure_fixable_in, register
from domain.clients.rotate_secret import RotateSecret, rotate_secret
from domain.clients.rules import check
from domain.clients.scopes import STANDARD
from domain.kernel.errors import because
from domain.kernel.secrets import Secret, digest
from domain.tenants.records import Tenant

NOT_SETTINGS: Final = frozenset({"line", "id", "secret", "state"})
"""Parts of the form that are no setting of a client."""


def compare_clients(
    form: TenantForm, found: FoundTenant | None, tenant: Tenant
) -> tuple[Step, ...]:
    """Return what differs of the tenant's clients.

    Args:
        tenant: the tenant as it will be.

    Refuses:
        invalid_file: a setting is not right, cannot change, or names a scope that is not there.
    """
    standing = {each.client.client_id: each for each in (found.clients if found else ())}
    scopes = _scopes(form, found)
    steps: list[Step] = []
    for each in form.clients:
        with at_line(each.line, because("client {client}", client=each.id)):
            steps += _client(each, standing.get(each.id), tenant, scopes)
    return tuple(steps)


def ensure_unused(form: TenantForm, found: FoundTenant | None) -> None:
    """Go on only if no client will ask for a scope that is to go.

    Refuses:
        invalid_file: a client that stands, and that the file leaves as it is, asks for it.
    """
    said = {each.id: each for each in form.clients}
    for scope in form.scopes:
        if scope.state is State.PRESENT:
            continue
        for each in found.clients if found else ():
            client = said.get(each.client.client_id)
            left = client is None or (client.state is State.PRESENT and client.scopes is None)
            if left and scope.value in each.client.scopes:
                name = each.client.client_id
                raise wrong(
                    scope.line,
                    "the client {client} may still ask for {scope}.",
                    client=name,
                    scope=scope.value,
                )


def _client(
    form: ClientForm, found: FoundClient | None, tenant: Tenant, scopes: frozenset[str]
) -> list[Step]:
    if form.state is State.ABSENT:
        return [_removed(form, tenant.slug)] if _removable(found) else []
    if form.secret is not None:
        ensure_fixable_in(tenant, form.secret)
    if found is None:
        return [_added(form, tenant, scopes)]
    return _changed(form, found, tenant, scopes)


def _added(form: ClientForm, tenant: Tenant, scopes: frozenset[str]) -> Step:
    new = NewClient(
        **{
            "client_id": form.id,
            "label": form.id,
            "type": ClientType.CONFIDENTIAL,
            **_said(form),
            "secret": form.secret,
        }
    )
    record = client_record(new, id_=tenant.id, now=tenant.created_at)
    _check(form, record, tenant, scopes)
    if record.auth_method is AuthMethod.NONE and form.secret is not None:
        raise wrong(form.line, "a public client cannot keep a secret.")
    name = f"{tenant.slug}/{form.id}"

    def act(desk: TenantDesk, results: Results) -> None:
        secret = register(desk, new).secret
        if secret is not None and form.secret is None:
            results.secrets.append(Shown("client secret", name, secret))

    return Step(Change(Act.ADD, "client", tenant.slug, form.id), inside(tenant.slug, act))


def _changed(
    form: ClientForm, found: FoundClient, tenant: Tenant, scopes: frozenset[str]
) -> list[Step]:
    before = found.client
    after = replace(before, **_said(form))
    for name in FIXED:
        if getattr(before, name) != getattr(after, name):
            raise wrong(form.line, "{key} cannot change once the client is registered.", key=name)
    _check(form, after, tenant, scopes)
    steps = []
    details = differences(before, after, (each.name for each in fields(Client)))
    if details:
        change = Change(Act.CHANGE, "client", tenant.slug, form.id, details)
        steps.append(Step(change, inside(tenant.slug, lambda desk, _: change_client(desk, after))))
    if form.secret is not None and not _has(found, form.secret):
        steps.append(_new_secret(form.secret, tenant.slug, form.id))
    return steps


def _new_secret(secret: Secret, slug: str, client_id: str) -> Step:
    request = RotateSecret(client_id, overlap=timedelta(), secret=secret)
    change = Change(Act.CHANGE, "client", slug, client_id, (because("secret"),))
    return Step(change, inside(slug, lambda desk, _results: rotate_secret(desk, request)))


def _has(found: FoundClient, secret: Secret) -> bool:
    """Tell whether a secret is the client's current one, by its digest."""
    wanted = digest(secret)
    return any(each.digest == wanted and each.expires_at is None for each in found.secrets)


def _removable(found: FoundClient | None) -> bool:
    """Tell whether there is anything to take away: a disabled one was taken away before."""
    return found is not None and found.client.status is ClientStatus.ENABLED


def _removed(form: ClientForm, slug: str) -> Step:
    def act(desk: TenantDesk, _results: Results) -> None:
        client = desk.clients.by_client_id(form.id)
        if client is None:
            return
        if desk.clients.remove(client.id):
            desk.tell(ClientRemoved(subject=client.id, client_id=form.id))
        else:
            change_client(desk, replace(client, status=ClientStatus.DISABLED))

    details = (because("disabled instead, if people have given it leave"),)
    return Step(Change(Act.REMOVE, "client", slug, form.id, details), inside(slug, act))


def _said(form: ClientForm) -> dict[str, Any]:
    return {
        each.name: getattr(form, each.name)
        for each in fields(ClientForm)
        if each.name not in NOT_SETTINGS and getattr(form, each.name) is not None
    }


def _check(form: ClientForm, client: Client, tenant: Tenant, scopes: frozenset[str]) -> None:
    check(client, tenant)
    for word in client.scopes:
        if word not in scopes:
            raise wrong(
                form.line,
                "client {client} asks for {scope}, which is no scope here.",
                client=form.id,
                scope=word,
            )


def _scopes(form: TenantForm, found: FoundTenant | None) -> frozenset[str]:
    """Return every scope there will be."""
    words = set(STANDARD) | {scope.value for scope in (found.scopes if found else ())}
    words |= {scope.value for scope in form.scopes}
    return frozenset(words - {s.value for s in form.scopes if s.state is State.ABSENT})
