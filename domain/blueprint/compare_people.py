"""What differs of a tenant's personas and of the installation's operators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from domain.accounts.activate import put_link
from domain.accounts.create import add_account
from domain.accounts.erase import erase
from domain.accounts.records import Account, AccountStatus, Audience
from domain.blueprint.form import OperatorForm, PersonaForm, State, TenantForm
from domain.blueprint.found import Found, FoundPersona, FoundTenant
from domain.blueprint.nodes import at_line, wrong
from domain.blueprint.prepare import Inners, persona_of
from domain.blueprint.steps import Act, Change, Results, Shown, Step, inside, turned
from domain.identifiers.claim import claim
from domain.kernel.errors import because
from domain.kernel.powers import PasswordHasher
from domain.kernel.secrets import Secret
from domain.operators.assign import RoleOf, assign, give, remove
from domain.operators.records import Role
from domain.operators.staff import staff
from domain.operators.store import OperatorWork
from domain.sandbox.personas import (
    WHAT,
    PersonaEdit,
    SealedPersona,
    edit_persona,
    keep_persona,
)
from domain.sandbox.rules import ensure_sandbox, full_claims
from domain.tenants.records import Tenant

LONGEST_PASSWORD: Final = 1024
"""Bytes; what factors take at most."""


def compare_personas(
    form: TenantForm,
    found: FoundTenant | None,
    inners: tuple[Inners, ...],
    tenant: Tenant,
    hasher: PasswordHasher,
) -> tuple[Step, ...]:
    """Return what differs of the tenant's personas; passwords are compared by verifying them.

    Args:
        inners: hashed identifiers of each persona, in the file's order.
        tenant: the tenant as it will be.

    Refuses:
        invalid_file: the tenant is a production tenant, or a persona is not right.
    """
    standing = found.personas if found else (None,) * len(form.personas)
    steps: list[Step] = []
    for each, before, names in zip(form.personas, standing, inners, strict=True):
        with at_line(each.line, because("persona")):
            ensure_sandbox(tenant, WHAT)
            step = _persona(each, before, names, tenant.slug, hasher=hasher)
        if step is not None:
            steps.append(step)
    return tuple(steps)


def compare_operators(
    forms: Iterable[OperatorForm], found: Found, inners: tuple[Inners, ...], slugs: frozenset[str]
) -> tuple[Step, ...]:
    """Return what differs of the installation's operators.

    Args:
        inners: hashed identifiers of each operator, in the file's order.
        slugs: tenants there will be.

    Refuses:
        invalid_file: an operator is not right, or of a tenant that will not be there.
    """
    steps: list[Step] = []
    for form, account, names in zip(forms, found.operators, inners, strict=True):
        if form.tenant is not None and form.tenant not in slugs:
            raise wrong(form.line, "there is no tenant {slug}.", slug=form.tenant)
        if form.role is Role.OWNER and form.tenant is not None:
            raise wrong(form.line, "an owner is one of the whole installation.")
        held = account is not None and _holds(found, account, form)
        if form.state is State.ABSENT:
            if held and account is not None:
                steps.append(_taken(form, account))
        elif not held:
            steps.append(_given(form, account, names))
    return tuple(steps)


def _persona(
    form: PersonaForm,
    before: FoundPersona | None,
    names: Inners,
    slug: str,
    *,
    hasher: PasswordHasher,
) -> Step | None:
    place = because("line {line}", line=form.line)
    if form.state is State.ABSENT:
        if before is None:
            return None
        gone = before.account.id
        act = inside(slug, lambda desk, _results: erase(desk, gone))
        return Step(Change(Act.REMOVE, "persona", slug, place), act)
    if form.password is None or not 0 < len(form.password.reveal().encode()) <= LONGEST_PASSWORD:
        raise wrong(form.line, "password: write 1 to {most} bytes.", most=LONGEST_PASSWORD)
    if before is None:
        made = _sealed(form, names, hasher)
        act = inside(slug, lambda desk, _results: keep_persona(desk, made))
        return Step(Change(Act.ADD, "persona", slug, place), act)
    edit, details = _edit(form, before, form.password, hasher)
    if not details:
        return None
    act = inside(slug, lambda desk, _results: edit_persona(desk, edit))
    return Step(Change(Act.CHANGE, "persona", slug, place, details), act)


def _sealed(form: PersonaForm, names: Inners, hasher: PasswordHasher) -> SealedPersona:
    persona = persona_of(form)
    claims = full_claims(persona.claims, username=form.username, email=form.email)
    return SealedPersona(names, hasher.make(persona.password), claims, persona.status)


def _edit(
    form: PersonaForm, before: FoundPersona, password: Secret, hasher: PasswordHasher
) -> tuple[PersonaEdit, tuple[str, ...]]:
    said = before.claims if form.claims is None else form.claims
    claims = full_claims(said, username=form.username, email=form.email)
    same = bool(before.encoded) and hasher.verify(before.encoded, password)
    status = None if form.status in {None, before.account.status} else form.status
    edit = PersonaEdit(
        before.account.id,
        encoded=None if same else hasher.make(password),
        claims=None if claims == dict(before.claims) else claims,
        status=status,
        identifiers=before.missing,
    )
    differs = {
        because("password"): edit.encoded is not None,
        because("claims"): edit.claims is not None,
        turned("status", before.account.status, status or AccountStatus.ENABLED): (
            status is not None
        ),
        because("identifiers"): bool(edit.identifiers),
    }
    return edit, tuple(name for name, so in differs.items() if so)


def _holds(found: Found, account: Account, form: OperatorForm) -> bool:
    tenant_id = found.slugs.get(form.tenant) if form.tenant else None
    if form.tenant and tenant_id is None:
        return False
    return any(
        each.account_id == account.id and each.role is form.role and each.tenant_id == tenant_id
        for each in found.roles
    )


def _given(form: OperatorForm, account: Account | None, names: Inners) -> Step:
    details = (because("with a link to choose a password"),) if account is None else ()

    def act(work: OperatorWork, results: Results) -> None:
        if account is not None:
            assign(work, RoleOf(account.id, form.role, _tenant_id(work, form)))
            return
        own = staff(work)
        made = add_account(
            own, status=AccountStatus.PENDING, audience=Audience.STAFF, label=form.label or ""
        )
        for kind, inner in names:
            claim(own, made.id, kind, inner)
        link = put_link(own, made.id)
        give(work, RoleOf(made.id, form.role, _tenant_id(work, form)))
        results.secrets.append(Shown("activation link", f"operator, line {form.line}", link))

    return Step(_change(Act.ADD, form, *details), act)


def _taken(form: OperatorForm, account: Account) -> Step:
    def act(work: OperatorWork, _results: Results) -> None:
        remove(work, RoleOf(account.id, form.role, _tenant_id(work, form)))

    return Step(_change(Act.REMOVE, form), act)


def _change(act: Act, form: OperatorForm, *details: str) -> Change:
    where = because("line {line}", line=form.line)
    return Change(act, "operator", form.tenant or "", where, (form.role.value, *details))


def _tenant_id(work: OperatorWork, form: OperatorForm) -> bytes | None:
    tenant = work.tenants.by_slug(form.tenant) if form.tenant else None
    return tenant.id if tenant else None
