"""The pages of a sign-in: one address an interaction, which shows the step that comes next."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Final

from starlette.responses import Response
from starlette.routing import Route

from app.hosted.pages import (
    Problem,
)
from app.hosted.routes.arrival import endpoint, sighted, visit
from app.hosted.routes.handing_over import code_answer, error_answer
from app.hosted.routes.site import Site, Visit
from app.hosted.routes.steps_shown import keep_typed, view
from app.hosted.words import NOTICES
from app.runtime.browser import browser_label
from app.runtime.forms import Fields, many, one, read_fields
from domain.consent.records import Duration
from domain.kernel.errors import Refusal, invalid
from domain.kernel.ids import read, show
from domain.kernel.secrets import Secret
from domain.login.begin import Begin, begin
from domain.login.checks import Step
from domain.login.conclude import conclude
from domain.login.decide import Decide
from domain.login.dispatch import WhatNext, what_next
from domain.login.finish import Finish, Finished, finish
from domain.login.identify import Identify as IdentifyRequest
from domain.login.identify import identify
from domain.login.prove import Prove as ProveRequest
from domain.login.prove import Proven, prove
from domain.login.records import Interaction, StepKind
from domain.login.refusals import INTERACTION_GONE, REGISTRATION_CLOSED, WRONG_STEP
from domain.login.register import Register as RegisterRequest
from domain.login.register import register
from domain.login.silent import silent
from domain.login.store import LoginWork
from domain.oauth.records import AuthorizationRequest
from domain.oauth.vocabulary import UNKNOWN_CLIENT, UNREGISTERED_REDIRECT_URI

if TYPE_CHECKING:
    from starlette.requests import Request

PREFIX: Final = "itx"
_FINAL: Final = frozenset(
    {INTERACTION_GONE, REGISTRATION_CLOSED, UNKNOWN_CLIENT, UNREGISTERED_REDIRECT_URI}
)
"""Refusals after which no page of the sign-in comes."""
_ASIDE: Final = {"identify": StepKind.IDENTIFY, "register": StepKind.REGISTER}
"""Pages a person may turn to by a link while they are not yet proven."""


async def start(site: Site, request: Request, slug: str, asked: AuthorizationRequest) -> Response:
    """Begin the sign-in of an authorization request whose checks have passed.

    Returns:
        The redirect to the first page; with prompt=none the answer to the client at once.

    Refuses:
        unknown_client, unregistered_redirect_uri: as `way_back`, with prompt=none.
    """
    visitor = (await visit(site, request, slug, " ".join(asked.ui_locales))).bound()
    wanted = Begin(
        bound_digest=visitor.bound_digest,
        request=asked,
        session_digest=visitor.session.digest if visitor.session else None,
    )
    if "none" in asked.prompt:
        outcome = await site.call(silent, wanted, tenant=slug, actor=visitor.person)
        if outcome.code is None:
            return await error_answer(visitor, asked, outcome.error)
        return code_answer(visitor, asked, outcome.code)
    interaction = await site.call(begin, wanted, tenant=slug, actor=visitor.person)
    answer = visitor.bind(visitor.to(_address(visitor, interaction)))
    if asked.login_hint is not None:
        keep_typed(visitor, answer, interaction, asked.login_hint)
    return answer


async def start_own(visitor: Visit, return_to: str) -> Response:
    """Begin a sign-in to one's own pages."""
    visitor = visitor.bound()
    wanted = Begin(bound_digest=visitor.bound_digest, return_to=return_to)
    site = visitor.site
    interaction = await site.call(begin, wanted, tenant=visitor.slug, actor=visitor.stranger)
    # What was just done, such as a password that was set, is said where the person arrives.
    did = visitor.request.query_params.get("did", "")
    said = f"?did={did}" if did in NOTICES else ""
    return visitor.bind(visitor.to(_address(visitor, interaction) + said))


def step_of(work: LoginWork, visitor: Visit) -> Step:
    """Return the step that comes next in the interaction of an address."""
    return what_next(work, _wanted(visitor))


async def show_step(visitor: Visit, step: Step) -> Response:
    """GET: show what comes next, or hand over when nothing is left."""
    aside = _ASIDE.get(visitor.query.get("step", ""))
    unproven = step.kind in {StepKind.IDENTIFY, StepKind.PROVE, StepKind.REGISTER}
    if aside is StepKind.REGISTER and unproven and "register" in step.options:
        return _page(visitor, step, StepKind.REGISTER)
    if aside is StepKind.IDENTIFY and unproven:
        return _page(visitor, step, StepKind.IDENTIFY)
    return await _show(visitor, step)


async def take_step(visitor: Visit) -> Response:
    """POST: take one step, then show the next by GET; what was wrong comes back on its page."""
    fields = await read_fields(visitor.request)
    name = one(fields, "step")
    act = _ACTS.get(name)
    if act is None:
        raise Refusal(WRONG_STEP)
    place = visitor.request.path_params["interaction"]
    form_token = one(fields, "form_token")
    visitor.site.forms.check(visitor.request, form_token, visitor.binding, place, name)
    try:
        return await act(visitor, fields)
    except Refusal as refusal:
        if refusal.kind in _FINAL:
            raise
        step = await _next(visitor)
        kind = StepKind(name)
        if step.kind not in _SHOWABLE or (step.kind is StepKind.CONSENT) != (
            kind is StepKind.CONSENT
        ):
            return await _show(visitor, step)
        return _again(visitor, step, kind, refusal, fields)


