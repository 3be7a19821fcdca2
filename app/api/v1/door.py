"""What the API stands on, and who calls: an operator's machine, admitted by its key."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from fastapi import Request

from app.api.v1.cursors import Cursors
from app.operations.about import About
from app.operations.doctor import Doctor
from app.operations.inside import inside
from app.runtime.call import NOTHING, Call
from app.runtime.source import Sources
from app.settings import Settings
from domain.kernel.clock import Clock
from domain.kernel.errors import Refusal
from domain.kernel.ids import show
from domain.kernel.powers import Signer
from domain.kernel.secrets import Secret
from domain.kernel.work import Actor, ActorKind, Staged
from domain.limits.budget import API_KEY
from domain.limits.refusals import BUDGET_SPENT
from domain.operators.admit import Admitted, Knock, TenantNotThere, admit
from domain.tenants.records import Tenant
from domain.tenants.texts import Sentences

HEADERS: Final = "byleave.headers"
"""Where in the scope headers are kept that every answer to this request gets."""

LONGEST_HEADER: Final = 1000

UseCase = Callable[..., Any] | Staged


@dataclass(frozen=True, slots=True)
class ApiDoor:
    """The API's surroundings, made once.

    Args:
        jobs: names of the jobs, as the run book has them.
        base_url: scheme and host, without a path.
        clock: the machine's, which the operators' own tenant goes by.
        settings: of the installation.
        sentences: what the hosted pages can say.
        doctor: examines the installation.
        about: tells what runs here; it waits for the database.
    """

    call: Call
    signer: Signer
    sources: Sources
    cursors: Cursors
    jobs: tuple[str, ...]
    base_url: str
    clock: Clock
    settings: Settings
    sentences: Sentences
    doctor: Doctor
    about: Callable[[], About]


@dataclass(frozen=True, slots=True)
class Caller:
    """A request whose caller is admitted.

    Args:
        actor: the operator, with what their key may do in the tenant of the address.
    """

    door: ApiDoor
    request: Request
    admitted: Admitted
    actor: Actor

    @property
    def tenant(self) -> Tenant:
        """The tenant of the address.

        Raises:
            LookupError: the address names none.
        """
        if self.admitted.tenant is None:
            raise LookupError("this address names no tenant")
        return self.admitted.tenant

    async def inside(self, use_case: UseCase, request: object = NOTHING, **powers: object) -> Any:  # noqa: ANN401 - what the use case returns
        """Run a use case in the tenant of the address; a disabled one too, where a route may."""
        entered = inside(self.tenant.id, use_case)
        return await self.door.call(entered, request, tenant=None, actor=self.actor, **powers)

    async def above(self, use_case: UseCase, request: object = NOTHING, **powers: object) -> Any:  # noqa: ANN401 - what the use case returns
        """Run a use case of the installation."""
        return await self.door.call(use_case, request, tenant=None, actor=self.actor, **powers)

    async def at_length(self, act: Callable[..., Any], *given: object, **more: object) -> Any:  # noqa: ANN401 - what `act` returns
        """Do something long in a thread of its own, so that nobody waits for it."""
        return await asyncio.to_thread(act, *given, **more)


async def admitted(door: ApiDoor, request: Request, *, disabled_too: bool) -> Caller:
    """Admit whoever calls, before anything of their request is read.

    Refuses:
        api_key_needed, api_key_unreadable, invalid_api_key: the key opens nothing.
        too_many_tries, budget_spent: this source or this key has to wait.
        not_found: there is no such tenant for this key.
    """
    source = door.sources.digest(request)
    knock = Knock(_key(request), request.path_params.get("tenant"), disabled_too)
    knocking = Actor(ActorKind.STRANGER, "stranger", source=source)
    try:
        known = await door.call(admit, knock, tenant=None, actor=knocking)
    except TenantNotThere as refusal:
        tell_budget(request, refusal.spent.left, refusal.spent.resets_in)
        raise
    except Refusal as refusal:
        if refusal.kind is BUDGET_SPENT and refusal.retry_after is not None:
            tell_budget(request, 0, refusal.retry_after)
        raise
    tell_budget(request, known.spent.left, known.spent.resets_in)
    account = known.key.account_id
    actor = Actor(
        ActorKind.OPERATOR,
        show("acc", account),
        account,
        known.permissions,
        source,
        via=show("apk", known.key.id),
        place=known.tenant.id if known.tenant else None,
    )
    return Caller(door, request, known, actor)


def tell_budget(request: Request, left: int, resets_in: timedelta) -> None:
    """Tell on the answer how many calls the key has left.

    Source: draft-ietf-httpapi-ratelimit-headers, in the three-header form that clients know.
    """
    request.scope[HEADERS] = {
        "ratelimit-limit": str(API_KEY.calls),
        "ratelimit-remaining": str(left),
        "ratelimit-reset": str(max(1, math.ceil(resets_in.total_seconds()))),
    }


def _key(request: Request) -> Secret:
    """Return what the Authorization header carries; more than one header is none."""
    sent = request.headers.getlist("authorization")
    if len(sent) != 1 or len(sent[0]) > LONGEST_HEADER:
        return Secret("")
    scheme, _, value = sent[0].partition(" ")
    return Secret(value.strip() if scheme.lower() == "bearer" else "")
