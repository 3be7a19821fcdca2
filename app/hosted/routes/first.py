"""The first page of the first run: this is you."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.routing import Route

from app.hosted.pages import FirstOperator as FirstOperatorPage
from app.hosted.pages import Problem, SpentLink
from app.hosted.routes.arrival import endpoint
from app.hosted.routes.by_link import form, link_of, sent
from app.hosted.routes.site import Site, Visit
from app.hosted.routes.welcomed import Typed, keep, kept, to_console
from app.runtime.forms import one
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
        await visitor.site.call(check_ticket, link_of(visitor), tenant=None, actor=visitor.stranger)
    except Refusal as refusal:
        if refusal.kind is LINK_GONE:
            return _spent(visitor)
        raise
    return _form(visitor, (), 200, kept(visitor))


async def take(visitor: Visit) -> Response:
    """POST: make the first operator, sign them in, go on in the console."""
    fields = await sent(visitor, STEP)
    typed = Typed(one(fields, "username"), one(fields, "shown"))
    name, password = Secret(typed.username), Secret(one(fields, "password"))
    wanted = FirstOperator(link_of(visitor), name, password, typed.shown)
    try:
        account: Account = await visitor.site.call(
            first_operator, wanted, tenant=None, actor=visitor.stranger
        )
    except Refusal as refusal:
        if refusal.kind is LINK_GONE:
            return _spent(visitor)
        again = _form(visitor, visitor.problems(refusal), refusal.kind.status, typed)
        return keep(visitor, again, typed)
    return await to_console(visitor, account)


def _form(visitor: Visit, problems: tuple[Problem, ...], status: int, typed: Typed) -> Response:
    page = FirstOperatorPage(
        username=typed.username,
        shown=typed.shown,
        shortest_password=visitor.tenant.policy.password_least,
        problems=problems,
    )
    return form(visitor, page, step=STEP, status=status)


def _spent(visitor: Visit) -> Response:
    return visitor.page(SpentLink(purpose="bootstrap"), status=410)


def routes(site: Site) -> list[Route]:
    """Return the routes of the first run."""
    at = endpoint(site)
    return [
        Route(PATH, at(show_page), methods=["GET"]),
        Route(PATH, at(take), methods=["POST"]),
    ]
