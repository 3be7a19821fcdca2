"""Make the keys a tenant is born with, before any transaction: RSA takes its time."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from domain.kernel.powers import KeyMaker, KeyPair
from domain.tenants.records import IndexKey, KeyPurpose, KeyState, SigningKey, TenantSecrets

KEY_BYTES: Final = 32
SALT_BYTES: Final = 16

TOKEN_ALGS: Final = ("ES256", "RS256")
"""Both are there from the start: a client that asks for RS256 needs no rotation first."""

EVIDENCE_ALG: Final = "ES256"


@dataclass(frozen=True, slots=True)
class FreshKeys:
    """Keys of a tenant that is not there yet.

    Args:
        index_salt: salt of its sealed identifiers.
        pairs: signing keys by purpose.
    """

    index_salt: bytes = field(repr=False)
    index_key: bytes = field(repr=False)
    subject_key: bytes = field(repr=False)
    pairs: tuple[tuple[KeyPurpose, KeyPair], ...]

    def secrets(self, now: datetime, new_id: Callable[[], bytes]) -> TenantSecrets:
        """Return them as records, active from now on."""
        return TenantSecrets(
            index_key=IndexKey(1, self.index_key, now),
            subject_key=self.subject_key,
            signing_keys=tuple(
                signing_key(pair, purpose, KeyState.ACTIVE, now, id_=new_id())
                for purpose, pair in self.pairs
            ),
        )


def fresh_keys(key_maker: KeyMaker) -> FreshKeys:
    """Make every key a new tenant needs: for tokens, receipts, checkpoints, indexes, subjects."""
    wanted = [(KeyPurpose.TOKEN, alg) for alg in TOKEN_ALGS]
    wanted += [(KeyPurpose.RECEIPT, EVIDENCE_ALG), (KeyPurpose.CHECKPOINT, EVIDENCE_ALG)]
    return FreshKeys(
        index_salt=secrets.token_bytes(SALT_BYTES),
        index_key=secrets.token_bytes(KEY_BYTES),
        subject_key=secrets.token_bytes(KEY_BYTES),
        pairs=tuple((purpose, key_maker.make(alg)) for purpose, alg in wanted),
    )


def signing_key(
    pair: KeyPair, purpose: KeyPurpose, state: KeyState, now: datetime, *, id_: bytes
) -> SigningKey:
    """Return a fresh pair as a record in its first state.

    Args:
        state: `next` or `active`.
        now: when it was made.
        id_: 16 bytes.
    """
    return SigningKey(
        id=id_,
        kid=pair.kid,
        alg=pair.alg,
        purpose=purpose,
        state=state,
        private_pem=pair.private_pem,
        public_jwk=pair.public_jwk,
        created_at=now,
        activated_at=now if state is KeyState.ACTIVE else None,
    )
