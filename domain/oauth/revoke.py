"""A client gives a token back (RFC 7009)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from domain.clients.records import Client
from domain.kernel.powers import Signer
from domain.kernel.secrets import Secret, digest
from domain.kernel.work import reads, writes
from domain.oauth.events import TokenRevoked
from domain.oauth.grants import close
from domain.oauth.present import TokenKind, present
from domain.oauth.store import OAuthWork


@dataclass(frozen=True, slots=True)
class Revoke:
    """A token to be ended.

    Args:
        client: who gives it back, proven.
        token: as it came.
    """

    client: Client
    token: Secret


@dataclass(frozen=True, slots=True)
class Revocable:
    """A token that a client may end: its own, and not run out.

    Args:
        digest: SHA-256 of the token; empty for a JWT.
        jti: public id of a JWT.
        expires_at: seconds.
    """

    kind: TokenKind
    digest: bytes
    jti: str
    grant_id: bytes | None
    client_id: bytes
    expires_at: int


@reads
def find(work: OAuthWork, request: Revoke, signer: Signer) -> Revocable | None:
    """Return what there is to end, or None: the answer to the client is the same (RFC 7009 2.2).

    Verifying happens here, so that a stranger's rubbish never reaches the writer. A refresh token
    that was rotated already still names its family.
    """
    kept = work.refresh_tokens.get(digest(request.token))
    if kept is not None:
        own = kept.client_id == request.client.id
        found = Revocable(TokenKind.REFRESH, kept.digest, "", kept.grant_id, kept.client_id, 0)
        return found if own else None
    shown = present(work, request.token, signer)
    if shown is None or shown.client.id != request.client.id:
        return None
    return Revocable(
        shown.kind,
        shown.digest,
        shown.jti,
        shown.grant.id if shown.grant else None,
        shown.client.id,
        shown.expires_at,
    )


@writes(durable=True)
def revoke(work: OAuthWork, found: Revocable) -> None:
    """End a token: a refresh token with its whole grant, an access token alone.

    Tells:
        GrantClosed, TokenRevoked.
    """
    if found.kind is TokenKind.REFRESH and found.grant_id is not None:
        grant = work.grants.get(found.grant_id)
        if grant is not None:
            close(work, grant, "token_revoked")
        return
    if found.kind is TokenKind.OPAQUE:
        ended = work.opaque_tokens.remove(found.digest)
    else:
        ended = not work.opaque_tokens.denied(found.jti)
        work.opaque_tokens.deny(found.jti, datetime.fromtimestamp(found.expires_at, UTC))
    if ended:
        work.tell(TokenRevoked(subject=found.grant_id, client=found.client_id))
