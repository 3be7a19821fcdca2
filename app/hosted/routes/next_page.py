"""The page of the step that comes next, and how a finished flow is handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.hosted.pages import Problem
from app.hosted.routes.handing_over import code_answer, error_answer
from app.hosted.routes.site import Visit
from app.hosted.routes.steps_shown import keep_typed, view
from app.runtime.forms import one
from app.runtime.typed import LONGEST_KEPT
from domain.kernel.errors import Refusal
from domain.kernel.ids import read
from domain.kernel.secrets import Secret
from domain.login.checks import Step
from domain.login.dispatch import WhatNext, what_next
from domain.login.finish import Finish, Finished, finish
from domain.login.records import StepKind
from domain.login.refusals import INTERACTION_GONE

if TYPE_CHECKING:
    from starlette.responses import Response

PREFIX: Final = "itx"
SHOWABLE: Final = frozenset(
    {StepKind.IDENTIFY, StepKind.PROVE, StepKind.REGISTER, StepKind.CONSENT}
)
"""Steps that have a page."""


def interaction_of(visitor: Visit) -> bytes:
    """Return the id in the address.

    Refuses:
        interaction_gone: it is none of ours.
    """
    found = read(PREFIX, visitor.request.path_params["interaction"])
    if found is None:
        raise Refusal(INTERACTION_GONE)
    return found


def where(visitor: Visit) -> WhatNext:
    """Return the question of what comes next at this address."""
    return WhatNext(interaction_of(visitor), visitor.bound_digest, visitor.say, visitor.locale)


async def next_step(visitor: Visit) -> Step:
    """Ask what comes next."""
    call = visitor.site.call
    return await call(what_next, where(visitor), tenant=visitor.slug, actor=visitor.person)


async def show(visitor: Visit, step: Step) -> Response:
    """Show the page of a step, or hand over where none is left.

    Refuses:
        interaction_gone: it ended; or as `finish`.
    """
    if step.kind in SHOWABLE:
        return page_of(visitor, step, step.kind)
    asked = step.interaction.request
    if step.kind is StepKind.FAILED and asked is not None and step.failure != "access_denied":
        return await error_answer(visitor, asked, step.failure)
    if step.kind is StepKind.DONE and step.interaction.status == "open":
        wanted = Finish(interaction_of(visitor), visitor.bound_digest)
        ended = await visitor.site.call(finish, wanted, tenant=visitor.slug, actor=visitor.person)
        return done(visitor, ended)
    raise Refusal(INTERACTION_GONE)


def done(visitor: Visit, ended: Finished) -> Response:
    """Send the browser where a finished flow leads."""
    if ended.request is None or ended.code is None:
        return visitor.to(ended.return_to or f"{visitor.base}/me")
    return code_answer(visitor, ended.request, ended.code)


def again(visitor: Visit, step: Step, kind: StepKind, refusal: Refusal) -> Response:
    """Show the page of a refused form again; values are kept, secrets are not.

    What was typed travels along, so that the page can be read in another language.
    """
    status = refusal.kind.status
    answer = page_of(visitor, step, kind, visitor.problems(refusal), status)
    typed = one(visitor.fields, "identifier")
    if 0 < len(typed) <= LONGEST_KEPT:
        keep_typed(visitor.site, visitor.slug, answer, step.interaction, Secret(typed))
    if refusal.retry_after is not None:
        answer.headers["retry-after"] = str(int(refusal.retry_after.total_seconds()) + 1)
    return answer


def page_of(
    visitor: Visit,
    step: Step,
    kind: StepKind,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> Response:
    """Return the page of a step.

    Args:
        kind: which page; a person may have turned aside from the step.
    """
    place = visitor.request.path_params["interaction"]
    token = visitor.site.forms.token(visitor.binding, place, kind.value)
    asked = step.interaction.request
    leads_to = (asked.redirect_uri,) if asked is not None else ()
    shown = view(visitor, step, kind, problems, visitor.fields)
    return visitor.page(shown, token=token, status=status, leads_to=leads_to)
