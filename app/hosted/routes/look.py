"""What a tenant's pages look like: its colours and its logo, and what stands at no address."""

from __future__ import annotations

import base64

from starlette.responses import Response
from starlette.routing import Route

from app.hosted.brand import brand_css, brand_hash, style_of
from app.hosted.routes.arrival import endpoint
from app.hosted.routes.face import PICTURES, picture_hash
from app.hosted.routes.site import Site, Visit
from app.runtime.shelf import FOREVER
from domain.kernel.errors import not_found


async def sheet(visitor: Visit) -> Response:
    """Return the tenant's style sheet; immutable at the address that holds its hash."""
    style = style_of(visitor.tenant.branding)
    headers = _headers(visitor, brand_hash(style))
    return Response(brand_css(style), media_type="text/css; charset=utf-8", headers=headers)


async def logo(visitor: Visit) -> Response:
    """Return one of the tenant's pictures; drawings were reduced to shapes when taken in."""
    name = visitor.request.url.path.rpartition("/")[2]
    content = getattr(visitor.tenant.branding, PICTURES[name])
    if not content:
        raise not_found("logo")
    headers = {
        **_headers(visitor, picture_hash(content)),
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
    if name.endswith(".png"):
        return Response(base64.b64decode(content), media_type="image/png", headers=headers)
    return Response(content.encode(), media_type="image/svg+xml", headers=headers)


def routes(site: Site) -> list[Route]:
    """Return the routes of a tenant's look."""
    at = endpoint(site)
    pictures = [Route(f"/t/{{tenant}}/{name}", at(logo), methods=["GET"]) for name in PICTURES]
    return [Route("/t/{tenant}/brand.css", at(sheet), methods=["GET"]), *pictures]


def _headers(visitor: Visit, current: str) -> dict[str, str]:
    kept = visitor.request.query_params.get("v") == current
    return {
        "cache-control": FOREVER if kept else "no-cache",
        "x-content-type-options": "nosniff",
    }
