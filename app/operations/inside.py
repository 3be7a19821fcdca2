"""Run a tenant's use case from a work of the installation, disabled tenants included.

Jobs and the command line look after every tenant; a door opens only one that answers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from domain.kernel.work import Staged
from domain.tenants.store import InstallationWork

U = TypeVar("U", Callable[..., Any], Staged)


def inside(tenant_id: bytes, use_case: U) -> U:
    """Return the use case as one of the installation: it enters the tenant first.

    Args:
        tenant_id: a tenant that is there.
        use_case: marked `reads` or `writes`, or a `Staged`.
    """
    if isinstance(use_case, Staged):
        look, settle = inside(tenant_id, use_case.look), inside(tenant_id, use_case.settle)
        return Staged(look, use_case.slow, settle, use_case.powers)
    act = use_case

    def entered(work: InstallationWork, *request: object, **powers: object) -> Any:  # noqa: ANN401 - returns what the use case returns
        return act(work.enter(tenant_id), *request, **powers)

    entered.manner = act.manner  # type: ignore[attr-defined] # set by its mark
    return entered
