"""Pure decisions about leave: what is covered, what must be asked, how long it may last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.clients.records import Client, ConsentNeed, Scope
from domain.consent.records import Consent, ConsentStatus, Duration
from domain.tenants.records import Policy

UNTIL_ASKED_AGAIN: Final = timedelta(days=365)
"""'Until withdrawn' is asked again after this: endless is not valid everywhere."""

MOST_PROPOSED: Final = timedelta(days=30)
"""An operator may propose this much and no more."""

LENGTHS: Final[Mapping[Duration, timedelta]] = {
    Duration.HOUR: timedelta(hours=1),
    Duration.DAY: timedelta(days=1),
    Duration.MONTH: timedelta(days=30),
    Duration.UNTIL_WITHDRAWN: UNTIL_ASKED_AGAIN,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One duration a person may pick.

    Args:
        duration: the word.
        length: how long it lasts, cut to the operator's bounds; for `once` the life of an access
            token.
    """

    duration: Duration
    length: timedelta


@dataclass(frozen=True, slots=True)
class Held:
    """A scope that may be granted now.

    Args:
        scope: the word.
        needed: whether the grant closes when it ends.
        ends_at: end of its leave; None when it rests on no consent (it then lives with the grant).
    """

    scope: str
    needed: bool
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Cover:
    """What of a request is covered now.

    Args:
        held: may be granted now.
        refused: answered with no, and remembered.
        ask: must be put to the person, needed ones first.
        dropped: cannot be honoured in this tenant.
    """

    held: tuple[Held, ...]
    refused: tuple[str, ...]
    ask: tuple[Scope, ...]
    dropped: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is left to ask."""
        return not self.ask


def judge(
    scopes: Iterable[Scope],
    current: Mapping[str, Consent],
    now: datetime,
    *,
    first_party: bool,
    reopen: bool,
) -> Cover:
    """Sort the scopes of a request into covered, refused and to be asked.

    Args:
        scopes: definitions of what is asked and can be honoured.
        current: the present entry of each item.
        now: the moment of the question.
        first_party: whether the client is let off the page for needed items.
        reopen: whether prompt=consent asks for everything again.
    """
    asked = tuple(scopes)
    silent = first_party and all(scope.consent is not ConsentNeed.OPTIONAL for scope in asked)
    held: list[Held] = []
    refused: list[str] = []
    ask: list[Scope] = []
    for scope in asked:
        needed = scope.consent is ConsentNeed.REQUIRED
        entry = current.get(scope.value)
        if scope.consent is ConsentNeed.NONE or silent:
            held.append(Held(scope.value, needed, None))
        elif entry is None or entry.once or reopen:
            ask.append(scope)
        elif entry.valid(now):
            held.append(Held(scope.value, needed, entry.expires_at))
        elif remembered(entry, now) and not needed:
            refused.append(scope.value)
        else:
            ask.append(scope)
    ask.sort(key=lambda scope: scope.consent is not ConsentNeed.REQUIRED)
    return Cover(tuple(held), tuple(refused), tuple(ask), ())


def remembered(entry: Consent, now: datetime) -> bool:
    """Tell whether an unticked box still counts as answered.

    Also one that took back what stood before; what was taken back elsewhere is asked again.
    """
    return (
        entry.status in {ConsentStatus.REFUSED, ConsentStatus.WITHDRAWN}
        and entry.expires_at is not None
        and now < entry.expires_at
    )


def bound(client: Client, policy: Policy) -> timedelta:
    """Return the longest a decision for this client may last."""
    bounds = (client.longest_consent, policy.longest_consent, UNTIL_ASKED_AGAIN)
    return min(length for length in bounds if length is not None)


def choices(client: Client, policy: Policy) -> tuple[Choice, ...]:
    """Return the durations a person may pick, shortest first, cut to the operator's bounds.

    A word longer than the bound is offered once, cut to it; the words beyond are left out.
    """
    longest = bound(client, policy)
    offered = [Choice(Duration.ONCE, policy.lifetimes.access_token)]
    for duration, length in LENGTHS.items():
        offered.append(Choice(duration, min(length, longest)))
        if length >= longest:
            break
    return tuple(offered)


def preset(client: Client, offered: tuple[Choice, ...]) -> Duration:
    """Return the duration that is chosen beforehand: the operator's proposal, else the shortest."""
    wish = client.proposed_consent
    if wish is None:
        return offered[0].duration
    wish = min(wish, MOST_PROPOSED)
    fitting = [choice for choice in offered if choice.length <= wish]
    return (fitting[-1] if fitting else offered[0]).duration


def item_end(scope: Scope, choice: Choice, now: datetime) -> datetime:
    """Return the end of one item under a choice; a scope may be bound shorter than the decision."""
    length = (
        choice.length
        if scope.longest_consent is None
        else min(choice.length, scope.longest_consent)
    )
    return now + length
