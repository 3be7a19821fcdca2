"""In and out of the console: an ordinary code flow of a first-party client."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.console.plain import plain_page
from app.runtime.beforehand import never_beforehand
from app.runtime.cookies import TYPED_LIFETIME
from app.runtime.errands import Errand, act_of, sealed_errand
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret, base64url, digest
from domain.kernel.work import Actor, ActorKind
from domain.operators.console import EnterConsole, enter_console
from domain.operators.install import AFTER_SIGN_OUT, CALLBACK, CONSOLE
from domain.sessions.end import EndOwn, end_own
from domain.tenants.records import BUILT_IN

if TYPE_CHECKING:
    from starlette.requests import Request

    from app.console.box import Box
    from app.console.sessions import GrantSessions
    from app.console.unclaimed import Unclaimed
    from app.runtime.call import Call
    from app.runtime.cookies import CookieJar
    from app.runtime.typed import TypedSeal
    from domain.kernel.clock import Clock

SIGN_IN: Final = "/console/sign-in"
SIGN_OUT: Final = "/console/sign-out"
HOME: Final = AFTER_SIGN_OUT
UNDERWAY: Final = timedelta(minutes=30)
"""As long as an interaction lives."""

AGAIN: Final = "again"
"""Query word that asks for a proof even of who is signed in; its value says for what."""

LONGEST_WAY: Final = 1500
"""Letters of an address as it travels in a cookie; twice they still fit into an answer's head."""

_PURPOSE: Final = "sign-in"
_NEVER_BACK_TO: Final = (SIGN_IN, SIGN_OUT, CALLBACK)


@dataclass(frozen=True, slots=True)
class SignIn:
    """The three routes of a console session's life.

    Args:
        call: the process's way into use cases.
        sessions: the console's sessions.
        box: seals what is underway.
        typed: seals what the sign-in's pages are to know of it.
        jar: names of cookies.
        clock: the machine's clock.
        base_url: where people reach us.
        unclaimed: what is shown while nobody could sign in.
    """

    call: Call
    sessions: GrantSessions
    box: Box
    typed: TypedSeal
    jar: CookieJar
    clock: Clock
    base_url: str
    unclaimed: Unclaimed

    def routes(self) -> list[Route]:
        """Return the routes; they stand before the guard."""
        return [
            Route(SIGN_IN, never_beforehand(self.begin), methods=["GET"]),
            Route(CALLBACK, never_beforehand(self.come_back), methods=["GET"]),
            Route(SIGN_OUT, self.leave, methods=["POST"]),
        ]

    async def begin(self, request: Request) -> Response:
        """Send the operator to the hosted pages; keep where they wanted to go.

        With `again` the standing session is not enough: they prove themselves anew, and the
        session they come back with is fresh (`kernel.fresh`); the pages say what for. Before the
        first operator nobody could pass, and they are told what to do instead.
        """
        nobody_yet = await self.unclaimed.page(request)
        if nobody_yet is not None:
            return nobody_yet
        to = inside(request.query_params.get("to", HOME))
        state, verifier = secrets.token_urlsafe(16), secrets.token_urlsafe(32)
        query = urlencode(
            {
                "client_id": CONSOLE,
                "response_type": "code",
                "scope": "openid",
                "redirect_uri": self.base_url + CALLBACK,
                "state": state,
                "code_challenge": base64url(digest(verifier)),
                "code_challenge_method": "S256",
                **({"prompt": "login"} if AGAIN in request.query_params else {}),
            }
        )
        answer = _to(f"{self.base_url}/t/{BUILT_IN}/oauth2/authorize?{query}")
        kept = self.box.seal(
            _PURPOSE,
            {"to": to, "state": state, "verifier": verifier},
            until=self.clock.now() + UNDERWAY,
        )
        answer.raw_headers.append(self.jar.header(self._underway, kept, lifetime=UNDERWAY))
        if AGAIN in request.query_params:
            errand = Errand(act_of(request.query_params[AGAIN]), to)
            told = sealed_errand(self.typed, errand, state, self.clock.now())
            header = self.jar.header(self.jar.errand, told, lifetime=TYPED_LIFETIME)
            answer.raw_headers.append(header)
        return answer

    async def come_back(self, request: Request) -> Response:
        """Take the code, open the console session and go where the operator wanted."""
        kept = self.box.open(
            _PURPOSE, request.cookies.get(self._underway, ""), now=self.clock.now()
        )
        query = request.query_params
        if kept is None or Secret(kept["state"]) != Secret(query.get("state", "")):
            return plain_page("This sign-in was not begun here, or it took too long.", SIGN_IN)
        if "code" not in query:
            return plain_page("The sign-in was refused or did not finish.", SIGN_IN)
        wanted = EnterConsole(Secret(query["code"]), kept["verifier"], self.base_url + CALLBACK)
        try:
            grant = await self.call(enter_console, wanted, tenant=BUILT_IN)
        except Refusal:
            return plain_page("This sign-in was used already, or it took too long.", SIGN_IN)
        answer = _to(inside(kept["to"]))
        answer.raw_headers.append(self.jar.gone(self._underway))
        if self.jar.errand in request.cookies:
            answer.raw_headers.append(self.jar.gone(self.jar.errand))
        answer.raw_headers.append(self.jar.header(self.jar.console, self.sessions.cookie(grant)))
        return answer

    async def leave(self, request: Request) -> Response:
        """End the operator's session, and with it the console's."""
        if request.headers.get("origin") != origin_of(self.base_url):
            return plain_page("This did not come from the console.", HOME, status=403)
        found = await self.sessions.session(request.cookies.get(self.jar.console, ""))
        if found is not None:
            actor = Actor(ActorKind.PERSON, CONSOLE, found.account_id)
            wanted = EndOwn(found.account_id, found.session.id, "signed_out")
            await self.call(end_own, wanted, tenant=BUILT_IN, actor=actor)
        answer = _to(HOME)
        answer.raw_headers.append(self.jar.gone(self.jar.console))
        answer.raw_headers.append(self.jar.gone(self.jar.session(BUILT_IN)))
        return answer

    @property
    def _underway(self) -> str:
        return f"{self.jar.console}-in"


def inside(path: str) -> str:
    """Return a path of the console to go to; anything else becomes the console's first page."""
    plain = path.isprintable() and "\\" not in path and "#" not in path
    plain = plain and len(json.dumps(path)) <= LONGEST_WAY
    ours = path == HOME or path.startswith(f"{HOME}/")
    return path if plain and ours and not path.startswith(_NEVER_BACK_TO) else HOME


def origin_of(base_url: str) -> str:
    """Return scheme and host of an address."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}"


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})
