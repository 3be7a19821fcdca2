"""Drives of the demo client: an ordinary client whose every hop is kept to be looked at.

Its requests go through the protocol's own endpoints, inside the process: what is shown is what any
application would get. What comes of a drive lives in memory, for the operator who began it.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

import httpx

from app.operations.demo import CLIENT_ID, PAGE, Hop, Run, Wish, decoded
from domain.kernel.secrets import base64url, digest

MOST_RUNS: Final = 200
"""Drives kept in memory over all operators; the oldest goes first."""

_PATIENCE: Final = 10.0

AsgiApp = Callable[
    [
        MutableMapping[str, Any],
        Callable[[], Awaitable[MutableMapping[str, Any]]],
        Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ],
    Awaitable[None],
]


class Drives:
    """Begins and finishes drives, and remembers them.

    Args:
        protocol: the protocol's endpoints; None where another process has them.
        base_url: where people reach us.
    """

    def __init__(self, protocol: AsgiApp | None, base_url: str) -> None:
        """Keep both."""
        self._protocol = protocol
        self._base_url = base_url
        self._runs: dict[str, Run] = {}

    def get(self, run_id: str, owner: str, slug: str) -> Run | None:
        """Return a drive to the operator who began it, in its own tenant."""
        run = self._runs.get(run_id)
        return run if run is not None and (run.owner, run.slug) == (owner, slug) else None

    def parameters(self, slug: str, wish: Wish, *, state: str, verifier: str) -> dict[str, str]:
        """Return the authorization request that a wish comes to."""
        told = {
            "client_id": CLIENT_ID,
            "response_type": "code",
            "redirect_uri": self._callback(slug),
            "scope": " ".join(wish.scope),
            "state": state,
            "nonce": state,
            "code_challenge": base64url(digest(verifier)),
            "code_challenge_method": "S256",
            "prompt": wish.prompt,
            "max_age": wish.max_age,
            "login_hint": wish.hint,
        }
        return {name: value for name, value in told.items() if value}

    async def begin(self, slug: str, owner: str, wish: Wish) -> tuple[Run, str]:
        """Begin a drive.

        Returns:
            The drive, and the address its browser tab goes to; empty when the push was refused.
        """
        run = Run(
            id=secrets.token_urlsafe(12),
            owner=owner,
            slug=slug,
            wish=wish,
            state=secrets.token_urlsafe(12),
            verifier=secrets.token_urlsafe(32),
        )
        asked = self.parameters(slug, wish, state=run.state, verifier=run.verifier)
        if wish.push:
            hop, answer = await self._post(slug, "par", "Request pushed", asked)
            run = replace(run, hops=(hop,))
            asked = {"client_id": CLIENT_ID, "request_uri": str(answer.get("request_uri", ""))}
        self._keep(run)
        if not all(asked.values()):
            return run, ""
        return run, f"{self._base_url}/t/{slug}/oauth2/authorize?{urlencode(asked)}"

    def by_state(self, state: str, owner: str, slug: str) -> Run | None:
        """Return the drive that waits for this answer."""
        for run in self._runs.values():
            if (run.state, run.owner, run.slug) == (state, owner, slug) and state:
                return run
        return None

    def newest(self, owner: str, slug: str) -> Run | None:
        """Return the operator's last drive in a tenant, or None."""
        for run in reversed(self._runs.values()):
            if (run.owner, run.slug) == (owner, slug):
                return run
        return None

    async def finish(self, run: Run, answer: Mapping[str, str]) -> Run:
        """Take the answer of the authorization endpoint and go the rest of the way."""
        shown = {k: _short(v) if k == "code" else v for k, v in answer.items()}
        refused = "error" in answer
        title = "Refused" if refused else "Came back with a code"
        run = replace(run, state="", hops=(*run.hops, Hop(PAGE, title, 0, 0, got=shown)))
        if not refused:
            run = await self._exchange(run, answer.get("code", ""))
        self._keep(run)
        return run

    async def refresh(self, run: Run) -> Run:
        """Rotate the refresh token."""
        asked = {
            "grant_type": "refresh_token",
            "client_id": CLIENT_ID,
            "refresh_token": run.refresh,
        }
        run = await self._tokens(run, "Refreshed", asked)
        self._keep(run)
        return run

    async def look(self, run: Run, active: Mapping[str, Any], milliseconds: int) -> Run:
        """Add what introspection said, and ask userinfo again.

        Args:
            run: the drive.
            active: the answer of introspection.
            milliseconds: how long it took.
        """
        title = "Introspection: active" if active.get("active") else "Introspection: not active"
        hop = Hop("POST", title, 200, milliseconds, {"token": _short(run.access)}, active)
        run = replace(run, hops=(*run.hops, await self._userinfo(run), hop))
        self._keep(run)
        return run

    async def _exchange(self, run: Run, code: str) -> Run:
        asked = {
            "grant_type": "authorization_code",
            "client_id": CLIENT_ID,
            "code": code,
            "redirect_uri": self._callback(run.slug),
            "code_verifier": run.verifier,
        }
        return await self._tokens(run, "Code exchanged for tokens", asked)

    async def _tokens(self, run: Run, title: str, asked: Mapping[str, str]) -> Run:
        hop, answer = await self._post(run.slug, "token", title, asked)
        access, refresh = answer.get("access_token", ""), answer.get("refresh_token", "")
        decoded_ones = {
            name: claims
            for name in ("access_token", "id_token")
            if (claims := decoded(str(answer.get(name, ""))))
        }
        hops = (*run.hops, replace(hop, tokens=decoded_ones))
        if not access:
            return replace(run, hops=hops)
        return replace(run, hops=hops, access=str(access), refresh=str(refresh))

    async def _post(
        self, slug: str, endpoint: str, title: str, asked: Mapping[str, str]
    ) -> tuple[Hop, dict[str, Any]]:
        began = time.perf_counter()
        async with self._http(slug) as http:
            answer = await http.post(endpoint, data=dict(asked))
        told = _json(answer)
        hop = Hop("POST", title, answer.status_code, _since(began), _seen(asked), _seen(told))
        return hop, told

    async def _userinfo(self, run: Run) -> Hop:
        began = time.perf_counter()
        async with self._http(run.slug) as http:
            answer = await http.get("userinfo", headers={"Authorization": f"Bearer {run.access}"})
        sent = {"Authorization": f"Bearer {_short(run.access)}"}
        return Hop("GET", "UserInfo", answer.status_code, _since(began), sent, _json(answer))

    def _http(self, slug: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self._protocol) if self._protocol else None,
            base_url=f"{self._base_url}/t/{slug}/oauth2/",
            timeout=_PATIENCE,
        )

    def _callback(self, slug: str) -> str:
        return f"{self._base_url}/console/{slug}/drive/cb"

    def _keep(self, run: Run) -> None:
        self._runs.pop(run.id, None)
        self._runs[run.id] = run
        while len(self._runs) > MOST_RUNS:
            self._runs.pop(next(iter(self._runs)))


_TOKENS: Final = frozenset(
    {"access_token", "refresh_token", "id_token", "code", "code_verifier", "request_uri"}
)


def _seen(told: Mapping[str, Any]) -> dict[str, Any]:
    return {k: _short(str(v)) if k in _TOKENS else v for k, v in told.items()}


def _short(token: str) -> str:
    return f"…{token[-4:]}" if token else ""


def _since(began: float) -> int:
    return round((time.perf_counter() - began) * 1000)


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
