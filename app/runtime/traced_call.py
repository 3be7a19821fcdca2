"""The way into use cases when somebody traces: each notes its name and its time in the request."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from app.runtime.call import NOTHING, Call
from app.runtime.tracing import TRACE
from domain.kernel.errors import Refusal
from domain.kernel.work import STRANGER, Actor, Staged


class TracedCall(Call):
    """Runs use cases and notes them down; of their requests and answers it looks at nothing."""

    async def __call__(
        self,
        use_case: Callable[..., Any] | Staged,
        request: object = NOTHING,
        *,
        tenant: str | bytes | None,
        actor: Actor = STRANGER,
        **powers: object,
    ) -> Any:  # noqa: ANN401 - what the use case says
        """Run a use case from an event loop; a staged one comes back here for each stage."""
        trace = TRACE.get()
        if trace is None or isinstance(use_case, Staged):
            return await super().__call__(use_case, request, tenant=tenant, actor=actor, **powers)
        began, refusal, failed = time.time_ns(), "", True
        try:
            made = await super().__call__(use_case, request, tenant=tenant, actor=actor, **powers)
        except Refusal as refused:
            refusal, failed = refused.code, False
            raise
        else:
            failed = False
            return made
        finally:
            stage = getattr(use_case, "stage", use_case)
            name = f"{stage.__module__}.{stage.__name__}"
            trace.add(name, began, refusal=refusal, failed=failed)
