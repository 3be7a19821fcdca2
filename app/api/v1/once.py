"""Idempotency-Key: a creation that is sent twice makes one thing.

Source: draft-ietf-httpapi-idempotency-key-header.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import Header, Response

from app.api.v1.door import Caller, UseCase
from domain.api_keys.once import Once, made_before, make_once
from domain.kernel.errors import invalid
from domain.kernel.work import Staged
from domain.operators.api_keys import key_desk
from domain.operators.store import OperatorWork
from domain.tenants.records import BUILT_IN

_NAME: Final = re.compile(r"[\x21-\x7e]{1,200}")

IdempotencyKey = Annotated[
    str | None,
    Header(
        description=(
            "1 to 200 printable characters; the same request under the same key makes nothing "
            "more for 24 hours. A secret that was shown is not shown again."
        ),
    ),
]


async def created(
    caller: Caller,
    use_case: UseCase,
    request: object,
    *,
    name: str | None,
    reference: Callable[[Any], str],
    above: bool = False,
) -> tuple[Any, str]:
    """Make something, once if the caller named the call.

    Args:
        use_case: plain or staged; of the tenant of the address, or of the installation.
        name: the idempotency key, or None.
        reference: where to find what was made; neither secret nor personal.
        above: it is of the installation, whatever the address names.

    Returns:
        What was made, or None when the same call made it before; and its reference.

    Refuses:
        invalid_input: the key is not of its form.
        idempotency_key_reused: the key was used for another request.
    """
    tenant_id = None if above or caller.admitted.tenant is None else caller.admitted.tenant.id
    if name is None:
        run = caller.above if tenant_id is None else caller.inside
        made = await run(use_case, request)
        return made, reference(made)
    once = await _once(caller, name)
    before = await caller.door.call(made_before, once, tenant=BUILT_IN, actor=caller.actor)
    if before is not None:
        return None, before
    made = await caller.above(_only_once(tenant_id, use_case, once, reference), request)
    if made is not None:
        return made, reference(made)
    before = await caller.door.call(made_before, once, tenant=BUILT_IN, actor=caller.actor)
    return None, before or ""


def tell_created(response: Response, address: str, *, again: bool) -> None:
    """Tell on the answer where the new thing is, and whether it was made now."""
    response.headers["location"] = address
    if again:
        response.headers["idempotent-replayed"] = "true"


async def _once(caller: Caller, name: str) -> Once:
    if not _NAME.fullmatch(name):
        raise invalid("Idempotency-Key", "1 to 200 printable ASCII characters without blanks.")
    asked = caller.request
    body = hashlib.sha256(await asked.body()).digest()
    whole = hashlib.sha256(f"{asked.method} {asked.url.path}\n".encode() + body).digest()
    return Once(caller.admitted.key.id, name, whole)


def _only_once(
    tenant_id: bytes | None, use_case: UseCase, once: Once, reference: Callable[[Any], str]
) -> UseCase:
    """Return the use case as one of the installation that notes what it made, in one work."""

    def enter(work: OperatorWork) -> Any:  # noqa: ANN401 - the work of the tenant, or this one
        return work if tenant_id is None else work.enter(tenant_id)

    def noting(act: Callable[..., Any]) -> Callable[..., Any]:
        def noted(work: OperatorWork, *given: object) -> Any:  # noqa: ANN401 - what `act` returns
            return make_once(key_desk(work), once, lambda: act(enter(work), *given), reference)

        noted.manner = act.manner  # type: ignore[attr-defined] # set by its mark
        return noted

    if not isinstance(use_case, Staged):
        return noting(use_case)

    def look(work: OperatorWork, request: object) -> object:
        return use_case.look(enter(work), request)

    look.manner = use_case.look.manner  # type: ignore[attr-defined] # set by its mark
    return Staged(look, use_case.slow, noting(use_case.settle), use_case.powers)
