"""Pure decisions about a client's settings; every one is checked again at each change."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from domain.clients.records import AuthMethod, Client, ClientType, GrantType
from domain.kernel.errors import Reason, invalid
from domain.kernel.seen import is_blank
from domain.tenants.records import Tenant, TenantKind

CLIENT_ID: Final = re.compile(r"[A-Za-z0-9._~-]{1,64}")
SCOPE_WORD: Final = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]{1,200}")
CHANNEL_GROUP: Final = re.compile(r"[a-z0-9-]{1,40}")
RULES: Final = frozenset({"pkce", "first_party", "loopback_http"})
ALGS: Final = frozenset({"ES256", "RS256"})
LONGEST_URI: Final = 2000
MOST_ENTRIES: Final = 100
MOST_PROPOSED: Final = timedelta(days=30)
LABEL: Final = 80
PURPOSE: Final = 200
REASON: Final = 200
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})

_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?\[\]@!$&'()*+,;=%-]+")
_LABEL: Final = r"(?![a-z0-9-]{64})[a-z0-9]++(?:-++[a-z0-9]++)*+"
"""At most 63 characters (RFC 1035 section 2.3.4): our pages write a host into their policy."""

_HOST: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*+\.?|\[[0-9a-f:.]+\]")
"""Reads a host in one way only: one with two readings of a run costs time without end."""

_PRIVATE_SCHEME: Final = re.compile(r"[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+")


def check(client: Client, tenant: Tenant) -> None:
    """Go on only if every setting of the client is allowed, alone and together.

    Args:
        client: the record as it would be kept.
        tenant: whose client it is; a sandbox tenant needs no reason for loopback addresses.

    Refuses:
        invalid_input: naming the first field that is not right.
    """
    for rule in _RULES:
        rule(client, tenant)


def uri_flaw(uri: str, client_type: ClientType) -> str:
    """Tell what is wrong with an address to send people to; empty when nothing is.

    Such an address is compared letter by letter (RFC 9700 section 4.1.3), so that only one plain
    spelling is taken in: no fragment, no user part, no wildcard, no dot segments.
    """
    if len(uri) > LONGEST_URI or not _URI.fullmatch(uri):
        return Reason(
            "must be an absolute address of at most 2000 plain ASCII characters, no fragment"
        )
    scheme = uri.partition(":")[0]
    if scheme in {"http", "https"}:
        return _web_flaw(uri)
    public = client_type is ClientType.PUBLIC
    if public and _PRIVATE_SCHEME.fullmatch(scheme) and _can_be_split(uri):
        return ""
    return Reason(
        "must be https, http on a loopback address, or a public client's com.example.app: form"
    )


def is_loopback_http(uri: str) -> bool:
    """Tell whether an address is plain http on this machine (RFC 8252 section 7.3)."""
    return uri.startswith("http://") and _host(uri) in LOOPBACK


def is_origin(origin: str) -> bool:
    """Tell whether a text is a web origin as browsers send it: scheme, host, perhaps a port."""
    if not _URI.fullmatch(origin) or origin.count("/") != 2:  # noqa: PLR2004 - the two after the scheme
        return False
    return not _web_flaw(origin) and origin.partition(":")[0] in {"http", "https"}


def _can_be_split(uri: str) -> bool:
    try:
        urlsplit(uri)
    except ValueError:  # a bracket where a host would stand
        return False
    return True


def _host(uri: str) -> str:
    authority = uri.partition("://")[2].partition("/")[0].partition("?")[0]
    host, _, port = authority.rpartition(":")
    return host if host and port.isdigit() else authority


def _web_flaw(uri: str) -> str:
    authority = uri.partition("://")[2].partition("/")[0].partition("?")[0]
    path = uri.partition("://")[2].partition("?")[0]
    if not authority or "@" in authority or not _HOST.fullmatch(_host(uri)):
        return Reason("must have a plain host in small letters and no user part")
    if "*" in authority or any(part in {".", ".."} for part in path.split("/")):
        return Reason("must have no wildcard and no dot segments")
    if uri.startswith("http://") and _host(uri) not in LOOPBACK:
        return Reason("must be https unless it is a loopback address")
    try:
        urlsplit(uri).port  # noqa: B018 - reading it is the check
    except ValueError:
        return Reason("must have a port from 0 to 65535")
    return ""


def _names(client: Client, tenant: Tenant) -> None:
    if not CLIENT_ID.fullmatch(client.client_id):
        raise invalid("client_id", "1 to 64 letters, digits or . _ ~ -")
    shown = client.label.isprintable() and not is_blank(client.label)
    if len(client.label.strip()) > LABEL or not shown:
        raise invalid("label", "1 to 80 characters that can be seen")
    if len(client.purpose) > PURPOSE or not (client.purpose.isprintable() or not client.purpose):
        raise invalid("purpose", "one sentence of at most 200 characters")
    if client.channel_group is not None and not CHANNEL_GROUP.fullmatch(client.channel_group):
        raise invalid("channel_group", "1 to 40 small letters, digits or -")


def _method(client: Client, tenant: Tenant) -> None:
    public = client.type is ClientType.PUBLIC
    if public is not (client.auth_method is AuthMethod.NONE):
        raise invalid("auth_method", "a public client has none, every other client has one")
    if client.id_token_alg not in ALGS:
        raise invalid("id_token_alg", "ES256 or RS256")


def _grant_types(client: Client, tenant: Tenant) -> None:
    types = set(client.grant_types)
    if not types or len(types) != len(client.grant_types):
        raise invalid("grant_types", "at least one, each once")
    if client.type is ClientType.SERVICE and types != {GrantType.CLIENT_CREDENTIALS}:
        raise invalid("grant_types", "a service has client_credentials alone")
    if client.type is ClientType.PUBLIC and GrantType.CLIENT_CREDENTIALS in types:
        raise invalid("grant_types", "a public client cannot have client_credentials")
    if GrantType.REFRESH_TOKEN in types and GrantType.AUTHORIZATION_CODE not in types:
        raise invalid("grant_types", "refresh_token needs authorization_code")


def _addresses(client: Client, tenant: Tenant) -> None:
    needed = GrantType.AUTHORIZATION_CODE in client.grant_types
    if needed is not bool(client.redirect_uris):
        raise invalid("redirect_uris", "at least one with authorization_code, none without")
    lists = {
        "redirect_uris": client.redirect_uris,
        "post_logout_redirect_uris": client.post_logout_redirect_uris,
    }
    for field, uris in lists.items():
        if len(uris) > MOST_ENTRIES or len(set(uris)) != len(uris):
            raise invalid(field, "at most 100, each once")
        for uri in uris:
            flaw = uri_flaw(uri, client.type)
            if flaw:
                raise invalid(field, flaw)


def _origins(client: Client, tenant: Tenant) -> None:
    if client.cors_origins and client.type is not ClientType.PUBLIC:
        raise invalid("cors_origins", "only a public client runs in browsers")
    if len(client.cors_origins) > MOST_ENTRIES or not all(map(is_origin, client.cors_origins)):
        raise invalid("cors_origins", "at most 100 origins such as https://app.example.com")


def _words(client: Client, tenant: Tenant) -> None:
    for field, words in {"scopes": client.scopes, "audiences": client.audiences}.items():
        if len(words) > MOST_ENTRIES or len(set(words)) != len(words):
            raise invalid(field, "at most 100, each once")
        if not all(SCOPE_WORD.fullmatch(word) for word in words):
            raise invalid(field, "words of printable ASCII without spaces, quotes or backslashes")


def _durations(client: Client, tenant: Tenant) -> None:
    proposed, longest = client.proposed_consent, client.longest_consent
    if proposed is not None and not timedelta(0) < proposed <= MOST_PROPOSED:
        raise invalid("proposed_consent", "more than nothing and at most 30 days")
    if longest is not None and longest <= timedelta(0):
        raise invalid("longest_consent", "more than nothing")


def _relaxations(client: Client, tenant: Tenant) -> None:
    """Refuse whatever is weaker than the safe default and has no reason written down."""
    excused = {relaxation.rule for relaxation in client.relaxations}
    if not excused <= RULES or not all(
        len(relaxation.reason.strip()) <= REASON and not is_blank(relaxation.reason)
        for relaxation in client.relaxations
    ):
        raise invalid("relaxations", "pkce, first_party or loopback_http, each with a reason")
    if not client.require_pkce and client.type is not ClientType.CONFIDENTIAL:
        raise invalid("require_pkce", "only a confidential client can be let off PKCE")
    loopback = any(map(is_loopback_http, client.redirect_uris))
    wanted = {
        "pkce": not client.require_pkce,
        "first_party": client.first_party,
        "loopback_http": loopback and tenant.kind is not TenantKind.SANDBOX,
    }
    for rule, weaker in wanted.items():
        if weaker and rule not in excused:
            raise invalid("relaxations", "{rule} needs a reason, because it is weaker", rule=rule)


_RULES: Final[tuple[Callable[[Client, Tenant], None], ...]] = (
    _names,
    _method,
    _grant_types,
    _addresses,
    _origins,
    _words,
    _durations,
    _relaxations,
)
