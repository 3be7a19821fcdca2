"""Powers: what a use case may need beside the store; made under app/runtime/powers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from domain.kernel.secrets import Secret


class PasswordHasher(Protocol):
    """Argon2id with calibrated parameters, in a bounded pool."""

    def make(self, password: Secret) -> str:
        """Return the encoded hash (PHC string form)."""
        ...

    def verify(self, encoded: str, password: Secret) -> bool:
        """Tell whether the password made this hash."""
        ...

    def outdated(self, encoded: str) -> bool:
        """Tell whether the hash was made with weaker parameters than today's."""
        ...

    def dummy(self) -> str:
        """Return a hash of today's parameters that no password fits: equal work for nobody."""
        ...


class IdentifierHasher(Protocol):
    """The inner slow hash of a sealed identifier: argon2id, 4 MiB, t=1, p=1."""

    def inner(self, normalised: str, salt: bytes) -> bytes:
        """Return 32 bytes from the normalised text and the tenant's salt of 16 bytes."""
        ...


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A fresh signing key.

    Args:
        kid: RFC 7638 thumbprint, base64url.
        alg: `ES256` or `RS256`.
        private_pem: PKCS8 PEM text.
        public_jwk: public members only.
    """

    kid: str
    alg: str
    private_pem: Secret
    public_jwk: Mapping[str, str]


class KeyMaker(Protocol):
    """Makes signing keys."""

    def make(self, alg: str) -> KeyPair:
        """Return a new key pair for `ES256` or `RS256`."""
        ...


class Signer(Protocol):
    """Signs and verifies compact JWS with the tenant's keys; never inside a write."""

    def sign(
        self,
        key: Any,  # noqa: ANN401 - a room's record, which the kernel does not know
        claims: Mapping[str, Any],
        *,
        typ: str,
    ) -> str:
        """Return a compact JWS.

        Args:
            key: a `domain.tenants.records.SigningKey`.
            claims: JSON-ready payload.
            typ: header `typ`, such as `at+jwt`.
        """
        ...

    def verify(
        self,
        keys: Any,  # noqa: ANN401 - a room's records, which the kernel does not know
        token: str,
        *,
        typ: str | None,
    ) -> Mapping[str, Any] | None:
        """Return the claims of a token of ours, or None.

        Args:
            keys: tuple of `SigningKey`, matched by kid; the key's own alg is the only one accepted.
            token: compact JWS of at most 16 KB.
            typ: required header `typ`; None accepts `JWT` or an absent one.
        """
        ...
