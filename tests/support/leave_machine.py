"""No token is ever valid outside its consent: a model, and two engines in lockstep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from domain.consent.records import Duration
from tests.support.leave_side import ASKED, Side
from tests.support.stage import Stage

LENGTHS = {
    Duration.ONCE: timedelta(minutes=10),
    Duration.HOUR: timedelta(hours=1),
    Duration.DAY: timedelta(days=1),
    Duration.MONTH: timedelta(days=30),
    Duration.UNTIL_WITHDRAWN: timedelta(days=365),
}
BOUND = timedelta(days=30)
"""Of `orders.read`, whatever was picked."""

BOXES = ("offline_access", "orders.read")
WAITS = [
    timedelta(seconds=1), timedelta(seconds=11), timedelta(minutes=9), timedelta(minutes=11),
    timedelta(hours=1), timedelta(hours=13), timedelta(days=1), timedelta(days=31),
]  # fmt: skip
_NAMES = count(1)


class LeaveAndTokens(RuleBasedStateMachine):
    """The model knows until when each item was given, and whether the account may do anything.

    Attributes:
        stages: the engines; each example uses a person and an application of its own on each.
        events: how many there were, all examples together.
    """

    stages: ClassVar[tuple[Stage, ...]] = ()
    events: ClassVar[int] = 0

    @initialize(opaque=st.booleans())
    def settle(self, opaque: bool) -> None:
        # What earlier examples failed at is forgotten by then: each begins alike.
        for stage in self.stages:
            stage.clock.advance(timedelta(days=2))
        name = f"person{next(_NAMES)}"
        self.sides = [Side(stage, name, opaque) for stage in self.stages]
        self.until: dict[str, datetime] = {}
        self.stands = True
        self.erased = False

    @property
    def now(self) -> datetime:
        return self.stages[0].clock.now()

    def given(self) -> set[str]:
        return {item for item, until in self.until.items() if self.now < until}

    def both(self, act: Callable[[Side], Any]) -> str:
        """Do the same on each engine; they must end alike."""
        type(self).events += 1
        before = len(self.sides[0].access)
        ended = [side.tell(lambda side=side: act(side)) for side in self.sides]
        assert len(set(ended)) == 1, ended
        for token in self.sides[0].access[before:]:
            self.issued_within_leave(token)
        return ended[0]

    def issued_within_leave(self, token: Any) -> None:
        """What is read offline ends with the leave it rests on: nobody has to ask us."""
        assert self.stands
        for item in token.scope:
            assert item in self.pending, (item, self.pending)
            assert self.now + timedelta(seconds=token.expires_in) <= self.pending[item]

    @rule(
        duration=st.sampled_from(list(Duration)),
        ticked=st.lists(st.sampled_from(BOXES), unique=True).map(tuple),
    )
    def give(self, duration: Duration, ticked: tuple[str, ...]) -> None:
        wanted = {}
        for item in ASKED:
            length = min(LENGTHS[duration], BOUND) if item == "orders.read" else LENGTHS[duration]
            if item in ticked or item not in BOXES:
                wanted[item] = self.now + length
        self.pending = wanted
        ended = self.both(lambda side: side.give(duration, ticked))
        if " " in ended:
            self.until = wanted
        self.pending = self.until

    @rule()
    def refuse(self) -> None:
        self.both(Side.refuse)

    @precondition(lambda self: bool(self.sides[0].refresh))
    @rule(back=st.integers(0, 5))
    def refresh(self, back: int) -> None:
        place = max(0, len(self.sides[0].refresh) - 1 - back)
        self.pending = {item: self.until[item] for item in self.given()}
        self.both(lambda side: side.rotate(place))

    @rule(item=st.sampled_from([None, *ASKED]))
    def withdraw(self, item: str | None) -> None:
        self.both(lambda side: side.withdraw(item))
        self.ended(item)

    @rule(item=st.sampled_from([None, *ASKED]))
    def revoke(self, item: str | None) -> None:
        self.both(lambda side: side.revoke(item))
        self.ended(item)

    def ended(self, item: str | None) -> None:
        for each in [item] if item else ASKED:
            self.until.pop(each, None)

    @rule()
    def expire(self) -> None:
        self.both(Side.expire)

    @rule()
    def sign_out(self) -> None:
        self.both(Side.sign_out)

    @precondition(lambda self: not self.erased)
    @rule()
    def disable(self) -> None:
        if self.both(lambda side: side.stop("disable")) == "disable":
            self.stands = False

    @precondition(lambda self: not self.stands and not self.erased)
    @rule()
    def enable(self) -> None:
        if self.both(lambda side: side.stop("enable")) == "enable":
            self.stands = True

    @precondition(lambda self: len(self.sides[0].access) > 4 and not self.erased)
    @rule()
    def erase(self) -> None:
        if self.both(lambda side: side.stop("erase")) == "erase":
            self.stands, self.erased, self.until = False, True, {}

    @rule(by=st.sampled_from(WAITS))
    def wait(self, by: timedelta) -> None:
        type(self).events += 1
        for stage in self.stages:
            stage.clock.advance(by)

    @invariant()
    def no_token_is_valid_outside_its_consent(self) -> None:
        if not hasattr(self, "sides"):
            return
        seen = [side.active() for side in self.sides]
        assert all(each == seen[0] for each in seen), seen
        for opens in seen[0]:
            if opens is not None:
                assert self.stands
                assert set(opens) <= self.given()
