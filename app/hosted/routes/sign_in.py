"""The pages of a sign-in: one address an interaction, which shows the step that comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.routing import Route

from app.hosted.routes.arrival import act, sighted
from app.hosted.routes.handing_over import code_answer, error_answer
from app.hosted.routes.next_page import PREFIX, SHOWABLE, page_of, show, where
from app.hosted.routes.site import Site, Visit
from app.hosted.routes.spoken import keep_asked
from app.hosted.routes.steps_shown import keep_typed
from app.hosted.routes.steps_taken import look_at, take_step
from app.hosted.words import NOTICES
from app.runtime.beforehand import never_beforehand
from domain.kernel.ids import show as show_id
from domain.kernel.secrets import Secret, digest, new_secret
from domain.login.begin import Begin, begin
from domain.login.checks import Step
from domain.login.dispatch import what_next
from domain.login.enter import Enter, Entered, enter, enter_unknown
from domain.login.records import Interaction, StepKind
from domain.login.silent import Silent, silent
from domain.login.store import LoginWork
from domain.oauth.records import AuthorizationRequest

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_ASIDE: Final = {"identify": StepKind.IDENTIFY, "register": StepKind.REGISTER}
"""Pages a person may turn to by a link while they are not yet proven."""


async def start(site: Site, request: Request, slug: str, asked: AuthorizationRequest) -> Response:
    """Answer an authorization request whose checks have passed.

    Returns:
        The answer to the client where no page is needed or none is allowed; else the first page.

    Refuses:
        unknown_client, unregistered_redirect_uri: as `way_back`.
        invalid_request_uri: the pushed request was used for another authorization.
    """
    cookie_digest = site.session_digest(request, slug)
    binding = site.binding(request) or new_secret().reveal()
    wanted = Begin(digest(Secret(binding)), asked, session_digest=cookie_digest)
    if "none" in asked.prompt:
        return await _without_a_page(site, request, slug, wanted, asked)
    use_case = enter if cookie_digest is not None else enter_unknown

    def see(work: LoginWork, visitor: Visit) -> Entered:
        return use_case(work, Enter(wanted, visitor.say, visitor.locale))

    durable = cookie_digest is not None
    arrived = await act(site, request, slug, see, durable=durable, ui_locales=asked.ui_locales)
    visitor, entered = arrived.visitor, arrived.seen
    if entered.code is not None:
        return code_answer(visitor, asked, entered.code)
    return await _first_page(visitor, binding, entered.step, asked)


async def _first_page(
    visitor: Visit, binding: str, step: Step, asked: AuthorizationRequest
) -> Response:
    """Show the first page as if the browser had come to its address.

    A pushed request is good for a moment only: a browser that came by one is sent to the page, so
    that what it shows can be loaded again for as long as the interaction lasts.
    """
    site, slug = visitor.site, visitor.slug
    path = _address(slug, step.interaction)
    hint = asked.login_hint
    named = {"tenant": slug, "interaction": path.rpartition("/")[2]}
    typed = [("identifier", hint.reveal())] if hint is not None else []
    there = visitor.at(path, named, binding, typed)
    if step.kind not in SHOWABLE:
        return await show(there, step)
    answer = page_of(there, step, step.kind) if asked.pushed is None else visitor.to(path)
    if hint is not None:
        keep_typed(site, slug, answer, step.interaction, hint)
    if asked.ui_locales:
        keep_asked(there, answer)
    return there.bind(answer)


async def _without_a_page(
    site: Site, request: Request, slug: str, wanted: Begin, asked: AuthorizationRequest
) -> Response:
    def see(work: LoginWork, _visitor: Visit) -> Silent:
        return silent(work, wanted)

    arrived = await act(site, request, slug, see, durable=True, ui_locales=asked.ui_locales)
    outcome: Silent = arrived.seen
    if outcome.code is None:
        return await error_answer(arrived.visitor, asked, outcome.error)
    return code_answer(arrived.visitor, asked, outcome.code)


async def start_own(visitor: Visit, return_to: str) -> Response:
    """Begin a sign-in to one's own pages."""
    visitor = visitor.bound()
    wanted = Begin(bound_digest=visitor.bound_digest, return_to=return_to)
    site = visitor.site
    interaction = await site.call(begin, wanted, tenant=visitor.slug, actor=visitor.stranger)
    # What was just done, such as a password that was set, is said where the person arrives.
    did = visitor.request.query_params.get("did", "")
    said = f"?did={did}" if did in NOTICES else ""
    return visitor.bind(visitor.to(_address(visitor.slug, interaction) + said))


def step_of(work: LoginWork, visitor: Visit) -> Step:
    """Return the step that comes next in the interaction of an address."""
    return what_next(work, where(visitor))


async def show_step(visitor: Visit, step: Step) -> Response:
    """GET: show what comes next, or hand over when nothing is left."""
    aside = _ASIDE.get(visitor.query.get("step", ""))
    unproven = step.kind in {StepKind.IDENTIFY, StepKind.PROVE, StepKind.REGISTER}
    if aside is StepKind.REGISTER and unproven and "register" in step.options:
        return page_of(visitor, step, StepKind.REGISTER)
    if aside is StepKind.IDENTIFY and unproven:
        return page_of(visitor, step, StepKind.IDENTIFY)
    return await show(visitor, step)


def _address(slug: str, interaction: Interaction) -> str:
    return f"/t/{slug}/login/{show_id(PREFIX, interaction.id)}"


def routes(site: Site) -> list[Route]:
    """Return the routes of the sign-in pages."""
    path = "/t/{tenant}/login/{interaction}"
    return [
        Route(path, never_beforehand(sighted(site, step_of)(show_step)), methods=["GET"]),
        Route(path, sighted(site, look_at, form=True)(take_step), methods=["POST"]),
    ]
