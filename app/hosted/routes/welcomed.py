"""An operator whose account was made on a page goes on in the console, signed in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.hosted.routes.by_link import link_of
from app.runtime.browser import browser_label
from app.runtime.cookies import TYPED_LIFETIME
from app.runtime.typed import LONGEST_KEPT
from domain.kernel.secrets import Secret, digest
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


def keep(visitor: Visit, answer: Response, typed: Typed) -> Response:
    """Let both names travel sealed to this link's page in another language."""
    site = visitor.site
    told = Secret(json.dumps([typed.username, typed.shown], ensure_ascii=False))
    if 0 < len(told.reveal()) <= LONGEST_KEPT:
        sealed = site.typed.seal(told, _of_link(visitor), site.clock.now())
        header = site.jar.header(site.jar.typed(visitor.slug), sealed, lifetime=TYPED_LIFETIME)
        answer.raw_headers.append(header)
    return answer


def kept(visitor: Visit) -> Typed:
    """Return the names that were typed on this link's page before, if this browser has them."""
    site = visitor.site
    value = visitor.request.cookies.get(site.jar.typed(visitor.slug), "")
    told = site.typed.unseal(value, _of_link(visitor), site.clock.now())
    return Typed(*json.loads(told.reveal())) if told is not None else Typed()


def _of_link(visitor: Visit) -> bytes:
    return digest(link_of(visitor))


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
    answer.raw_headers.append(site.jar.gone(site.jar.typed(visitor.slug)))
    return answer
