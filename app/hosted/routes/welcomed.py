"""An operator whose account was made on a page goes on in the console, signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.runtime.browser import browser_label
from domain.login.welcome import Welcome, welcome
from domain.tenants.records import BUILT_IN

if TYPE_CHECKING:
    from starlette.responses import Response

    from app.hosted.routes.site import Visit
    from domain.accounts.records import Account


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form shows again after a refusal.

    Args:
        username: what they will sign in with.
        shown: what other operators will see them as.
    """

    username: str = ""
    shown: str = ""


async def to_console(visitor: Visit, account: Account) -> Response:
    """Start the operator's session and send them on."""
    site = visitor.site
    browser = browser_label(visitor.request.headers.get("user-agent", ""))
    started = await site.call(
        welcome, Welcome(account.id, browser), tenant=BUILT_IN, actor=visitor.stranger
    )
    answer = visitor.to("/console")
    lifetime = visitor.tenant.policy.lifetimes.session_absolute
    cookie = site.jar.header(site.jar.session(BUILT_IN), started.cookie.reveal(), lifetime=lifetime)
    answer.raw_headers.append(cookie)
    return answer
