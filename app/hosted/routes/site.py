"""What every hosted route needs: who is there, in which tenant and language, and how to answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from starlette.datastructures import QueryParams
from starlette.requests import Request

from app.hosted.answers import Ready, head, sent_on
from app.hosted.csp import Referrer
from app.hosted.frame import Stay, hrefs
from app.hosted.pages import NotFound, Page, Problem, Refused, TooManyTries, Unavailable
from app.hosted.render import render
from app.hosted.routes.carried import CARRIED, carried, sealed
from app.hosted.routes.face import Face
from app.hosted.words import Words, problem, sentence
from app.runtime.call import Call
from app.runtime.cookies import BINDING_LIFETIME, CookieJar
from app.runtime.forms import Fields, FormSeal
from app.runtime.log import REQUEST_ID
from app.runtime.source import Sources
from app.runtime.typed import TypedSeal
from domain.kernel.clock import Clock
from domain.kernel.errors import BUSY, NOT_FOUND, STORAGE_UNAVAILABLE, Refusal
from domain.kernel.ids import show
from domain.kernel.secrets import Secret, digest, new_secret
from domain.kernel.work import Actor, ActorKind
from domain.limits.refusals import TOO_MANY_TRIES
from domain.sessions.records import Session
from domain.tenants.records import Tenant

if TYPE_CHECKING:
    from starlette.responses import Response

OURS_TO_MEND: Final = (BUSY, STORAGE_UNAVAILABLE)
"""Refusals that are nobody's mistake but ours, and pass by themselves."""
_PLAIN: Final = re.compile(r"[A-Za-z0-9/._-]+").fullmatch
"""A path of these letters is written as it is read."""

_NO_QUERY: Final = QueryParams()

BINDING: Final = re.compile(r"[A-Za-z0-9_-]{43}")
"""What `new_secret` makes; anything else under the name of our cookie is not ours to send back."""


TURNED_TO: Final = frozenset({("step", "identify"), ("step", "register")})
"""Fields of a sign-in's forms that name the page in its address as well."""

Query = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Site:
    """The hosted pages' surroundings, made once by the wiring.

    Args:
        base_url: scheme and host people see, without a path.
        clock: the real clock; a sandbox tenant's is its own affair.
    """

    call: Call
    jar: CookieJar
    forms: FormSeal
    typed: TypedSeal
    sources: Sources
    base_url: str
    clock: Clock

    def binding(self, request: Request) -> str:
        """Return what a browser is bound by; empty when it brought nothing of ours."""
        found = request.cookies.get(self.jar.binding, "")
        return found if BINDING.fullmatch(found) else ""

    def session_digest(self, request: Request, slug: str) -> bytes | None:
        """Return SHA-256 of the session cookie that came along, standing or not."""
        cookie = request.cookies.get(self.jar.session(slug), "")
        return digest(Secret(cookie)) if cookie else None

    def bind(self, response: Response, binding: str) -> Response:
        """Let the browser keep its binding."""
        header = self.jar.header(self.jar.binding, binding, lifetime=BINDING_LIFETIME)
        response.raw_headers.append(header)
        return response

    def stranger(self, request: Request) -> Actor:
        """Return the actor of a request before anyone is proven."""
        return _stranger(self.sources.of(request.scope))


