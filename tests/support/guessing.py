"""Somebody who guesses passwords from many networks, at two replicas that are restarted meanwhile."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.wiring import House
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.kernel.work import Actor, ActorKind
from domain.login.begin import Begin, begin
from domain.login.identify import Identify, identify
from domain.login.prove import Prove, prove
from tests.support.clock import START
from tests.support.databases import opened
from tests.support.factories import a_request, digest
from tests.support.house import a_house
from tests.support.sign_ins import SCOPES, a_person, open_shop
from tests.support.stage import Stage

FLOW = timedelta(minutes=25)
"""A flow is used for so long; it would end after half an hour."""

HARD = {"too_many_tries"}
THROUGH = {"wrong_proof"}


@dataclass
class Guesser:
    """The attack and its count.

    Attributes:
        through: guesses that were held against a password or looked as if, by day and name.
        stopped: guesses that were not looked at.
        restarts: how often a replica was closed and opened again.
    """

    url: str
    folder: Path
    names: tuple[str, ...]
    networks: int
    restart_every: int = 1000
    through: Counter[tuple[int, str]] = field(default_factory=Counter)
    stopped: int = 0
    restarts: int = 0

    def __post_init__(self) -> None:
        self.stage = Stage(opened(self.url))
        self.stage.settle()
        self.shop = open_shop(self.stage)
        for name in self.names:
            a_person(self.stage, name)
        self.clock = self.stage.clock
        self.replicas = [self._open(), self._open()]
        self.flows: dict[str, tuple[bytes, bytes, Any]] = {}
        self.count = 0

    def close(self) -> None:
        for house in self.replicas:
            house.close()
        self.stage.database.close()

    def guess(self, name: str) -> None:
        """Guess once, from the next network, at the next replica."""
        self.count += 1
        if self.count % self.restart_every == 0:
            self._restart(self.count // self.restart_every % 2)
        house = self.replicas[self.count % 2]
        source = hashlib.sha256(str(self.count % self.networks).encode()).digest()
        who = Actor(ActorKind.STRANGER, "stranger", source=source)
        try:
            flow = self._flow(house, name, who)
            wanted = Prove(*flow, Secret(f"guess number {self.count} of a long list"))
            house.call.now(prove, wanted, tenant="acme", actor=who)
        except Refusal as refusal:
            if refusal.code in THROUGH:
                self.through[(self.clock.now() - START).days, name] += 1
            elif refusal.code in HARD:
                self.stopped += 1
            else:
                raise
        else:
            raise AssertionError("a guess was right")

    def per_day(self) -> dict[int, int]:
        """Return how many got through on each day."""
        days: Counter[int] = Counter()
        for (day, _), count in self.through.items():
            days[day] += count
        return dict(days)

    def most_per_name(self) -> int:
        """Return the most that got through for one name on one day."""
        return max(self.through.values(), default=0)

    def _flow(self, house: House, name: str, who: Actor) -> tuple[bytes, bytes]:
        kept = self.flows.get(name)
        if kept is None or kept[2] + FLOW < self.clock.now():
            bound = digest()
            request = a_request(self.shop.id, scope=SCOPES, login_hint=None)
            made = house.call.now(begin, Begin(bound, request), tenant="acme", actor=who)
            wanted = Identify(made.id, bound, Secret(name))
            house.call.now(identify, wanted, tenant="acme", actor=who)
            kept = self.flows[name] = (made.id, bound, self.clock.now())
        return kept[0], kept[1]

    def _open(self) -> House:
        return a_house(self.url, self.folder / "house", self.clock)

    def _restart(self, place: int) -> None:
        self.replicas[place].close()
        self.replicas[place] = self._open()
        self.restarts += 1


def one_account(guesser: Guesser, guesses: int) -> None:
    """Guess at one account, once a minute, each time from another network."""
    for _ in range(guesses):
        guesser.guess(guesser.names[0])
        guesser.clock.advance(timedelta(minutes=1))


def many_accounts(guesser: Guesser, guesses: int, lasts: timedelta) -> None:
    """Guess at all accounts in turn, as fast as fits into a time."""
    for number in range(guesses):
        guesser.guess(guesser.names[number % len(guesser.names)])
        guesser.clock.advance(lasts / guesses)
