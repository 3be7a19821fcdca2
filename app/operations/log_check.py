"""Prove the log of a tenant over everything that has leaves: the trail and the ledger of leave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from domain.audit.bodies import Body, every, told
from domain.audit.records import LeafSource, Spoilt
from domain.audit.verify import Verdict, verify
from domain.consent.entries import body
from domain.consent.events import ConsentBodiesErased
from domain.consent.records import Consent
from domain.consent.store import ConsentWork
from domain.kernel.powers import Signer
from domain.kernel.work import at_one_moment, reads

MOST_ASTRAY: Final = 1000
"""Entries that are named; one is reason enough to look."""


class Entries:
    """The entries of the ledger as bodies."""

    def __init__(self, work: ConsentWork) -> None:
        """Read them in this work."""
        self._work = work

    def get(self, body_id: bytes) -> Body | Spoilt | None:
        """Return the body of an entry, or None when it was erased."""
        entry = self._work.found.entry(body_id)
        return Body(entry.salt, body(entry)) if isinstance(entry, Consent) else entry

    def erased(self) -> int:
        """Return how many bodies the trail says were erased."""
        rows = (line.facts.get("rows") for line in told(self._work, ConsentBodiesErased.name))
        return sum(each for each in rows if isinstance(each, int))

    def astray(self) -> Iterator[bytes | None]:
        """Return the ids of entries that are not in force as the ledger says."""
        return iter(self._work.found.entries_astray(MOST_ASTRAY))

    def ids(self) -> Iterator[bytes | None]:
        """Return the id of every entry, past ones too."""
        found = self._work.found
        yield from every(found.entries)
        if found.entries_without_id():
            yield None


@at_one_moment
@reads
def verify_log(work: ConsentWork, *, signer: Signer) -> Verdict:
    """Make every leaf, entry, root and signature again and compare it with what is kept.

    Args:
        signer: verifies checkpoints.

    Refuses:
        forbidden: the actor may not read the trail.
    """
    return verify(work, signer=signer, bodies={LeafSource.CONSENT: Entries(work)})
