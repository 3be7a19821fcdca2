"""Hand the answer over to the client: by redirect, or by a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.hosted.answers import NO_STORE, Ready, head, sent_on
from app.hosted.pages import ClientFace, FormPost
from app.hosted.routes.site import Visit
from domain.kernel.secrets import Secret
from domain.oauth.records import AuthorizationRequest
from domain.oauth.respond import Redirection, failure, success
from domain.oauth.way_back import way_back

if TYPE_CHECKING:
    from starlette.responses import Response

AWAY: Final = (*NO_STORE, (b"referrer-policy", b"no-referrer"))


def code_answer(visitor: Visit, asked: AuthorizationRequest, code: Secret) -> Response:
    """Answer a request with its code."""
    return hand_over(visitor, success(asked, code, visitor.issuer))


async def error_answer(visitor: Visit, asked: AuthorizationRequest, error: str) -> Response:
    """Answer a request with an OAuth error, at an address that is its client's still.

    Refuses:
        unknown_client, unregistered_redirect_uri: as `way_back`.
    """
    call = visitor.site.call
    there = await call(way_back, asked, tenant=visitor.slug, actor=visitor.stranger)
    return hand_over(visitor, failure(there, error, "", visitor.issuer))


def hand_over(visitor: Visit, redirection: Redirection) -> Response:
    """Send the browser to a validated redirect URI with the answer's fields."""
    if redirection.mode == "form_post":
        page = FormPost(
            client=ClientFace(""),
            action=redirection.uri,
            hidden=tuple(redirection.parameters),
        )
        return Ready(visitor.written(page), 200, head((redirection.uri,), "strict-origin"))
    return sent_on(redirection.location, AWAY)
