"""Put values into code: every one quoted for its language, so that none can break out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from domain.clients.records import AuthMethod, Client

DISCOVERY: Final = "/.well-known/openid-configuration"
_PLACE: Final = re.compile(r"@(\w+)@")


def quoted(text: str) -> str:
    """Return a text as Python, JavaScript and Go write it."""
    return json.dumps(text, ensure_ascii=False)


def fill(code: str, values: Mapping[str, str], quote: Callable[[str], str] = quoted) -> str:
    """Return code with each `@name@` in place of its value, quoted.

    Raises:
        KeyError: a place has no value.
    """
    return _PLACE.sub(lambda found: quote(values[found[1]]), code)


def values_of(client: Client, issuer: str, back: str = "") -> dict[str, str]:
    """Return what the code is filled in with.

    Args:
        back: the address people are sent back to.
    """
    parts = urlsplit(back)
    return {
        "issuer": issuer,
        "client": client.client_id,
        "scope": " ".join(client.scopes),
        "back": back,
        "host": parts.hostname or "",
        "port": str(parts.port or ""),
        "path": parts.path or "/",
        "token": f"{issuer}/oauth2/token",
        "discovery": issuer + DISCOVERY,
    }


def by_method(client: Client, *, none: str, basic: str, post: str) -> str:
    """Return the lines by which this client proves itself."""
    return {AuthMethod.NONE: none, AuthMethod.BASIC: basic, AuthMethod.POST: post}[
        client.auth_method
    ]
