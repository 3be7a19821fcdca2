"""Does time tell who has an account? Samples of each kind of name, in turn, and how far they differ."""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from statistics import median, quantiles
from typing import Any

from app.runtime.call import Call
from app.runtime.powers.passwords import Argon2PasswordHasher
from app.runtime.powers.strength import WEAKEST
from app.server import build
from app.wiring import House
from domain.accounts.create import add_account
from domain.accounts.records import AccountStatus
from domain.factors.enrol import enrol_password
from domain.identifiers.claim import claim
from domain.identifiers.normalise import normalise
from domain.kernel.secrets import Secret
from tests.app.hosted.routes.steps import begun
from tests.support.sign_ins import PASSWORD, POWERS
from tests.support.wire import Browser

KINDS = {
    "known": AccountStatus.ENABLED,
    "stopd": AccountStatus.DISABLED,
    "pendg": AccountStatus.PENDING,
    "bare0": AccountStatus.ENABLED,
    "nobdy": None,
}
"""Names of one length: enabled, disabled, pending, enabled without a password, nobody's."""

WITHOUT_PASSWORD = {"pendg", "bare0"}
HASHER = Argon2PasswordHasher(WEAKEST)
Samples = dict[str, dict[str, list[float]]]


def strong(house: House) -> House:
    """Return the house with passwords hashed as strongly as in earnest."""
    powers = {**house.call._powers, "hasher": HASHER}
    return replace(house, call=Call(house.database, house.works, house.pool, powers))


def people(work: Any) -> None:
    """Add an account of each kind."""
    encoded = HASHER.make(Secret(PASSWORD))
    for name, status in KINDS.items():
        if status is None:
            continue
        typed = normalise(Secret(name))
        inner = POWERS["identifier_hasher"].inner(typed.text.reveal(), work.tenant.index_salt)
        account_id = work.new_id()
        claim(work, account_id, typed.kind, inner)
        account = add_account(work, status=status, account_id=account_id)
        if name not in WITHOUT_PASSWORD:
            enrol_password(work, account.id, encoded)


async def samples(house: House, count: int) -> Samples:
    """Return seconds of each step, by step and kind; kinds take turns, so that drift hits all."""
    app = build(strong(house))
    taken: Samples = {step: {name: [] for name in KINDS} for step in ("identify", "prove")}
    for number in range(count):
        names = list(KINDS)
        for name in names[number % 5 :] + names[: number % 5]:
            browser = Browser(app, address=f"203.0.{number % 250}.7")
            page = await begun(browser)
            shown = await browser.get(page)
            fields = {key: shown.hidden(key) for key in ("form_token", "step", "display")}
            began = time.perf_counter()
            await browser.post(page, {**fields, "identifier": name})
            taken["identify"][name].append(time.perf_counter() - began)
            shown = await browser.get(page)
            fields = {key: shown.hidden(key) for key in ("form_token", "step", "display")}
            began = time.perf_counter()
            answer = await browser.post(page, {**fields, "password": "not the one of anybody"})
            taken["prove"][name].append(time.perf_counter() - began)
            assert answer.status == 401, answer.status
    return taken


def delta(one: Sequence[float], other: Sequence[float]) -> float:
    """Return Cliff's delta: 0 where neither tends to be longer, 1 where one always is."""
    ordered = sorted(other)
    more = sum(bisect_left(ordered, value) for value in one)
    less = sum(len(ordered) - bisect_right(ordered, value) for value in one)
    return (more - less) / (len(one) * len(other))


def spread(one: Sequence[float]) -> float:
    """Return the distance between the quartiles."""
    first, _, third = quantiles(one, n=4)
    return third - first


def worst(taken: Samples) -> tuple[float, float, str]:
    """Return the largest effect between a known name and any other kind.

    Returns:
        Cliff's delta without its sign, the difference of the medians in spreads, and where.
    """
    found = []
    for step, kinds in taken.items():
        for name in KINDS:
            if name == "known":
                continue
            apart = abs(median(kinds[name]) - median(kinds["known"])) / spread(kinds["known"])
            found.append((abs(delta(kinds[name], kinds["known"])), apart, f"{step}, {name}"))
    return max(found)
