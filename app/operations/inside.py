"""Run a tenant's use case from a work of the installation, disabled tenants included.

Jobs and the command line look after every tenant; a door opens only one that answers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.kernel.work import Staged
from domain.tenants.store import InstallationWork

UseCase = Callable[..., Any]


def inside(tenant_id: bytes, use_case: UseCase | Staged) -> UseCase | Staged:
    """Return the use case as one of the installation: it enters the tenant first.

    Args:
        tenant_id: a tenant that is there.
        use_case: marked `reads` or `writes`, or a `Staged`.
    """
    if isinstance(use_case, Staged):
        look, settle = _entering(tenant_id, use_case.look), _entering(tenant_id, use_case.settle)
        return Staged(look, use_case.slow, settle, use_case.powers)
    return _entering(tenant_id, use_case)


def _entering(tenant_id: bytes, act: UseCase) -> UseCase:
    def entered(work: InstallationWork, *request: object, **powers: object) -> object:
        return act(work.enter(tenant_id), *request, **powers)

    entered.manner = act.manner  # type: ignore[attr-defined] # set by its mark
    entered.stage = act  # type: ignore[attr-defined] # whoever traces names it
    return entered
