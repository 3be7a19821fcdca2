"""Requests, codes, grants and tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.kernel.secrets import Secret


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A request whose client and redirect URI are proven; sealed where it rests.

    Args:
        client_id: internal id of the client.
        redirect_uri: exactly as registered, but for the port of an app on the person's machine.
        redirect_uri_given: whether the request named it (RFC 6749 section 4.1.3).
        response_mode: `query`, `fragment` or `form_post`.
        scope: words asked for, sorted, without duplicates, known to the client.
        state: opaque, echoed; None when not given.
        nonce: opaque, into the ID token; None when not given.
        code_challenge: S256 challenge, or None where the client need not.
        prompt: words of OIDC Core 3.1.2.1.
        max_age: seconds, 0 and up, or None.
        hint_sub: `sub` of a verified id_token_hint, or None.
        login_hint: what the client says the person typed; only ever in memory or sealed.
        claims: the `claims` request parameter (OIDC Core 5.5), or empty.
        acr_values: asked levels, in order of wish.
        ui_locales: BCP 47 words, in order of wish.
        pushed: digest of the PAR request_uri it came by, consumed when the code is issued.
        subs: which `sub` the `claims` parameter allows (OIDC Core 5.5.1), any of them; empty for
            anybody's.
    """

    client_id: bytes
    redirect_uri: str
    redirect_uri_given: bool
    response_mode: str
    scope: tuple[str, ...]
    state: str | None = None
    nonce: str | None = None
    code_challenge: str | None = None
    prompt: tuple[str, ...] = ()
    max_age: int | None = None
    hint_sub: str | None = None
    login_hint: Secret | None = None
    claims: Mapping[str, Any] = field(default_factory=dict)
    acr_values: tuple[str, ...] = ()
    ui_locales: tuple[str, ...] = ()
    pushed: bytes | None = None
    subs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GrantItem:
    """One scope of a grant and the end of the leave it rests on.

    Args:
        scope: the word.
        needed: whether the grant closes when it ends.
        ends_at: end of its consent; an item that was ended keeps its word, so that a refresh that
            still asks for it gets less, and one that asks for more is refused.
        rests_on_consent: whether a consent must stand for it; False for what is never asked
            (scopes that are not shown, needed items of a first-party client).
    """

    scope: str
    needed: bool
    ends_at: datetime
    rests_on_consent: bool = True


@dataclass(frozen=True, slots=True)
class Grant:
    """Live authorisation of a client, root of its tokens; its refresh tokens are one family.

    Args:
        id: internal.
        public_id: random, in tokens.
        session_id: the session that bears it; None when `offline_access` lets it outlive it.
        sub: pairwise subject for the client's sector.
        items: scopes that were asked, ordered by word, those not given as ended from the start;
            their ends move closer, never away.
        ends_at: end of the whole decision.
        once: no refresh token, ends with its access token.
        sid: the session's public id, for ID tokens.
        closed_at: when it was closed; None while it stands.
        refresh_ended_at: when an operator ended its refresh tokens; None while they live on.
    """

    id: bytes
    public_id: str
    account_id: bytes
    client_id: bytes
    session_id: bytes | None
    sub: str
    items: tuple[GrantItem, ...]
    ends_at: datetime
    once: bool
    auth_time: datetime
    amr: tuple[str, ...]
    acr: str
    sid: str
    opened_at: datetime
    closed_at: datetime | None = None
    close_reason: str = ""
    version: int = 1
    refresh_ended_at: datetime | None = None

    def live_scope(self, now: datetime) -> tuple[str, ...]:
        """Return the scope words whose leave holds now; empty when closed or ended."""
        return _living(self.items, self.ends_at, self.closed_at, now)


@dataclass(frozen=True, slots=True)
class Standing:
    """A grant with what it rests on, from one look-up (the hot path).

    Args:
        grant: the grant.
        account_enabled: whether its account is enabled.
        session_stands: whether the session that bears it stands at that moment; True without one.
    """

    grant: Grant
    account_enabled: bool
    session_stands: bool


@dataclass(frozen=True, slots=True)
class TokenRoot:
    """What of a grant and of all it rests on decides whether a token is alive: one look-up.

    A third of a grant's fields; introspection and userinfo read nothing else of it.

    Args:
        id: of the grant, as all that follows.
        account_enabled: whether its account is enabled.
        session_stands: whether the session that bears it stands at that moment; True without one.
        token_denied: whether the one JWT that was asked for was revoked by itself.
    """

    id: bytes
    account_id: bytes
    client_id: bytes
    sub: str
    items: tuple[GrantItem, ...]
    ends_at: datetime
    closed_at: datetime | None
    account_enabled: bool
    session_stands: bool
    token_denied: bool = False

    @property
    def stands(self) -> bool:
        """Whether account and session stand."""
        return self.account_enabled and self.session_stands

    def live_scope(self, now: datetime) -> tuple[str, ...]:
        """Return what `Grant.live_scope` returns."""
        return _living(self.items, self.ends_at, self.closed_at, now)


def _living(
    items: tuple[GrantItem, ...], ends_at: datetime, closed_at: datetime | None, now: datetime
) -> tuple[str, ...]:
    if closed_at is not None or now >= ends_at:
        return ()
    living: list[str] = []
    for item in items:
        if now < item.ends_at:
            living.append(item.scope)
        elif item.needed:
            return ()
    return tuple(living)


@dataclass(frozen=True, slots=True)
class AuthorizationCode:
    """One-time code of the code flow (RFC 6749 section 4.1.2).

    Args:
        digest: SHA-256 of the code.
        redirect_uri: must be repeated when `redirect_uri_given`.
        code_challenge: S256 challenge, or None.
        claims: the `claims` request parameter, for userinfo and the ID token.
    """

    digest: bytes
    grant_id: bytes
    client_id: bytes
    redirect_uri: str
    redirect_uri_given: bool
    code_challenge: str | None
    nonce: str | None
    max_age_asked: bool
    claims: Mapping[str, Any]
    expires_at: datetime
    consumed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """A refresh token; rotated at each use, kept as digest.

    Args:
        digest: SHA-256 of the token.
        expires_at: idle end, never past the grant's end.
        consumed_at: when it was rotated; None while it is the live one.
        heir_salt: 32 random bytes; with the token itself they make its successor again for the
            grace of parallel retries (ADR-9); None until rotated.
    """

    digest: bytes
    grant_id: bytes
    client_id: bytes
    issued_at: datetime
    expires_at: datetime
    consumed_at: datetime | None = None
    heir_salt: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Presented:
    """A refresh token with its grant and what that rests on, from one look-up (the hot path).

    Args:
        token: the token, used or not.
        standing: its grant.
    """

    token: RefreshToken
    standing: Standing


@dataclass(frozen=True, slots=True)
class OpaqueToken:
    """An access token that is only a key to this row.

    Args:
        digest: SHA-256 of the token.
        grant_id: None for client_credentials.
    """

    digest: bytes
    jti: str
    grant_id: bytes | None
    client_id: bytes
    scope: tuple[str, ...]
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Rooted:
    """An opaque token with what its life hangs on, from one look-up (the hot path).

    Args:
        token: the token, run out or not.
        root: of its grant; None for client_credentials.
    """

    token: OpaqueToken
    root: TokenRoot | None


@dataclass(frozen=True, slots=True)
class PushedRequest:
    """A pushed authorization request (RFC 9126).

    Args:
        digest: SHA-256 of the request_uri.
        parameters: as pushed; sealed at rest.
    """

    digest: bytes
    client_id: bytes
    parameters: Mapping[str, str]
    expires_at: datetime
