"""In which language is a page: what its client asked for, and what the person chose?"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from app.hosted.routes.face import Face
from app.hosted.routes.site import Site, Visit
from app.hosted.words import negotiate
from app.runtime.cookies import BINDING_LIFETIME
from domain.tenants.rules import LONGEST_LOCALE

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def locale_of(site: Site, request: Request, face: Face, ui_locales: str = "") -> str:
    """Choose the language of a page.

    Args:
        ui_locales: what the authorization request asks that this very answer is for; a page of the
            sign-in that came of one knows it by its cookie.

    Source: OpenID Connect Core section 3.1.2.1 (ui_locales).
    """
    cookies = request.cookies
    return negotiate(
        ui_locales=ui_locales or _asked_before(site, request, face),
        cookie=cookies.get(site.jar.locale),
        accept_language=request.headers.get("accept-language"),
        default=face.tenant.locale or "en",
        offered=face.languages,
    )


def keep_asked(visitor: Visit, answer: Response) -> None:
    """Let a sign-in stay in the language its client asked for, where it would be in another.

    The cookie is of the sign-in's address alone: what the person chose for everything else stays.

    Args:
        visitor: at the address of the sign-in, in the language that was asked for.
    """
    site = visitor.site
    if visitor.locale == locale_of(site, visitor.request, visitor.face):
        return
    jar, lifetime = site.jar, visitor.tenant.policy.lifetimes.interaction
    path = _written(visitor)
    header = jar.header(jar.asked_locale, visitor.locale, lifetime=lifetime, path=path)
    answer.raw_headers.append(header)


def spoken(visitor: Visit) -> Response:
    """Keep the language a person chose, and show the same page without the word for it.

    From here on it comes before what a client asked for this sign-in.
    """
    wanted = visitor.request.query_params["lang"][:LONGEST_LOCALE]
    chosen = negotiate(ui_locales=wanted, offered=visitor.face.languages)
    url = visitor.request.url.remove_query_params("lang")
    path = urlsplit(str(url))
    answer = visitor.to(path.path + (f"?{path.query}" if path.query else ""))
    jar = visitor.site.jar
    answer.raw_headers.append(jar.header(jar.locale, chosen, lifetime=BINDING_LIFETIME))
    if jar.asked_locale in visitor.request.cookies:
        answer.raw_headers.append(jar.gone(jar.asked_locale, path=_written(visitor)))
    return answer


def _asked_before(site: Site, request: Request, face: Face) -> str:
    """Return what the client asked for the sign-in of an address, where we speak it."""
    if "interaction" not in request.path_params:
        return ""
    tag = request.cookies.get(site.jar.asked_locale, "")
    return tag if tag and tag in face.languages else ""


def _written(visitor: Visit) -> str:
    """Return the path of the page with nothing in it that ends an attribute of a cookie."""
    return quote(visitor.request.scope["path"])
