"""Who proved to be which client lately: their next proof is made in the work of what they wish.

Nothing is believed for it. What stands here only tells which way is quicker: whoever sends the same
proof again is proven where their tokens are issued, in one transaction and at one moment, and no
read goes before it. Whoever sends another is proven by a read, so that no flood of wrong secrets
reaches the writer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from domain.clients.authenticate import NOBODY, Proof
from domain.clients.records import AuthMethod, Client
from domain.kernel.secrets import digest, same

MOST: Final = 1024
"""Callers kept; beyond it all are forgotten and proven by a read once more."""


@dataclass(frozen=True, slots=True)
class Known:
    """A client as it was when it proved itself."""

    client: Client
    method: AuthMethod
    digest: bytes = field(repr=False)
    moves: int

    def fits(self, proof: Proof) -> bool:
        """Tell whether a proof is the one that was good then."""
        return not proof.flaw and proof.method is self.method and same(self.digest, _made(proof))


class Callers:
    """Those of one process."""

    def __init__(self) -> None:
        """Know nobody."""
        self._known: dict[tuple[str, str], Known] = {}

    def get(self, slug: str, proof: Proof, moves: int) -> Known | None:
        """Return who used the name of this proof lately; whether they are the same is not told.

        Args:
            moves: how often a configuration was seen to move; after each a read comes first, which
                keeps what the works that follow need of it.
        """
        known = self._known.get((slug, proof.client_id))
        return known if known is not None and known.moves == moves else None

    def keep(self, slug: str, proof: Proof, client: Client, moves: int) -> None:
        """Remember that a proof was good."""
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[slug, proof.client_id] = Known(client, proof.method, _made(proof), moves)

    def forget(self, slug: str, proof: Proof) -> None:
        """Let the next proof under this name be made by a read."""
        self._known.pop((slug, proof.client_id), None)


def _made(proof: Proof) -> bytes:
    return NOBODY if proof.secret is None else digest(proof.secret)
