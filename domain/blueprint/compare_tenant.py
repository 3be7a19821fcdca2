"""What differs of a tenant itself and of its scopes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final

from domain.blueprint.form import ScopeForm, State, TenantForm
from domain.blueprint.found import FoundTenant
from domain.blueprint.nodes import at_line, wrong
from domain.blueprint.steps import Act, Change, Results, Step, differences, inside
from domain.clients.define_scope import check_scope, define_scope, remove_scope
from domain.clients.records import ConsentNeed, Scope
from domain.kernel.errors import because
from domain.operators.store import OperatorWork
from domain.tenants.change import ChangeTenant, change_tenant, clean, disable_tenant, enable_tenant
from domain.tenants.create import NewTenant, add_tenant, tenant_record
from domain.tenants.create import clean as clean_new
from domain.tenants.new_keys import FreshKeys
from domain.tenants.records import (
    BUILT_IN,
    Branding,
    Lifetimes,
    Policy,
    Tenant,
    TenantKind,
    TenantStatus,
)

COMPARED: Final = ("label", "privacy", "locale", "branding", "policy")
_SHOWN: Final = ("accent", "corner", "font", "ground", "mark", "familiar")
_PICTURES: Final = ("logo_svg", "logo_png", "logo_dark_svg", "logo_dark_png")
PLACEHOLDER: Final = bytes(16)
"""Id and salt of a tenant that is not kept yet; rules ask only for its kind."""


@dataclass(frozen=True, slots=True)
class WantedTenant:
    """A tenant as it will be, and the steps that lead there."""

    tenant: Tenant
    steps: tuple[Step, ...]


def compare_tenant(
    form: TenantForm, found: FoundTenant | None, keys: FreshKeys | None, now: datetime
) -> WantedTenant:
    """Return what differs of the tenant's own record.

    Args:
        keys: made for it when it is not there yet.
        now: for the record of a new one.

    Refuses:
        invalid_file: a value is out of its bounds, or would change the kind.
    """
    with at_line(form.line, because("tenant {slug}", slug=form.slug)):
        if found is not None:
            return _standing(form, found.tenant)
        request = clean_new(_new(form))
    record = tenant_record(request, id_=PLACEHOLDER, salt=PLACEHOLDER, now=now)
    if form.state is State.ABSENT or keys is None:
        return WantedTenant(record, ())
    fresh = keys

    def act(work: OperatorWork, _results: Results) -> None:
        add_tenant(work, request, fresh)

    steps = [Step(Change(Act.ADD, "tenant", form.slug, "", (request.kind.value,)), act)]
    if form.status is TenantStatus.DISABLED:
        steps.append(_switch(form.slug, TenantStatus.DISABLED))
    return WantedTenant(record, tuple(steps))


def compare_scopes(form: TenantForm, found: FoundTenant | None) -> tuple[Step, ...]:
    """Return what differs of the tenant's own scopes.

    Refuses:
        invalid_file: a scope is a standard one, or a value is not right.
    """
    standing = {scope.value: scope for scope in (found.scopes if found else ())}
    steps = (_scope(form.slug, each, standing.get(each.value)) for each in form.scopes)
    return tuple(step for step in steps if step is not None)


def _standing(form: TenantForm, before: Tenant) -> WantedTenant:
    if form.slug == BUILT_IN:
        raise wrong(form.line, "{slug} is the tenant of the operators themselves.", slug=BUILT_IN)
    if form.kind not in {None, before.kind}:
        raise wrong(
            form.line,
            "{slug} is a {kind} tenant, for ever.",
            slug=form.slug,
            kind=before.kind.value,
        )
    after = clean(
        replace(
            before,
            label=form.label or before.label,
            privacy=form.privacy or before.privacy,
            locale=form.locale or before.locale,
            branding=_branding(form, before.branding),
            policy=_policy(form, before.policy),
        )
    )
    steps = []
    details = differences(before, after, COMPARED[:3]) + _parts(before, after)
    if details:
        request = ChangeTenant(before.version, **{name: getattr(after, name) for name in COMPARED})
        act = inside(form.slug, lambda desk, _: change_tenant(desk, request))
        steps.append(Step(Change(Act.CHANGE, "tenant", form.slug, "", details), act))
    wanted = _wanted_status(form)
    if wanted not in {None, before.status}:
        steps.append(_switch(form.slug, wanted or before.status))
    return WantedTenant(after, tuple(steps))


def _new(form: TenantForm) -> NewTenant:
    request = NewTenant(
        form.slug,
        form.label or form.slug,
        form.kind or TenantKind.PRODUCTION,
        branding=_branding(form, Branding()),
        policy=_policy(form, Policy()),
    )
    return replace(
        request, privacy=form.privacy or request.privacy, locale=form.locale or request.locale
    )


def _branding(form: TenantForm, before: Branding) -> Branding:
    """Return a branding with what was said of it; a picture takes the place of the other kind."""
    said: dict[str, Any] = dict(form.branding or {})
    for logo in ("logo", "logo_dark"):
        kinds = (f"{logo}_svg", f"{logo}_png")
        for kind, other in (kinds, kinds[::-1]):
            if said.get(kind):
                said.setdefault(other, None)
    return replace(before, **said)


def _policy(form: TenantForm, before: Policy) -> Policy:
    said: dict[str, Any] = dict(form.policy or {})
    lifetimes: Mapping[str, Any] = said.pop("lifetimes", {})
    if form.registration is not None:
        said["registration"] = form.registration
    return replace(before, **said, lifetimes=replace(before.lifetimes, **lifetimes))


def _parts(before: Tenant, after: Tenant) -> tuple[str, ...]:
    policy = (each.name for each in fields(Policy) if each.name != "lifetimes")
    return (
        *differences(before.branding, after.branding, _SHOWN),
        *(
            because("{field} another picture", field=name.rpartition("_")[0])
            for name in _PICTURES
            if getattr(before.branding, name) != getattr(after.branding, name)
        ),
        *differences(before.policy, after.policy, policy),
        *differences(
            before.policy.lifetimes,
            after.policy.lifetimes,
            (each.name for each in fields(Lifetimes)),
        ),
    )


def _wanted_status(form: TenantForm) -> TenantStatus | None:
    return TenantStatus.DISABLED if form.state is State.ABSENT else form.status


def _switch(slug: str, status: TenantStatus) -> Step:
    if status is TenantStatus.ENABLED:
        change = Change(Act.CHANGE, "tenant", slug, "", (because("enabled"),))
        return Step(change, lambda work, _results: _enable(work, slug))
    change = Change(Act.CHANGE, "tenant", slug, "", (because("disabled, its data stays"),))
    return Step(change, inside(slug, lambda desk, _results: disable_tenant(desk)))


def _enable(work: OperatorWork, slug: str) -> None:
    enable_tenant(work, slug)


def _scope(slug: str, form: ScopeForm, before: Scope | None) -> Step | None:
    if form.state is State.ABSENT:
        if before is None:
            return None
        act = inside(slug, lambda desk, _results: remove_scope(desk, form.value))
        return Step(Change(Act.REMOVE, "scope", slug, form.value), act)
    after = _wanted_scope(form, before)
    if after == before:
        return None
    if before is None:
        change = Change(Act.ADD, "scope", slug, form.value)
    else:
        names = (each.name for each in fields(Scope))
        change = Change(Act.CHANGE, "scope", slug, form.value, differences(before, after, names))
    return Step(change, inside(slug, lambda desk, _results: define_scope(desk, after)))


def _wanted_scope(form: ScopeForm, before: Scope | None) -> Scope:
    usual = before or Scope(form.value, form.value, "", ConsentNeed.OPTIONAL)
    said = {
        each.name: getattr(form, each.name)
        for each in fields(Scope)
        if getattr(form, each.name) is not None
    }
    after = replace(usual, **said)
    with at_line(form.line, because("scope {scope}", scope=form.value)):
        check_scope(after)
    return after
