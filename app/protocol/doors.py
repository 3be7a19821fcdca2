"""What the protocol needs of its surroundings, and the pages it leads to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from app.protocol.callers import Callers
from app.runtime.call import Call
from app.runtime.cookies import CookieJar
from app.runtime.source import Sources
from app.runtime.tally import Tally
from domain.clients.records import Client
from domain.kernel.errors import Refusal
from domain.kernel.powers import Signer
from domain.kernel.work import Actor, ActorKind
from domain.oauth.logout import LogoutRequest
from domain.oauth.records import AuthorizationRequest
from domain.oauth.respond import Redirection
from domain.tenants.issuer import issuer

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import Scope


@dataclass(frozen=True, slots=True)
class Doors:
    """Pages of another door; each gets the request and the tenant's slug.

    Args:
        begin: an authorization request passed its checks; answer it at once where no page is needed
            or none is allowed (prompt=none), else show the first page.
        hand_over: take an answer to the client through the browser, by redirect or by a form, in
            one of the languages that were asked for.
        refused: a refusal that must not go back to the client, in one of the languages that were
            asked for, as they were written.
        confirm_sign_out: ask the person whether they want to sign out, in one of the languages that
            were asked for, and lead them back afterwards as far as the wish is proven.
        signed_out: say that they are signed out, likewise.
    """

    begin: Callable[[Request, str, AuthorizationRequest], Awaitable[Response]]
    hand_over: Callable[[Request, str, Redirection, str], Awaitable[Response]]
    refused: Callable[[Request, str, Refusal, str], Awaitable[Response]]
    confirm_sign_out: Callable[[Request, str, LogoutRequest, str], Awaitable[Response]]
    signed_out: Callable[[Request, str, str], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Desk:
    """The endpoints' surroundings, made once by the wiring.

    Args:
        base_url: scheme and host that applications see, without a path.
        tally: counts answers that hold tokens.
        callers: who proved to be a client lately.
    """

    call: Call
    signer: Signer
    sources: Sources
    jar: CookieJar
    base_url: str
    doors: Doors
    tally: Tally = field(default_factory=Tally)
    callers: Callers = field(default_factory=Callers)

    def issuer(self, slug: str) -> str:
        """Return the issuer of a tenant."""
        return issuer(self.base_url, slug)

    def stranger(self, scope: Scope) -> Actor:
        """Return the actor before anyone is proven."""
        return _stranger(self.sources.of(scope))

    def client(self, scope: Scope, client: Client) -> Actor:
        """Return the actor of a proven client."""
        source = self.sources.of(scope)
        return Actor(ActorKind.CLIENT, client.client_id, client.id, source=source)


@lru_cache(maxsize=1024)
def _stranger(source: bytes | None) -> Actor:
    """Return the same record for the same source: it stands at the head of every request."""
    return Actor(ActorKind.STRANGER, "stranger", source=source)