@lru_cache(maxsize=1024)
def _stranger(source: bytes | None) -> Actor:
    """Return the same record for the same source."""
    return Actor(ActorKind.STRANGER, "stranger", source=source)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request at a hosted page.

    Args:
        face: whose pages these are, in whose words.
        locale: language of the page.
        binding: value of the browser's binding cookie; empty when there is none yet.
        session: the standing session that came along, or None.
        fields: of the form that was posted or is filled in already, in order; mostly empty.
        away: whether the browser shows the page under another address than the visit's own.
        linked: whether the address reads which language is chosen; pages link to others only then.
        now: by the tenant's clock.
    """

    site: Site
    request: Request
    face: Face
    locale: str
    binding: str
    session: Session | None
    fields: Fields = field(default_factory=list, repr=False)
    away: bool = False
    linked: bool = True

    @property
    def tenant(self) -> Tenant:
        """The tenant's record."""
        return self.face.tenant

    @property
    def words(self) -> Words:
        """The visitor's language in the tenant's words."""
        return self.face.words(self.locale)

    @property
    def slug(self) -> str:
        """The tenant's slug."""
        return self.tenant.slug

    @property
    def base(self) -> str:
        """Path of the tenant."""
        return self.face.base

    @property
    def path(self) -> str:
        """Path of the page, written as in an address."""
        path: str = self.request.scope["path"]
        return path if _PLAIN(path) else self.request.url.path

    @property
    def query(self) -> QueryParams:
        """What stands in the address behind the path; mostly nothing does."""
        return self.request.query_params if self.request.scope["query_string"] else _NO_QUERY

    @property
    def issuer(self) -> str:
        """The tenant's issuer."""
        return f"{self.site.base_url}{self.base}"

    @property
    def now(self) -> datetime:
        """The moment, by the tenant's clock."""
        return self.site.clock.now() + self.tenant.clock_offset

    @property
    def bound_digest(self) -> bytes:
        """What interactions of this browser are bound to."""
        return digest(Secret(self.binding))

    @property
    def cookie_digest(self) -> bytes | None:
        """SHA-256 of the session cookie that came along, whether its session stands or not."""
        return self.site.session_digest(self.request, self.slug)

    @property
    def stranger(self) -> Actor:
        """The actor before anyone is proven."""
        return self.site.stranger(self.request)

    @property
    def person(self) -> Actor:
        """The actor whose session came along; a stranger without one."""
        if self.session is None:
            return self.stranger
        account_id = self.session.account_id
        source = self.site.sources.digest(self.request)
        return Actor(ActorKind.PERSON, show("acc", account_id), account_id, source=source)

    def say(self, text: str) -> str:
        """Say one of our own English texts in the visitor's language."""
        return self.words.text(text)

    def written(self, page: Page, token: str = "", query: Query | None = None) -> bytes:
        """Return a page in the tenant's frame.

        Args:
            token: the form token of this page.
            query: of the address below this path whose GET shows the page, for the links to other
                languages; None where no address does.
        """
        frame = self.face.frame(self.locale)
        links = hrefs(frame.languages, path=self.path, query=query) if query is not None else ()
        return render(page, frame=frame, stay=Stay(token, links, self.session is not None))

    def page(
        self,
        page: Page,
        *,
        token: str = "",
        status: int = 200,
        leads_to: tuple[str, ...] = (),
        own_window: bool = False,
    ) -> Response:
        """Return a page.

        Args:
            token: the form token of this page.
            leads_to: validated redirect URIs a form of it may end at.
            own_window: cut the tie to the window that opened it.
        """
        if not page.problems and CARRIED in self.query:
            refusal = carried(self, page)
            page = replace(page, problems=self.problems(refusal)) if refusal else page
        body = self.written(page, token, self._query_of(page))
        # An address that says what an application asked is repeated to no proxy.
        referrer: Referrer = "strict-origin" if self.away else "same-origin"
        return Ready(body, status, head(leads_to, referrer, own_window))

    def _query_of(self, page: Page) -> Query | None:
        """Return the query under which a page can be loaded; a form shown again has its own."""
        if not self.linked:
            return None
        if self.request.method == "GET":
            return self.query.multi_items() if self.request.scope["query_string"] else ()
        if not page.problems:
            return None
        turned = [pair for pair in page.hidden if pair in TURNED_TO]
        return [*turned, *sealed(self, page)]

    def problems(self, refusal: Refusal) -> tuple[Problem, ...]:
        """Return what a form says about a refusal."""
        return (problem(refusal, tongue=self.words, now=self.now),)

    def refused(self, refusal: Refusal, *, home_href: str | None = None) -> Response:
        """Return the page of a refusal that no form takes back."""
        answer = self.page(self._page_of(refusal, home_href), status=refusal.kind.status)
        if refusal.retry_after is not None:
            answer.headers["retry-after"] = str(int(refusal.retry_after.total_seconds()) + 1)
        return answer

    def _page_of(self, refusal: Refusal, home_href: str | None) -> Page:
        if refusal.kind is NOT_FOUND:
            return NotFound(home_href=home_href)
        if refusal.kind is TOO_MANY_TRIES and refusal.retry_after is not None:
            return TooManyTries(until=self.now + refusal.retry_after, now=self.now)
        said, request_id = sentence(refusal.code, refusal.params, self.words), REQUEST_ID.get()
        if refusal.kind in OURS_TO_MEND:
            return Unavailable(sentence=said, request_id=request_id, code=refusal.code)
        return Refused(
            sentence=said,
            request_id=request_id,
            code=refusal.code,
            detail=refusal.sentence(),
            home_href=home_href,
        )

    def to(self, path: str) -> Response:
        """Send the browser on, by GET whatever came (RFC 9700 section 4.12: never 307)."""
        return sent_on(path)

    def at(self, path: str, named: Mapping[str, str], binding: str, fields: Fields) -> Visit:
        """Return the visit as one of another address of ours, whose page this answer shows.

        Nothing of what this request asked stands in the page's links: the address has no query.

        Args:
            path: of plain letters.
            named: its parts that have names.
            binding: what the browser is bound by from now on.
            fields: what the page's form holds already.
        """
        place = {"path": path, "raw_path": path.encode("ascii"), "query_string": b""}
        there = Request({**self.request.scope, **place, "path_params": named})
        return replace(self, request=there, binding=binding, fields=fields, away=True)

    def bound(self) -> Visit:
        """Return the visit with a binding, a new one if the browser brought none."""
        return self if self.binding else replace(self, binding=new_secret().reveal())

    def bind(self, response: Response) -> Response:
        """Let the browser keep its binding."""
        return self.site.bind(response, self.binding)
