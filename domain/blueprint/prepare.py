"""Slow work that needs no knowledge of what stands: names hashed, keys of new tenants made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from domain.blueprint.form import FileForm, OperatorForm, PersonaForm, State, TenantForm
from domain.blueprint.nodes import at_line
from domain.identifiers.records import IdentifierKind
from domain.kernel.authorize import authorize
from domain.kernel.errors import because
from domain.kernel.powers import IdentifierHasher, KeyMaker
from domain.kernel.secrets import Secret
from domain.kernel.work import Staged, reads
from domain.operators.staff import staff
from domain.operators.store import OperatorWork
from domain.sandbox.personas import NewPersona, check_persona, seal_identifiers
from domain.tenants.new_keys import FreshKeys, fresh_keys

PERMISSION: Final = "config.apply"

Inners = tuple[tuple[IdentifierKind, bytes], ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file with the slow hashes of its names.

    Args:
        keys: of tenants that are not there yet, by slug.
        personas: hashed identifiers of each persona, by slug, in the file's order.
        operators: hashed identifiers of each operator, in the file's order.
    """

    file: FileForm
    keys: Mapping[str, FreshKeys] = field(repr=False)
    personas: Mapping[str, tuple[Inners, ...]] = field(repr=False)
    operators: tuple[Inners, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Salts:
    """Salts of the tenants of a file that stand, and of the operators' own."""

    by_slug: Mapping[str, bytes] = field(repr=False)
    staff: bytes = field(repr=False)


@reads
def look(work: OperatorWork, request: FileForm) -> Salts:
    """Read the salts under which names are hashed.

    Refuses:
        forbidden: the actor may not apply files.
        not_installed: the operators' tenant was not made yet.
    """
    authorize(work, PERMISSION)
    wanted = {tenant.slug for tenant in request.tenants}
    standing = {each.slug: each.index_salt for each in work.tenants.all() if each.slug in wanted}
    return Salts(standing, staff(work).tenant.index_salt)


def slow(
    seen: Salts, request: FileForm, *, key_maker: KeyMaker, identifier_hasher: IdentifierHasher
) -> Prepared:
    """Hash every name and make the keys of new tenants, with no work open.

    Refuses:
        invalid_file: a persona or an operator has a name that cannot be one.
    """
    keys = {
        tenant.slug: fresh_keys(key_maker)
        for tenant in request.tenants
        if tenant.slug not in seen.by_slug and tenant.state is State.PRESENT
    }
    salts = {**seen.by_slug, **{slug: fresh.index_salt for slug, fresh in keys.items()}}
    personas = {
        tenant.slug: _personas(tenant, salts.get(tenant.slug, b""), identifier_hasher)
        for tenant in request.tenants
    }
    operators = tuple(_operator(each, seen.staff, identifier_hasher) for each in request.operators)
    return Prepared(request, keys, personas, operators)


@reads
def settle(_work: OperatorWork, _request: FileForm, _seen: Salts, made: Prepared) -> Prepared:
    """Return what was made; nothing is kept."""
    return made


prepare: Final[Staged] = Staged(look, slow, settle, powers=("key_maker", "identifier_hasher"))


def persona_of(form: PersonaForm) -> NewPersona:
    """Return a persona of the file as what `sandbox` takes."""
    said: dict[str, Any] = {}
    if form.status is not None:
        said["status"] = form.status
    return NewPersona(
        form.username, form.email, form.password or Secret(""), form.claims or {}, **said
    )


def _personas(tenant: TenantForm, salt: bytes, hasher: IdentifierHasher) -> tuple[Inners, ...]:
    if not salt:
        return ()
    made = []
    for form in tenant.personas:
        with at_line(form.line, because("persona")):
            persona = persona_of(form)
            check_persona(persona)
            made.append(seal_identifiers(persona, salt, hasher))
    return tuple(made)


def _operator(form: OperatorForm, salt: bytes, hasher: IdentifierHasher) -> Inners:
    with at_line(form.line, because("operator")):
        person = NewPersona(form.username, form.email, Secret(""))
        check_persona(person)
        return seal_identifiers(person, salt, hasher)
