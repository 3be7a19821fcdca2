"""What a tenant's pages look like: its colours and its logo, and what stands at no address."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from app.hosted.brand import DEFAULT_ACCENT, brand_css, brand_hash
from app.hosted.routes.site import Site, Visit, endpoint
from app.runtime.shelf import FOREVER
from domain.kernel.errors import not_found


async def sheet(visitor: Visit) -> Response:
    """Return the tenant's style sheet; immutable at the address that holds its hash."""
    accent = (visitor.tenant.branding.accent or DEFAULT_ACCENT).lower()
    current = visitor.request.query_params.get("v") == brand_hash(accent)
    headers = {
        "cache-control": FOREVER if current else "no-cache",
        "x-content-type-options": "nosniff",
    }
    return Response(brand_css(accent), media_type="text/css; charset=utf-8", headers=headers)


async def logo(visitor: Visit) -> Response:
    """Return the tenant's logo, which was reduced to shapes when it was taken in."""
    svg = visitor.tenant.branding.logo_svg
    if not svg:
        raise not_found("logo")
    headers = {
        "cache-control": "public, max-age=300",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
    return Response(svg.encode(), media_type="image/svg+xml", headers=headers)


def routes(site: Site) -> list[Route]:
    """Return the routes of a tenant's look."""
    at = endpoint(site)
    return [
        Route("/t/{tenant}/brand.css", at(sheet), methods=["GET"]),
        Route("/t/{tenant}/logo.svg", at(logo), methods=["GET"]),
    ]
