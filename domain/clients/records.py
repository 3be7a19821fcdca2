"""Clients, their secrets, and scopes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class ClientType(StrEnum):
    """How a client can keep a secret (RFC 6749 section 2.1); a service acts without a person."""

    CONFIDENTIAL = "confidential"
    PUBLIC = "public"
    SERVICE = "service"


class AuthMethod(StrEnum):
    """How a client proves itself at the token endpoint (OIDC Core section 9)."""

    NONE = "none"
    BASIC = "client_secret_basic"
    POST = "client_secret_post"


class GrantType(StrEnum):
    """Grant types we know (RFC 6749)."""

    AUTHORIZATION_CODE = "authorization_code"
    REFRESH_TOKEN = "refresh_token"
    CLIENT_CREDENTIALS = "client_credentials"


class AccessTokenForm(StrEnum):
    """How access tokens look."""

    JWT = "jwt"
    OPAQUE = "opaque"


class ClientStatus(StrEnum):
    """Whether a client may ask."""

    ENABLED = "enabled"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A safe default that one client was let off, and why.

    Args:
        rule: `pkce`, `first_party`, `loopback_http`.
        reason: the operator's sentence.
    """

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Client:
    """A registered application.

    Args:
        id: internal, 16 bytes.
        client_id: chosen, immutable, unique in the tenant, `[A-Za-z0-9._~-]{1,64}`.
        purpose: one sentence for people, what it wants the leave for; may be empty.
        redirect_uris: compared as exact strings (RFC 9700 section 4.1.3).
        scopes: scope words it may ask for; for a service its permission itself.
        audiences: resource identifiers whose tokens it may introspect.
        first_party: asks no page when it asks for needed items only.
        login_ui: may use the headless login API.
        channel_group: clients that share a person's `sub`; None is a sector of its own.
        proposed_consent: duration that is pre-chosen, at most 30 days; None is the shortest.
        longest_consent: operator's bound for this client; None is the tenant's.
        version: counts changes; compare-and-set.
    """

    id: bytes
    client_id: str
    label: str
    purpose: str
    type: ClientType
    status: ClientStatus
    auth_method: AuthMethod
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...]
    cors_origins: tuple[str, ...]
    grant_types: tuple[GrantType, ...]
    scopes: tuple[str, ...]
    audiences: tuple[str, ...]
    require_pkce: bool
    id_token_alg: str
    access_token: AccessTokenForm
    first_party: bool
    login_ui: bool
    channel_group: str | None
    proposed_consent: timedelta | None
    longest_consent: timedelta | None
    relaxations: tuple[Relaxation, ...]
    created_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class ClientFilter:
    """Which clients are wanted; empty means any.

    Args:
        begins: the first letters of the name or of the client_id, in any case.
        types: kinds of client.
        statuses: states.
        weakened: only those that were let off a safe default.
        idle_since: only enabled ones, registered by then, that got no token after that day.
    """

    begins: str = ""
    types: tuple[ClientType, ...] = ()
    statuses: tuple[ClientStatus, ...] = ()
    weakened: bool = False
    idle_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """One of a client's secrets; two may live at once while it is rotated.

    Args:
        digest: SHA-256; the secret is generated and of full entropy.
        hint: its last four characters.
        expires_at: end of the overlap; None while it is the current one.
    """

    id: bytes
    client_id: bytes
    digest: bytes
    hint: str
    created_at: datetime
    expires_at: datetime | None


class ConsentNeed(StrEnum):
    """How a scope is put to the person."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Scope:
    """What can be asked for.

    Args:
        value: the scope word (RFC 6749 section 3.3).
        label: short name for people.
        sentence: the effect, one sentence: what it sees, what it never sees.
        consent: needed, chosen by a box, or not shown.
        longest_consent: bound on a consent to it; None is the client's.
        claims: names of claims it opens.
        hosted_only: may only be decided on our own page.
    """

    value: str
    label: str
    sentence: str
    consent: ConsentNeed
    longest_consent: timedelta | None = None
    claims: tuple[str, ...] = ()
    hosted_only: bool = False
