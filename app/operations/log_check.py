"""Prove the log of a tenant over everything that has leaves: the trail and the ledger of leave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from domain.audit.bodies import Body
from domain.audit.records import AuditFilter, LeafSource
from domain.audit.verify import Verdict, verify
from domain.consent.entries import body
from domain.consent.events import ConsentBodiesErased
from domain.consent.records import ConsentFilter
from domain.consent.store import ConsentWork
from domain.kernel.paging import MOST_ROWS, PageRequest
from domain.kernel.powers import Signer
from domain.kernel.work import at_one_moment, reads

MOST_ASTRAY: Final = 1000
"""Entries that are named; one is reason enough to look."""


class Entries:
    """The entries of the ledger as bodies."""

    def __init__(self, work: ConsentWork) -> None:
        """Read them in this work."""
        self._work = work

    def get(self, body_id: bytes) -> Body | None:
        """Return the body of an entry, or None when it was erased."""
        entry = self._work.consents.get(body_id)
        return None if entry is None else Body(entry.salt, body(entry))

    def erased(self) -> int:
        """Return how many bodies the trail says were erased."""
        told = AuditFilter(names=(ConsentBodiesErased.name,))
        wanted: PageRequest | None = PageRequest(MOST_ROWS)
        rows = 0
        while wanted is not None:
            page = self._work.audit.page(told, wanted)
            rows += sum(int(str(line.facts["rows"])) for line in page.rows)
            wanted = None if page.next is None else PageRequest(MOST_ROWS, page.next)
        return rows

    def astray(self) -> Iterator[bytes]:
        """Return the ids of entries that are not in force as the ledger says."""
        return iter(self._work.consents.astray(MOST_ASTRAY))

    def ids(self) -> Iterator[bytes]:
        """Return the id of every entry, past ones too."""
        wanted: PageRequest | None = PageRequest(MOST_ROWS)
        while wanted is not None:
            page = self._work.consents.page(ConsentFilter(current=False), wanted)
            yield from (entry.id for entry in page.rows)
            wanted = None if page.next is None else PageRequest(MOST_ROWS, page.next)


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
