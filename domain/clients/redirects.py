"""Does an address to send people back to match? One rule, for the protocol and for who asks why.

Source: RFC 9700 section 4.1.3, RFC 6749 section 3.1.2.3, RFC 8252 section 7.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import SplitResult, urlsplit

from domain.clients.records import Client, ClientType
from domain.clients.rules import LOOPBACK, uri_flaw
from domain.clients.store import ClientWork
from domain.kernel.authorize import authorize
from domain.kernel.errors import not_found
from domain.kernel.work import reads

HIGHEST_PORT: Final = 65535
_ON_THEIR_MACHINE: Final = re.compile(
    rf"http://(?P<host>{'|'.join(map(re.escape, sorted(LOOPBACK)))})"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?(?P<rest>(?:[/?].*)?)"
)


class Mismatch(StrEnum):
    """The first part in which an address differs from the nearest registered one."""

    NOTHING_REGISTERED = "nothing_registered"
    NOT_AN_ADDRESS = "not_an_address"
    SCHEME = "scheme"
    HOST = "host"
    PORT = "port"
    LAST_SLASH = "last_slash"
    CASE = "case"
    PATH = "path"
    QUERY = "query"
    SPELLING = "spelling"


@dataclass(frozen=True, slots=True)
class TryRedirect:
    """An address that is to be tried.

    Args:
        client_id: the client's public id.
        uri: as the application would send it.
    """

    client_id: str
    uri: str


@dataclass(frozen=True, slots=True)
class RedirectVerdict:
    """What the protocol would say of an address, and why.

    Args:
        matches: whether people would be sent there.
        nearest: the registered address it comes closest to; empty when there is none.
        mismatch: where it differs first; None when it matches.
        at: how many letters are the same before it differs.
        flaw: why it could not be registered either; empty when it could.
    """

    matches: bool
    nearest: str
    mismatch: Mismatch | None = None
    at: int = 0
    flaw: str = ""


def chosen(client: Client, given: str | None) -> str | None:
    """Return where people are sent back to, or None when it is nowhere.

    Args:
        client: who sends them.
        given: as it was sent; None when it was left out, which is enough where only one is known.
    """
    registered = client.redirect_uris
    if given is None:
        return registered[0] if len(registered) == 1 else None
    return given if is_registered(client, given) else None


def is_registered(client: Client, uri: str) -> bool:
    """Tell whether an address is the client's: letter by letter, but for the port of an app's own.

    An app on somebody's machine listens at the port that the system gave it: of a public client's
    plain http address on that machine any port is as good as the registered one.
    """
    return _registered_as(client, uri) is not None


def _registered_as(client: Client, uri: str) -> str | None:
    """Return the registered address that one is good by, or None."""
    if uri in client.redirect_uris:
        return uri
    here = _without_port(uri) if client.type is ClientType.PUBLIC else None
    if here is None:
        return None
    return next((each for each in client.redirect_uris if _without_port(each) == here), None)


def _without_port(uri: str) -> tuple[str, str] | None:
    """Return host and rest of an http address on the person's machine; None of any other."""
    match = _ON_THEIR_MACHINE.fullmatch(uri)
    if match is None or int(match["port"] or 0) > HIGHEST_PORT:
        return None
    return match["host"], match["rest"]


def explain(client: Client, given: str) -> RedirectVerdict:
    """Tell what the protocol would say of an address, by its own rule, and why."""
    registered, fitting = client.redirect_uris, _registered_as(client, given)
    if fitting is not None:
        return RedirectVerdict(matches=True, nearest=fitting)
    flaw = uri_flaw(given, client.type)
    if not registered:
        return RedirectVerdict(
            matches=False, nearest="", mismatch=Mismatch.NOTHING_REGISTERED, flaw=flaw
        )
    # The first one stands for equals, so that the answer is the same each time.
    nearest = max(registered, key=lambda each: _alike(each, given))
    return RedirectVerdict(
        matches=False,
        nearest=nearest,
        mismatch=_difference(nearest, given),
        at=_same_letters(nearest, given),
        flaw=flaw,
    )


@reads
def try_redirect(work: ClientWork, request: TryRedirect) -> RedirectVerdict:
    """Tell whether people would be sent to an address, and why not.

    Refuses:
        forbidden: the operator lacks `clients.read`.
        not_found: there is no such client.
    """
    authorize(work, "clients.read")
    client = work.clients.by_client_id(request.client_id)
    if client is None:
        raise not_found("client")
    return explain(client, request.uri)


def _alike(registered: str, given: str) -> tuple[int, int]:
    """Weigh two addresses: the same host counts first, then how many letters agree."""
    one, other = _split(registered), _split(given)
    same_host = bool(one and other and one.hostname == other.hostname)
    return int(same_host), _same_letters(registered.lower(), given.lower())


def _same_letters(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _split(uri: str) -> SplitResult | None:
    try:
        parts = urlsplit(uri)
        parts.port  # noqa: B018 - reading it is the check
    except ValueError:
        return None
    return parts if parts.scheme else None


def _difference(registered: str, given: str) -> Mismatch:
    one, other = _split(registered), _split(given)
    if one is None or other is None:
        return Mismatch.NOT_AN_ADDRESS
    if one.path.rstrip("/") == other.path.rstrip("/") and one.path != other.path:
        path = Mismatch.LAST_SLASH
    else:
        path = Mismatch.CASE if one.path.lower() == other.path.lower() else Mismatch.PATH
    for differs, mismatch in _compared(one, other, path):
        if differs:
            return mismatch
    return Mismatch.SPELLING


def _compared(
    one: SplitResult, other: SplitResult, path: Mismatch
) -> Iterator[tuple[bool, Mismatch]]:
    yield one.scheme != other.scheme, Mismatch.SCHEME
    yield one.hostname != other.hostname, Mismatch.HOST
    yield one.port != other.port, Mismatch.PORT
    yield one.path != other.path, path
    yield one.query != other.query, Mismatch.QUERY
