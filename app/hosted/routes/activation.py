"""The page behind an activation link: the person chooses the first password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from app.hosted.pages import Activate, Problem, SpentLink
from app.hosted.routes.arrival import endpoint
from app.hosted.routes.by_link import form, link_of, sent
from app.hosted.routes.site import Site, Visit
from app.runtime.forms import one
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.login.activate import Activate as ActivateRequest
from domain.login.activate import activate, peek
from domain.login.refusals import ACTIVATION_GONE

if TYPE_CHECKING:
    from starlette.responses import Response

STEP = "activate"


async def show_page(visitor: Visit) -> Response:
    """GET: look at the link without using it; mail scanners open links too."""
    live = await visitor.site.call(
        peek, link_of(visitor), tenant=visitor.slug, actor=visitor.stranger
    )
    return _form(visitor, (), 200) if live else _spent(visitor)


async def take(visitor: Visit) -> Response:
    """POST: use the link and set the password."""
    fields = await sent(visitor, STEP)
    wanted = ActivateRequest(link_of(visitor), Secret(one(fields, "password")))
    try:
        await visitor.site.call(activate, wanted, tenant=visitor.slug, actor=visitor.stranger)
    except Refusal as refusal:
        if refusal.kind is ACTIVATION_GONE:
            return _spent(visitor)
        return _form(visitor, visitor.problems(refusal), refusal.kind.status)
    return visitor.to(f"{visitor.base}/me?did=account_activated")


def _form(visitor: Visit, problems: tuple[Problem, ...], status: int) -> Response:
    page = Activate(shortest_password=visitor.tenant.policy.password_least, problems=problems)
    return form(visitor, page, step=STEP, status=status)


def _spent(visitor: Visit) -> Response:
    page = SpentLink(purpose="activation", sign_in_href=f"{visitor.base}/me")
    return visitor.page(page, status=410)


def routes(site: Site) -> list[Route]:
    """Return the routes of activation."""
    at = endpoint(site)
    path = "/t/{tenant}/activate/{link}"
    return [
        Route(path, at(show_page), methods=["GET"]),
        Route(path, at(take), methods=["POST"]),
    ]
