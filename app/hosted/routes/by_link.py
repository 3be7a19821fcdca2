"""What pages behind a one-time link have in common: the link, their form, and what it sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.runtime.forms import Fields, one, read_fields
from domain.kernel.secrets import Secret

if TYPE_CHECKING:
    from starlette.responses import Response

    from app.hosted.pages.parts import Page
    from app.hosted.routes.site import Visit


def link_of(visitor: Visit) -> Secret:
    """Return the secret of the link that was opened."""
    return Secret(visitor.request.path_params["link"])


def form(visitor: Visit, page: Page, *, step: str, status: int) -> Response:
    """Show a link's page with a form that this browser alone may send."""
    visitor = visitor.bound()
    token = visitor.site.forms.token(visitor.binding, link_of(visitor).reveal(), step)
    return visitor.bind(visitor.page(page, token=token, status=status, own_window=True))


async def sent(visitor: Visit, step: str) -> Fields:
    """Return what came with the form of a link's page.

    Refuses:
        foreign_form: another origin, no browser binding, or another form's token.
    """
    fields = await read_fields(visitor.request)
    token, place = one(fields, "form_token"), link_of(visitor).reveal()
    visitor.site.forms.check(visitor.request, token, visitor.binding, place, step)
    return fields
