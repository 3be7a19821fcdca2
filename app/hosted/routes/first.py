"""The first page of the first run: this is you (rulings 32)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.routing import Route

from app.hosted.pages import FirstOperator as FirstOperatorPage
from app.hosted.pages import Problem, SpentLink
from app.hosted.routes.arrival import endpoint
from app.hosted.routes.site import Site, Visit
from app.hosted.routes.welcomed import Typed, keep, kept, to_console
from app.runtime.forms import one, read_fields
from domain.accounts.records import Account
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.operators.first import FirstOperator, check_ticket, first_operator
from domain.operators.refusals import LINK_GONE

if TYPE_CHECKING:
    from starlette.responses import Response

STEP: Final = "first"
PATH: Final = "/first/{link}"


def address(base_url: str, link: Secret) -> str:
    """Return the one-time link as it is printed."""
    return base_url + PATH.replace("{link}", link.reveal())


async def show_page(visitor: Visit) -> Response:
    """GET: look at the link without using it."""
    try:
        await visitor.site.call(check_ticket, _link(visitor), tenant=None, actor=visitor.stranger)
    except Refusal as refusal:
        if refusal.kind is LINK_GONE:
            return _spent(visitor)
        raise
    return _form(visitor, (), 200, kept(visitor))


async def take(visitor: Visit) -> Response:
    """POST: make the first operator, sign them in, go on in the console."""
    fields = await read_fields(visitor.request)
    place = visitor.request.path_params["link"]
    token = one(fields, "form_token")
    visitor.site.forms.check(visitor.request, token, visitor.binding, place, STEP)
    typed = Typed(one(fields, "username"), one(fields, "shown"))
    wanted = FirstOperator(
        _link(visitor), Secret(typed.username), Secret(one(fields, "password")), typed.shown
    )
    site = visitor.site
    try:
        account: Account = await site.call(
            first_operator, wanted, tenant=None, actor=visitor.stranger
        )
    except Refusal as refusal:
        if refusal.kind is LINK_GONE:
            return _spent(visitor)
        again = _form(visitor, visitor.problems(refusal), refusal.kind.status, typed)
        return keep(visitor, again, typed)
    return await to_console(visitor, account)


def _form(visitor: Visit, problems: tuple[Problem, ...], status: int, typed: Typed) -> Response:
    visitor = visitor.bound()
    place = visitor.request.path_params["link"]
    token = visitor.site.forms.token(visitor.binding, place, STEP)
    page = FirstOperatorPage(
        username=typed.username,
        shown=typed.shown,
        shortest_password=visitor.tenant.policy.password_least,
        problems=problems,
    )
    return visitor.bind(visitor.page(page, token=token, status=status, own_window=True))


def _spent(visitor: Visit) -> Response:
    return visitor.page(SpentLink(purpose="bootstrap"), status=410)


def _link(visitor: Visit) -> Secret:
    return Secret(visitor.request.path_params["link"])


def routes(site: Site) -> list[Route]:
    """Return the routes of the first run."""
    at = endpoint(site)
    return [
        Route(PATH, at(show_page), methods=["GET"]),
        Route(PATH, at(take), methods=["POST"]),
    ]
