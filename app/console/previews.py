"""Drafts of a tenant's look and words on the real hosted pages, for the one who is choosing.

A draft lives in this process, belongs to one console session and is never anybody's sign-in: its
pages have no script, no form that leads anywhere and no cookie of a flow. Only here may a page of
ours stand in a frame, and only in one of our own.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from starlette.responses import PlainTextResponse, Response

from app.console.standing import SCOPE_KEY
from domain.kernel.secrets import new_secret

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.routing import Router

    from app.console.reach import OperatorCall
    from app.console.standing import ConsoleIdentity
    from domain.tenants.records import Branding, Tenant
    from domain.tenants.texts import Texts

PERMISSION: Final = "tenants.read"
MOST: Final = 64
"""Drafts that are kept; one more lets the oldest go. A draft has two logos at most."""

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'none'; frame-ancestors 'self'; base-uri 'none'; sandbox allow-same-origin"
)
_HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
}


class Pair(Protocol):
    """Two colours that stand on each other."""

    @property
    def name(self) -> str:
        """What it is: `label`, `hover`, `link`, `link_card` or `edge`."""
        ...

    @property
    def colour(self) -> str:
        """The one in front."""
        ...

    @property
    def ground(self) -> str:
        """The one behind."""
        ...

    @property
    def ratio(self) -> float:
        """Their contrast."""
        ...


class Derived(Protocol):
    """What was made of a colour in one mode."""

    @property
    def button(self) -> str:
        """The colour of buttons."""
        ...

    @property
    def link(self) -> str:
        """The colour of links."""
        ...

    @property
    def pairs(self) -> Sequence[Pair]:
        """What stands on what."""
        ...


class Preview(Protocol):
    """Renders the hosted pages; the hosted door brings it."""

    @property
    def pages(self) -> tuple[str, ...]:
        """Names of the pages that can be seen."""
        ...

    def page(
        self, tenant: Tenant, texts: Texts, *, name: str, locale: str, theme: str, base: str
    ) -> bytes:
        """Return a page; raises KeyError for a name that is none."""
        ...

    def file(self, branding: Branding, name: str) -> tuple[bytes, str] | None:
        """Return a sheet or a picture with its media type, or None."""
        ...

    def derived(self, branding: Branding) -> tuple[Derived, Derived]:
        """Return what was made of the colour, by light and in the dark."""
        ...

    def language_name(self, tag: str) -> str:
        """Return a language's own name for itself."""
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """A look and words that are being tried.

    Args:
        session: the console session that tries them.
        slug: the tenant they are for.
        tenant: its record with the branding that is tried.
        texts: what it would say in its own words.
    """

    session: str
    slug: str
    tenant: Tenant
    texts: Texts


class Drafts:
    """The drafts of this process."""

    def __init__(self) -> None:
        """Keep none."""
        self._kept: OrderedDict[str, Draft] = OrderedDict()

    def open(self, draft: Draft) -> str:
        """Keep a draft; return the word under which it is shown."""
        token = new_secret().reveal()
        self.put(token, draft)
        return token

    def put(self, token: str, draft: Draft) -> None:
        """Keep a draft in place of the one before."""
        self._kept[token] = draft
        self._kept.move_to_end(token)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def of(self, token: str, identity: ConsoleIdentity, slug: str) -> Draft | None:
        """Return a draft of this session in this tenant, or None."""
        found = self._kept.get(token)
        if found is None or (found.session, found.slug) != (identity.session, slug):
            return None
        return found


def add_preview_routes(
    router: Router, drafts: Drafts, preview: Preview, reach: OperatorCall, prefix: str
) -> None:
    """Add the addresses of drafts to the console's router, before its pages."""

    async def show(request: Request) -> Response:
        slug, token, name = (str(request.path_params[n]) for n in ("slug", "draft", "name"))
        identity: ConsoleIdentity = request.scope[SCOPE_KEY]
        draft = drafts.of(token, identity, slug)
        if draft is None or PERMISSION not in await reach.permissions(identity, slug):
            return PlainTextResponse("There is no such draft.", 404, _HEADERS)
        file = preview.file(draft.tenant.branding, name)
        if file is not None:
            return Response(file[0], media_type=file[1], headers=_HEADERS)
        base = f"{prefix}/{slug}/preview/{token}"
        return await asyncio.to_thread(_page, preview, draft, name, request.query_params, base)

    router.add_route("/{slug}/preview/{draft}/{name}", show, methods=["GET"])


def _page(
    preview: Preview, draft: Draft, name: str, query: Mapping[str, str], base: str
) -> Response:
    try:
        body = preview.page(
            draft.tenant,
            draft.texts,
            name=name,
            locale=query.get("lang", ""),
            theme=query.get("theme", ""),
            base=base,
        )
    except KeyError:
        return PlainTextResponse("There is no such page.", 404, _HEADERS)
    return Response(body, media_type="text/html; charset=utf-8", headers=_HEADERS)
