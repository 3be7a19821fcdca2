"""What ends soon: how much on each day, and which leave."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from domain.consent.records import Consent
from domain.consent.store import ConsentWork
from domain.kernel.authorize import authorize
from domain.kernel.errors import invalid
from domain.kernel.paging import Page, PageRequest
from domain.kernel.work import reads

DAY: Final = timedelta(days=1)
NEXT: Final = timedelta(microseconds=1)
"""What ends at this very moment has ended."""

DAYS: Final = 30
"""Days after today that the calendar shows, so that leave for thirty days is in it at once."""

MOST_DAYS: Final = 400
MOST_A_DAY: Final = 1000
"""Where counting a day stops: thirty-one days read at most so many thousand places of an index."""


@dataclass(frozen=True, slots=True)
class DayEnds:
    """How much leave ends on one day.

    Args:
        begins_at: midnight, UTC; of today the next moment.
        until: the midnight after it.
        count: items; `MOST_A_DAY` stands for as many or more.
    """

    begins_at: datetime
    until: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Expiring:
    """Which ends are wanted, a page at a time.

    Args:
        within: from now on, more than nothing and at most 400 days; not looked at with `day`.
        day: a moment of the one day, in UTC, that is wanted; None for all days within.
    """

    within: timedelta = DAYS * DAY
    day: datetime | None = None
    page: PageRequest = field(default_factory=PageRequest)


@reads
def calendar(work: ConsentWork, days: int = DAYS + 1) -> tuple[DayEnds, ...]:
    """Return how much leave ends on each day, today first; each figure is capped.

    Args:
        days: 1 to 31, today counted.

    Refuses:
        forbidden: the operator lacks `consents.read`.
        invalid_input: the number of days is out of its bounds.
    """
    authorize(work, "consents.read")
    if not 1 <= days <= DAYS + 1:
        raise invalid("days", "write a number from 1 to {most}.", most=DAYS + 1)
    midnight = _midnight(work.now)
    spans = [(midnight + DAY * each, midnight + DAY * (each + 1)) for each in range(days)]
    spans[0] = (work.now + NEXT, spans[0][1])
    return tuple(
        DayEnds(since, until, work.consents.count_ending(since, until, MOST_A_DAY))
        for since, until in spans
    )


@reads
def ending(work: ConsentWork, request: Expiring) -> Page[Consent]:
    """Return leave that ends soon, the first to end first.

    Refuses:
        forbidden: the operator lacks `consents.read`.
        invalid_input: the span is out of its bounds.
    """
    authorize(work, "consents.read")
    if request.day is not None:
        midnight = _midnight(request.day)
        if midnight - work.now > MOST_DAYS * DAY:
            raise invalid("day", "choose one of the next {most} days.", most=MOST_DAYS)
        return work.consents.ending(max(work.now + NEXT, midnight), midnight + DAY, request.page)
    if not timedelta() < request.within <= MOST_DAYS * DAY:
        raise invalid("within", "more than nothing and at most {most} days.", most=MOST_DAYS)
    return work.consents.ending(work.now + NEXT, work.now + NEXT + request.within, request.page)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