async def _identify(visitor: Visit, fields: Fields) -> Response:
    typed = Secret(one(fields, "identifier"))
    wanted = IdentifyRequest(
        _interaction(visitor), visitor.bound_digest, typed, visitor.cookie_digest
    )
    interaction: Interaction = await visitor.site.call(
        identify, wanted, tenant=visitor.slug, actor=visitor.stranger
    )
    answer = visitor.to(visitor.path)
    keep_typed(visitor, answer, interaction, typed)
    return answer


async def _prove(visitor: Visit, fields: Fields) -> Response:
    wanted = ProveRequest(
        _interaction(visitor),
        visitor.bound_digest,
        Secret(one(fields, "password")),
        browser_label(visitor.request.headers.get("user-agent", "")),
        visitor.cookie_digest,
    )
    proven: Proven = await visitor.site.call(
        prove, wanted, tenant=visitor.slug, actor=visitor.stranger
    )
    return _signed_in(visitor, proven)


async def _register(visitor: Visit, fields: Fields) -> Response:
    wanted = RegisterRequest(
        _interaction(visitor),
        visitor.bound_digest,
        Secret(one(fields, "identifier")),
        Secret(one(fields, "password")),
        browser_label(visitor.request.headers.get("user-agent", "")),
        visitor.locale,
        visitor.cookie_digest,
    )
    proven = await visitor.site.call(register, wanted, tenant=visitor.slug, actor=visitor.stranger)
    return _signed_in(visitor, proven)


async def _decide(visitor: Visit, fields: Fields) -> Response:
    decision = one(fields, "decision")
    if decision not in {"allow", "refuse"}:
        raise invalid("decision", visitor.say("choose Refuse or Allow"))
    try:
        duration = Duration(one(fields, "duration") or Duration.ONCE)
    except ValueError:
        raise invalid("duration", visitor.say("this duration is not offered")) from None
    wanted = Decide(
        interaction_id=_interaction(visitor),
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
        return _done(visitor, concluded.finished)
    asked = concluded.interaction.request
    if asked is None:
        raise Refusal(WRONG_STEP)
    return await error_answer(visitor, asked, concluded.interaction.failure)


Act = Callable[[Visit, Fields], Awaitable[Response]]
_ACTS: Final[Mapping[str, Act]] = {
    StepKind.IDENTIFY.value: _identify,
    StepKind.PROVE.value: _prove,
    StepKind.REGISTER.value: _register,
    StepKind.CONSENT.value: _decide,
}
_SHOWABLE: Final = frozenset(StepKind(name) for name in _ACTS)


def _wanted(visitor: Visit) -> WhatNext:
    return WhatNext(_interaction(visitor), visitor.bound_digest, visitor.say, visitor.locale)


async def _next(visitor: Visit) -> Step:
    call = visitor.site.call
    return await call(what_next, _wanted(visitor), tenant=visitor.slug, actor=visitor.person)


async def _show(visitor: Visit, step: Step) -> Response:
    if step.kind in _SHOWABLE:
        return _page(visitor, step, step.kind)
    asked = step.interaction.request
    if step.kind is StepKind.FAILED and asked is not None and step.failure != "access_denied":
        return await error_answer(visitor, asked, step.failure)
    if step.kind is StepKind.DONE and step.interaction.status == "open":
        wanted = Finish(_interaction(visitor), visitor.bound_digest)
        done = await visitor.site.call(finish, wanted, tenant=visitor.slug, actor=visitor.person)
        return _done(visitor, done)
    raise Refusal(INTERACTION_GONE)


def _done(visitor: Visit, done: Finished) -> Response:
    if done.request is None or done.code is None:
        return visitor.to(done.return_to or f"{visitor.base}/me")
    return code_answer(visitor, done.request, done.code)


def _again(
    visitor: Visit, step: Step, kind: StepKind, refusal: Refusal, fields: Fields
) -> Response:
    """Show the page of a refused form again; values are kept, secrets are not."""
    status = refusal.kind.status
    answer = _page(visitor, step, kind, visitor.problems(refusal), status, fields)
    if refusal.retry_after is not None:
        answer.headers["retry-after"] = str(int(refusal.retry_after.total_seconds()) + 1)
    return answer


def _page(
    visitor: Visit,
    step: Step,
    kind: StepKind,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
    fields: Fields | None = None,
) -> Response:
    place = visitor.request.path_params["interaction"]
    token = visitor.site.forms.token(visitor.binding, place, kind.value)
    asked = step.interaction.request
    leads_to = (asked.redirect_uri,) if asked is not None else ()
    shown = view(visitor, step, kind, problems, fields or [])
    return visitor.page(shown, token=token, status=status, leads_to=leads_to)


def _signed_in(visitor: Visit, proven: Proven) -> Response:
    """Give the browser its new session cookie and show what comes next."""
    answer = visitor.to(visitor.path)
    jar, slug = visitor.site.jar, visitor.slug
    cookie = proven.started.cookie.reveal()
    lifetime = visitor.tenant.policy.lifetimes.session_absolute
    answer.raw_headers.append(jar.header(jar.session(slug), cookie, lifetime=lifetime))
    answer.raw_headers.append(jar.gone(jar.typed(slug)))
    return answer


def _interaction(visitor: Visit) -> bytes:
    found = read(PREFIX, visitor.request.path_params["interaction"])
    if found is None:
        raise Refusal(INTERACTION_GONE)
    return found


def _address(visitor: Visit, interaction: Interaction) -> str:
    return f"{visitor.base}/login/{show(PREFIX, interaction.id)}"


def routes(site: Site) -> list[Route]:
    """Return the routes of the sign-in pages."""
    at = endpoint(site)
    path = "/t/{tenant}/login/{interaction}"
    return [
        Route(path, sighted(site, step_of)(show_step), methods=["GET"]),
        Route(path, at(take_step), methods=["POST"]),
    ]
