"""A difference in words, and the act that takes it away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, StrEnum
from typing import Final

from domain.blueprint.durations import write_duration
from domain.blueprint.store import TenantDesk, desk
from domain.clients.records import Relaxation
from domain.kernel.errors import Reason, because, not_found
from domain.kernel.secrets import Secret
from domain.operators.store import OperatorWork


class Act(StrEnum):
    """What a step does to a thing."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between the file and what stands.

    Args:
        what: `tenant`, `scope`, `client`, `operator`, `persona`, `texts`.
        tenant: slug of the tenant it is in; empty for an operator of the installation.
        name: what it is called; personas and operators are told by their line, never by name.
        details: what differs, a phrase each, without secrets and personal data; one in our own
            words is a reason, which a face says in its reader's language.
    """

    act: Act
    what: str
    tenant: str
    name: str
    details: tuple[str, ...] = ()

    def reason(self) -> Reason:
        """Return it as a line of a plan, which a face says in its reader's language."""
        place = self._place()
        line = _line(self.act, _THINGS[self.what], place)
        if not self.details:
            return line
        return because("{line}: {details}", line=line, details=listed(self.details))

    def _place(self) -> str:
        if self.what in _BY_THEIR_LINE and self.tenant:
            return because("of {tenant} ({line})", tenant=self.tenant, line=self.name)
        if self.what in _BY_THEIR_LINE:
            return because("({line})", line=self.name)
        if self.tenant and self.name:
            return because("{tenant}/{name}", tenant=self.tenant, name=self.name)
        return self.name or self.tenant

    def sentence(self) -> str:
        """Return it as a line of a plan, in English."""
        return str(self.reason())


_BY_THEIR_LINE: Final = frozenset({"operator", "persona"})
"""Whoever is told by their line in the file, never by name."""

_THINGS: Final[Mapping[str, Reason]] = {
    "tenant": because("tenant"),
    "scope": because("scope"),
    "client": because("client"),
    "operator": because("operator"),
    "persona": because("persona"),
    "texts": because("texts"),
}


def _line(act: Act, what: Reason, place: str) -> Reason:
    if act is Act.ADD:
        return because("add {what} {place}", what=what, place=place)
    if act is Act.CHANGE:
        return because("change {what} {place}", what=what, place=place)
    return because("remove {what} {place}", what=what, place=place)


def listed(phrases: Sequence[str]) -> str:
    """Return phrases one after another, each still said by itself."""
    told = phrases[0]
    for each in phrases[1:]:
        told = because("{first}, {next}", first=told, next=each)
    return told


@dataclass(frozen=True, slots=True)
class Shown:
    """A secret that is shown once.

    Args:
        what: `client secret` or `activation link`.
        name: whose it is, such as `globex/portal`.
    """

    what: str
    name: str
    secret: Secret


@dataclass(slots=True)
class Results:
    """What applying collects."""

    secrets: list[Shown] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Step:
    """A difference and its act.

    Args:
        act: writes it in the installation's work.
    """

    change: Change
    act: Callable[[OperatorWork, Results], None] = field(repr=False, compare=False)


def inside(
    slug: str, act: Callable[[TenantDesk, Results], object]
) -> Callable[[OperatorWork, Results], None]:
    """Return an act that runs in the work of a tenant, which an earlier step may have made."""

    def run(work: OperatorWork, results: Results) -> None:
        tenant = work.tenants.by_slug(slug)
        if tenant is None:
            raise not_found("tenant")
        act(desk(work, tenant.id), results)

    return run


def differences(before: object, after: object, names: Iterable[str]) -> tuple[str, ...]:
    """Return a phrase for each field of two records that differs.

    Args:
        names: the fields to compare.
    """
    return tuple(
        turned(name, getattr(before, name), getattr(after, name))
        for name in names
        if getattr(before, name) != getattr(after, name)
    )


def turned(name: str, before: object, after: object) -> Reason:
    """Return the phrase of one field that differs; its name is the file's word for it."""
    return because(
        "{field} {before} → {after}", field=name, before=worded(before), after=worded(after)
    )


def worded(value: object) -> str:
    """Return a value as the file would write it."""
    if value is None:
        return because("unset")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, timedelta):
        return write_duration(value)
    if isinstance(value, Relaxation):
        return f"{value.rule} ({value.reason.rstrip('.')})"
    if isinstance(value, tuple):
        return f"[{', '.join(worded(entry) for entry in value)}]"
    return str(value.value if isinstance(value, Enum) else value)
