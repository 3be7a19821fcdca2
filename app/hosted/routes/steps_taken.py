"""The forms of a sign-in: one read looks at what came, then one step is taken."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from app.hosted.routes.handing_over import error_answer
from app.hosted.routes.next_page import (
    SHOWABLE,
    again,
    done,
    interaction_of,
    next_step,
    show,
)
from app.hosted.routes.site import Visit
from app.hosted.routes.steps_shown import keep_typed
from app.runtime.browser import browser_label
from app.runtime.forms import many, one
from domain.consent.records import Duration
from domain.kernel.errors import Refusal, invalid
from domain.kernel.secrets import Secret
from domain.kernel.work import Staged
from domain.login.conclude import conclude
from domain.login.decide import Decide
from domain.login.identify import Identify as IdentifyRequest
from domain.login.identify import identify
from domain.login.prove import Prove as ProveRequest
from domain.login.prove import Proven, prove
from domain.login.records import Interaction, StepKind
from domain.login.refusals import INTERACTION_GONE, REGISTRATION_CLOSED, WRONG_STEP
from domain.login.register import Register as RegisterRequest
from domain.login.register import register
from domain.login.store import LoginWork
from domain.oauth.vocabulary import UNKNOWN_CLIENT, UNREGISTERED_REDIRECT_URI

if TYPE_CHECKING:
    from starlette.responses import Response


_FINAL: Final = frozenset(
    {INTERACTION_GONE, REGISTRATION_CLOSED, UNKNOWN_CLIENT, UNREGISTERED_REDIRECT_URI}
)
"""Refusals after which no page of the sign-in comes."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A form of ours that was looked at.

    Args:
        name: of its step.
        wanted: the request of its use case; None where that is made of more than the form.
        seen: what the use case's look saw.
        refusal: what it refused; the form comes back on its own page.
    """

    name: str
    wanted: Any = None
    seen: Any = None
    refusal: Refusal | None = None


def look_at(work: LoginWork, visitor: Visit) -> Sent:
    """Look at a form in the read that finds out who came.

    Refuses:
        wrong_step: there is no such form.
        foreign_form: it is none of our page's.
    """
    name = one(visitor.fields, "step")
    if name not in _ACTS:
        raise Refusal(WRONG_STEP)
    place = visitor.request.path_params["interaction"]
    token = one(visitor.fields, "form_token")
    visitor.site.forms.check(visitor.request, token, visitor.binding, place, name)
    staged = _STAGED.get(name)
    if staged is None:
        return Sent(name)
    use_case, make = staged
    try:
        wanted = make(visitor)
        return Sent(name, wanted, use_case.look(work, wanted))
    except Refusal as refusal:
        return Sent(name, refusal=refusal)


async def take_step(visitor: Visit, sent: Sent) -> Response:
    """POST: take one step, then show the next by GET; what was wrong comes back on its page."""
    try:
        if sent.refusal is not None:
            raise sent.refusal
        return await _ACTS[sent.name](visitor, sent)
    except Refusal as refusal:
        if refusal.kind in _FINAL:
            raise
        step = await next_step(visitor)
        kind = StepKind(sent.name)
        if step.kind not in SHOWABLE or (step.kind is StepKind.CONSENT) != (
            kind is StepKind.CONSENT
        ):
            return await show(visitor, step)
        return again(visitor, step, kind, refusal)


async def _go_on(visitor: Visit, use_case: Staged, sent: Sent) -> Any:  # noqa: ANN401 - what the use case says
    """Go on with a use case from where its look left it."""
    return await visitor.site.call.after_look(
        use_case, sent.seen, sent.wanted, tenant=visitor.slug, actor=visitor.stranger
    )


def _identifies(visitor: Visit) -> IdentifyRequest:
    return IdentifyRequest(
        interaction_of(visitor),
        visitor.bound_digest,
        Secret(one(visitor.fields, "identifier")),
        visitor.cookie_digest,
    )


async def _identify(visitor: Visit, sent: Sent) -> Response:
    interaction: Interaction = await _go_on(visitor, identify, sent)
    answer = visitor.to(visitor.path)
    keep_typed(visitor.site, visitor.slug, answer, interaction, sent.wanted.typed)
    return answer


def _proves(visitor: Visit) -> ProveRequest:
    return ProveRequest(
        interaction_of(visitor),
        visitor.bound_digest,
        Secret(one(visitor.fields, "password")),
        browser_label(visitor.request.headers.get("user-agent", "")),
        visitor.cookie_digest,
    )


async def _prove(visitor: Visit, sent: Sent) -> Response:
    return _signed_in(visitor, await _go_on(visitor, prove, sent))


def _registers(visitor: Visit) -> RegisterRequest:
    return RegisterRequest(
        interaction_of(visitor),
        visitor.bound_digest,
        Secret(one(visitor.fields, "identifier")),
        Secret(one(visitor.fields, "password")),
        browser_label(visitor.request.headers.get("user-agent", "")),
        visitor.locale,
        visitor.cookie_digest,
    )


async def _register(visitor: Visit, sent: Sent) -> Response:
    return _signed_in(visitor, await _go_on(visitor, register, sent))


async def _decide(visitor: Visit, _sent: Sent) -> Response:
    fields = visitor.fields
    decision = one(fields, "decision")
    if decision not in {"allow", "refuse"}:
        raise invalid("decision", visitor.say("choose Refuse or Allow"))
    try:
        duration = Duration(one(fields, "duration") or Duration.ONCE)
    except ValueError:
        raise invalid("duration", visitor.say("this duration is not offered")) from None
    wanted = Decide(
        interaction_id=interaction_of(visitor),
        bound_digest=visitor.bound_digest,
        session_digest=visitor.session.digest if visitor.session else None,
        allow=decision == "allow",
        ticked=many(fields, "item"),
        duration=duration,
        display_hash=one(fields, "display"),
        words=visitor.say,
        locale=visitor.locale,
    )
    concluded = await visitor.site.call(conclude, wanted, tenant=visitor.slug, actor=visitor.person)
    if concluded.refusal is not None:
        raise concluded.refusal
    if concluded.finished is not None:
        return done(visitor, concluded.finished)
    asked = concluded.interaction.request
    if asked is None:
        raise Refusal(WRONG_STEP)
    return await error_answer(visitor, asked, concluded.interaction.failure)


def _signed_in(visitor: Visit, proven: Proven) -> Response:
    """Give the browser its new session cookie and show what comes next."""
    answer = visitor.to(visitor.path)
    jar, slug = visitor.site.jar, visitor.slug
    cookie = proven.started.cookie.reveal()
    lifetime = visitor.tenant.policy.lifetimes.session_absolute
    answer.raw_headers.append(jar.header(jar.session(slug), cookie, lifetime=lifetime))
    answer.raw_headers.append(jar.gone(jar.typed(slug)))
    return answer


_STAGED: Final[Mapping[str, tuple[Staged, Callable[[Visit], Any]]]] = {
    StepKind.IDENTIFY.value: (identify, _identifies),
    StepKind.PROVE.value: (prove, _proves),
    StepKind.REGISTER.value: (register, _registers),
}
"""Use cases whose look is part of the read that finds out who came."""

_ACTS: Final[Mapping[str, Callable[[Visit, Sent], Awaitable[Response]]]] = {
    StepKind.IDENTIFY.value: _identify,
    StepKind.PROVE.value: _prove,
    StepKind.REGISTER.value: _register,
    StepKind.CONSENT.value: _decide,
}
