"""One refresh token, shown by a crowd at once, at two processes' writers."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain.kernel.errors import Refusal
from domain.kernel.secrets import digest
from domain.oauth.refresh import GRACE, RotateRefresh, rotate
from persistence.work import Works
from tests.support.databases import opened
from tests.support.issuing import an_issuing
from tests.support.stage import TEST, Stage

THREADS = 48


@dataclass
class Storm:
    """What came of it.

    Attributes:
        heirs: successors that were handed out, and how often each.
        refused: refusals by their code.
        alive: tokens of the family that would still be taken.
    """

    heirs: Counter[str]
    refused: Counter[str]
    alive: int


def storm(url: str, count: int, *, late: bool) -> Storm:
    """Show one token many times at once.

    Args:
        url: of a migrated database.
        count: how often.
        late: let the grace run out in the middle of it.
    """
    stage = Stage(opened(url))
    other = opened(url)
    try:
        stage.settle()
        between = an_issuing(stage, chosen=("offline_access",), lasts=timedelta(days=9))
        grant, first = between.issued()
        request = RotateRefresh(between.client, first.refresh)
        works = Works(stage.ring, stage.clock, stage._tell)
        heirs: Counter[str] = Counter()
        refused: Counter[str] = Counter()

        def show(number: int) -> None:
            if late and number == count // 2:
                stage.clock.advance(GRACE + timedelta(seconds=1))
            database = (stage.database, other)[number % 2]
            try:
                issued = database.write(
                    lambda db: rotate(works.open(db, "acme", TEST), request), durable=True
                )
                heirs[issued.refresh.reveal()] += 1
            except Refusal as refusal:
                refused[refusal.code] += 1

        with ThreadPoolExecutor(THREADS) as crowd:
            list(crowd.map(show, range(count)))
        return Storm(heirs, refused, _alive(stage, grant.id, [first.refresh, *heirs]))
    finally:
        other.close()
        stage.database.close()


def _alive(stage: Stage, grant_id: bytes, tokens: list[Any]) -> int:
    """Return how many tokens of the family are kept, unused, under an open grant."""
    grant = stage.read(lambda work: work.grants.get(grant_id))
    if grant is None or grant.closed_at is not None:
        return 0
    digests = [digest(token) for token in tokens]
    found = [stage.read(lambda work, d=d: work.refresh_tokens.get(d)) for d in digests]
    return sum(token is not None and token.consumed_at is None for token in found)
