"""Compare a file with what stands, and apply it: all of it or nothing.

The slow work comes first in `prepare`; here passwords are verified between a read and the write.
The write reads again what stands and goes on only if nothing of it changed in between.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from domain.blueprint.compare_clients import compare_clients, ensure_unused
from domain.blueprint.compare_people import compare_operators, compare_personas
from domain.blueprint.compare_tenant import compare_scopes, compare_tenant
from domain.blueprint.compare_texts import compare_texts
from domain.blueprint.form import State, TenantForm
from domain.blueprint.found import Found, FoundTenant, gather
from domain.blueprint.history import tell_applied
from domain.blueprint.prepare import PERMISSION, Prepared
from domain.blueprint.steps import Act, Change, Results, Shown, Step
from domain.kernel.authorize import authorize
from domain.kernel.errors import CONFLICT, Reason, Refusal, because
from domain.kernel.fresh import ensure_fresh
from domain.kernel.powers import PasswordHasher
from domain.kernel.work import Staged, reads, writes
from domain.operators.store import OperatorWork
from domain.tenants.records import BUILT_IN
from domain.tenants.texts import Sentences


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands, and when it was looked at."""

    found: Found
    now: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between a file and what stands.

    Args:
        steps: in the order they are applied.
        unknown: what stands and the file does not name, a phrase each.
    """

    steps: tuple[Step, ...] = field(repr=False)
    unknown: tuple[str, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """The differences in words."""
        return tuple(step.change for step in self.steps)


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done.

    Args:
        secrets: to be shown once.
    """

    changes: tuple[Change, ...]
    secrets: tuple[Shown, ...]


@reads
def look(work: OperatorWork, request: Prepared) -> Standing:
    """Read what stands of everything the file describes.

    Refuses:
        forbidden: the actor may not apply files.
        invalid_file: names of one persona or operator belong to different accounts.
        not_installed: the operators' tenant was not made yet.
    """
    authorize(work, PERMISSION)
    return Standing(gather(work, request), work.now)


def slow(
    seen: Standing, request: Prepared, *, hasher: PasswordHasher, sentences: Sentences
) -> Difference:
    """Compare, verifying passwords of personas, with no work open.

    Refuses:
        invalid_file: a value of the file is not right; with its line.
    """
    steps: list[Step] = []
    for form in request.file.tenants:
        steps += _tenant_steps(form, seen, request, hasher)
        if form.state is State.PRESENT:
            steps += compare_texts(form, seen.found.tenants.get(form.slug), sentences)
    slugs = frozenset(seen.found.slugs) | frozenset(request.keys)
    steps += compare_operators(request.file.operators, seen.found, request.operators, slugs)
    # Tenants before what is in them, operators before personas.
    order = ["tenant", "texts", "scope", "client", "unscope", "operator", "persona"]
    steps.sort(key=lambda step: order.index(_rank(step.change)))
    return Difference(tuple(steps), _unknown(request, seen.found))


@writes(durable=True)
def settle(work: OperatorWork, request: Prepared, seen: Standing, made: Difference) -> Applied:
    """Apply the difference.

    Refuses:
        forbidden: the actor may not apply files.
        fresh_proof_needed: the operator's last proof is too old.
        conflict: what stands changed since it was compared.

    Tells:
        What each room tells of each change.
        ConfigApplied: in each tenant that was changed.
    """
    ensure_fresh(work)
    if look(work, request).found != seen.found:
        raise Refusal(CONFLICT, what="configuration")
    results = Results()
    for step in made.steps:
        step.act(work, results)
    tell_applied(work, made.changes)
    return Applied(made.changes, tuple(results.secrets))


@reads
def report(
    _work: OperatorWork, _request: Prepared, _seen: Standing, made: Difference
) -> Difference:
    """Return the difference and change nothing."""
    return made


apply: Final[Staged] = Staged(look, slow, settle, powers=("hasher", "sentences"))
plan: Final[Staged] = Staged(look, slow, report, powers=("hasher", "sentences"))


def _tenant_steps(
    form: TenantForm, seen: Standing, request: Prepared, hasher: PasswordHasher
) -> tuple[Step, ...]:
    found = seen.found.tenants.get(form.slug)
    wanted = compare_tenant(form, found, request.keys.get(form.slug), seen.now)
    if form.state is State.ABSENT:
        return wanted.steps
    ensure_unused(form, found)
    return (
        *wanted.steps,
        *compare_scopes(form, found),
        *compare_clients(form, found, wanted.tenant),
        *compare_personas(form, found, request.personas[form.slug], wanted.tenant, hasher),
    )


def _rank(change: Change) -> str:
    return "unscope" if change.what == "scope" and change.act is Act.REMOVE else change.what


def _unknown(request: Prepared, found: Found) -> tuple[str, ...]:
    named = {form.slug for form in request.file.tenants} | {BUILT_IN}
    gone = (slug for slug in sorted(found.slugs) if slug not in named)
    phrases: list[str] = [because("tenant {name}", name=slug) for slug in gone]
    for form in request.file.tenants:
        standing = found.tenants.get(form.slug)
        if standing is not None:
            phrases += _unknown_inside(form, standing)
    return tuple(phrases)


def _unknown_inside(form: TenantForm, standing: FoundTenant) -> list[Reason]:
    scopes = {each.value for each in form.scopes}
    clients = {each.id for each in form.clients}
    phrases = [
        because("scope {name}", name=f"{form.slug}/{each.value}")
        for each in standing.scopes
        if each.value not in scopes
    ]
    phrases += [
        because("client {name}", name=f"{form.slug}/{each.client.client_id}")
        for each in standing.clients
        if each.client.client_id not in clients
    ]
    personas = standing.persona_count - sum(1 for each in standing.personas if each is not None)
    if personas == 1:
        phrases.append(because("1 persona of {tenant}", tenant=form.slug))
    elif personas:
        phrases.append(because("{n} personas of {tenant}", n=personas, tenant=form.slug))
    return phrases
