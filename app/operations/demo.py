"""The demo client `test-drive`, and what is kept of a drive: wish, hops, tokens in memory alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from domain.clients.records import ClientType, GrantType, Relaxation
from domain.clients.register import NewClient
from domain.kernel.errors import because
from domain.kernel.secrets import from_base64url

CLIENT_ID: Final = "test-drive"
PAGE: Final = "PAGE"
PURPOSE: Final = "Shows you what an application gets, step by step."
"""Said on the page for leave in the person's language, as the standard scopes are."""

OURS: Final = because("The demo client of an installation on this machine.")
_SCOPES: Final = ("openid", "profile", "email", "offline_access")


@dataclass(frozen=True, slots=True)
class Hop:
    """One exchange.

    Args:
        method: `GET`, `POST`, or `PAGE` for what the person did in the browser.
        title: what happened, in English.
        status: HTTP status; 0 for a page.
        milliseconds: how long it took; 0 for a page.
        sent: names and values that were sent; secrets shortened.
        got: names and values that came back; tokens shortened.
        tokens: decoded JWTs by their name.
    """

    method: str
    title: str
    status: int
    milliseconds: int
    sent: Mapping[str, str] = field(default_factory=dict)
    got: Mapping[str, Any] = field(default_factory=dict)
    tokens: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the request asks for.

    Args:
        scope: scope words.
        prompt: `login`, `consent`, `none` or empty.
        max_age: seconds as text, or empty.
        push: whether the request is pushed first (RFC 9126).
        hint: name that the sign-in page begins with, of a made-up person; pushed, so that it
            stands in no address.
    """

    scope: tuple[str, ...]
    prompt: str = ""
    max_age: str = ""
    push: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One drive.

    Args:
        id: random, names it in addresses.
        owner: session of the operator who began it; nobody else sees it.
        slug: the tenant.
        wish: what was asked for.
        hops: what happened, in order.
        access: the access token, in memory alone.
        refresh: the refresh token, in memory alone.
        state: the request's `state`.
        verifier: the PKCE verifier.
    """

    id: str
    owner: str
    slug: str
    wish: Wish
    hops: tuple[Hop, ...] = ()
    access: str = field(default="", repr=False)
    refresh: str = field(default="", repr=False)
    state: str = field(default="", repr=False)
    verifier: str = field(default="", repr=False)

    @property
    def grant(self) -> str:
        """The public id of the grant behind the access token; empty without one."""
        return str(decoded(self.access).get("gid", ""))


def demo_client(base_url: str, slug: str) -> NewClient:
    """Return the demo client as an operator would register it."""
    callback = f"{base_url}/console/{slug}/drive/cb"
    plain = base_url.startswith("http://")
    excuse = Relaxation("loopback_http", str(OURS))
    return NewClient(
        client_id=CLIENT_ID,
        label="Test drive",
        purpose=PURPOSE,
        type=ClientType.PUBLIC,
        redirect_uris=(callback,),
        grant_types=(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN),
        scopes=_SCOPES,
        relaxations=(excuse,) if plain else (),
    )


def decoded(token: str) -> dict[str, Any]:
    """Return the claims of a JWT without asking whether they are true; empty when it is none."""
    parts = token.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - header, claims, signature
        return {}
    try:
        claims = json.loads(from_base64url(parts[1]))
    except ValueError:
        return {}
    return claims if isinstance(claims, dict) else {}
