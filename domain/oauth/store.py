"""What `oauth` needs kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from domain.accounts.store import AccountWork
from domain.claims.store import ClaimsWork
from domain.consent.store import ConsentWork
from domain.limits.store import LimitWork
from domain.oauth.records import (
    AuthorizationCode,
    Grant,
    GrantItem,
    OpaqueToken,
    Presented,
    PushedRequest,
    RefreshToken,
    Rooted,
    Standing,
    TokenRoot,
)
from domain.sessions.store import SessionWork


class Grants(Protocol):
    """Grants of this tenant."""

    def add(self, grant: Grant) -> None:
        """Keep a new grant. Change."""
        ...

    def get(self, grant_id: bytes) -> Grant | None:
        """Return the grant, or None."""
        ...

    def standing(self, grant_id: bytes, now: datetime) -> Standing | None:
        """Return the grant with its account's and session's state, from one look-up."""
        ...

    def standing_by_public(self, public_id: str, now: datetime) -> Standing | None:
        """The same by public id."""
        ...

    def root(self, grant_id: bytes, now: datetime) -> TokenRoot | None:
        """Return what decides whether a token of the grant is alive, from one look-up."""
        ...

    def root_of_jwt(self, public_id: str, jti: str, now: datetime) -> TokenRoot | None:
        """The same by public id, with whether this JWT of it was revoked by itself."""
        ...

    def of(self, account_id: bytes, client_id: bytes | None = None) -> tuple[Grant, ...]:
        """Return an account's open grants, all or of one client, newest first."""
        ...

    def forget(self, account_id: bytes) -> int:
        """Delete an erased account's closed grants with all their tokens. Change."""
        ...

    def count_of_client(self, client_id: bytes, now: datetime, most: int) -> int:
        """Return how many grants of a client are open; counting stops at `most`."""
        ...

    def of_session(self, session_id: bytes) -> tuple[Grant, ...]:
        """Return the open grants a session bears."""
        ...

    def borne(self, session_ids: tuple[bytes, ...]) -> tuple[tuple[bytes, bytes], ...]:
        """Return session and client of each open grant that these sessions bear, by one look-up.

        Args:
            session_ids: 0 to 200.
        """
        ...

    def end_refresh(self, grant_id: bytes, at: datetime) -> bool:
        """Let no refresh token of an open grant work any more; False if so before. Evidence."""
        ...

    def narrow(self, grant_id: bytes, version: int, items: tuple[GrantItem, ...]) -> bool:
        """Write the items with earlier ends by compare-and-set on the version. Evidence."""
        ...

    def close(self, grant_id: bytes, at: datetime, reason: str) -> bool:
        """Close an open grant; False when it was closed. Evidence."""
        ...

    def tidy(self, before: datetime, limit: int) -> int:
        """Delete grants closed or ended before a moment, with all their tokens. Change."""
        ...


class Codes(Protocol):
    """Authorization codes."""

    def add(self, code: AuthorizationCode) -> None:
        """Keep it. Change."""
        ...

    def consume(self, digest: bytes, now: datetime) -> AuthorizationCode | None:
        """Use it up atomically; None when unknown or used before. Evidence.

        One that has run out is returned: its caller says no.
        """
        ...

    def get(self, digest: bytes) -> AuthorizationCode | None:
        """Return it, used or not: to end the family of a replayed one."""
        ...

    def tidy(self, before: datetime, limit: int) -> int:
        """Delete codes that ran out before a moment. Change.

        One that nobody redeemed takes its grant along, of which nothing came and nothing can.
        """
        ...


class RefreshTokens(Protocol):
    """Refresh tokens."""

    def add(self, token: RefreshToken) -> None:
        """Keep it. Change."""
        ...

    def get(self, digest: bytes) -> RefreshToken | None:
        """Return it, used or not."""
        ...

    def presented(self, digest: bytes, now: datetime) -> Presented | None:
        """Return it, used or not, with its grant and what that rests on, from one look-up."""
        ...

    def consume(self, digest: bytes, now: datetime, heir_salt: bytes) -> bool:
        """Mark it rotated atomically and keep the salt; False if unknown or rotated. Evidence."""
        ...

    def live_of_account(self, account_id: bytes) -> tuple[RefreshToken, ...]:
        """Return the live token of each open grant of an account, by one look-up."""
        ...


class OpaqueTokens(Protocol):
    """Opaque access tokens and the deny list of single JWTs."""

    def add(self, token: OpaqueToken) -> None:
        """Keep it. Change."""
        ...

    def rooted(self, digest: bytes, now: datetime) -> Rooted | None:
        """Return it with its grant and what that rests on, from one look-up."""
        ...

    def live_of_account(self, account_id: bytes, now: datetime) -> tuple[OpaqueToken, ...]:
        """Return the living opaque tokens of an account's open grants, by one look-up."""
        ...

    def remove(self, digest: bytes) -> bool:
        """Delete it: it is revoked. Evidence."""
        ...

    def deny(self, jti: str, until: datetime) -> None:
        """Refuse one JWT until its end. Evidence."""
        ...

    def denied(self, jti: str) -> bool:
        """Tell whether a JWT was revoked by itself."""
        ...

    def tidy(self, now: datetime, limit: int) -> int:
        """Delete tokens and denials that have run out. Change."""
        ...


class PushedRequests(Protocol):
    """Pushed authorization requests."""

    def add(self, request: PushedRequest) -> None:
        """Keep it. Change."""
        ...

    def peek(self, digest: bytes, now: datetime) -> PushedRequest | None:
        """Return a live one without using it: a page may be loaded again before the sign-in."""
        ...

    def consume(self, digest: bytes) -> bool:
        """Use it up; False when it was used or unknown. Evidence."""
        ...

    def tidy(self, now: datetime, limit: int) -> int:
        """Delete those that have run out. Change."""
        ...


class OAuthWork(AccountWork, ClaimsWork, ConsentWork, LimitWork, SessionWork, Protocol):
    """A work with grants and tokens."""

    @property
    def grants(self) -> Grants:
        """The grants."""
        ...

    @property
    def codes(self) -> Codes:
        """The authorization codes."""
        ...

    @property
    def refresh_tokens(self) -> RefreshTokens:
        """The refresh tokens."""
        ...

    @property
    def opaque_tokens(self) -> OpaqueTokens:
        """The opaque access tokens and the deny list."""
        ...

    @property
    def pushed_requests(self) -> PushedRequests:
        """The pushed requests."""
        ...
