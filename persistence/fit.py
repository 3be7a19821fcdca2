"""Proof, for the type checker, that our works are what the rooms ask for (ADR-1).

Nothing calls this; a store that lacks a method of its Protocol fails `mypy` here.
"""

from __future__ import annotations

from domain.audit.store import AuditWork
from domain.extensions.store import OutboxWork
from domain.figures.store import FigureWork
from domain.identifiers.store import IdentifierWork
from domain.kernel.nodes import Nodes
from domain.kernel.run_book import RunBook
from domain.login.store import LoginWork
from domain.operators.store import OperatorsWork, OperatorWork
from domain.tenants.store import OwnTenantWork
from persistence.work import InstallationBoundWork, TenantBoundWork


def tenant_work(
    work: TenantBoundWork,
) -> tuple[
    LoginWork, AuditWork, OutboxWork, OwnTenantWork, OperatorsWork, IdentifierWork, FigureWork
]:
    """Take a tenant's work for every width of it."""
    return work, work, work, work, work, work, work


def installation_work(work: InstallationBoundWork) -> tuple[OperatorWork, RunBook, Nodes]:
    """Take an installation's work for what operators and jobs ask."""
    return work, work.run_book, work.nodes
