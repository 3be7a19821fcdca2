"""Ten thousand guesses from many networks, over days, at two replicas that are restarted."""

from datetime import timedelta

import pytest

from tests.support.guessing import Guesser, many_accounts, one_account
from tests.support.proofs import record_proof

COMMAND = "pytest -m long tests/proofs/test_guesses.py"
GUESSES = 10_000
A_DAY = 150

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]


def test_at_one_account_from_ten_thousand_networks(database_url, engine_name, tmp_path):
    guesser = Guesser(database_url, tmp_path, ("alice",), GUESSES)
    try:
        one_account(guesser, GUESSES)
    finally:
        guesser.close()
    days = guesser.per_day()
    whole = [count for day, count in days.items() if day < max(days)]
    record_proof(
        f"Limits: guesses at one account from {GUESSES} networks ({engine_name})",
        f"{sum(days.values())} of {GUESSES} got through in {GUESSES / 1440:.1f} days, at most "
        f"{max(whole)} on a day (bound {A_DAY}); two replicas, {guesser.restarts} restarts",
        COMMAND,
        holds=max(whole) <= A_DAY,
    )
    assert max(whole) <= A_DAY


def test_at_many_accounts_from_a_hundred_networks(database_url, engine_name, tmp_path):
    names = tuple(f"name{number}" for number in range(200))
    guesser = Guesser(database_url, tmp_path, names, 100)
    try:
        many_accounts(guesser, GUESSES, timedelta(days=1))
    finally:
        guesser.close()
    through, most = sum(guesser.through.values()), guesser.most_per_name()
    record_proof(
        f"Limits: guesses at 200 accounts from 100 networks in a day ({engine_name})",
        f"{through} of {GUESSES} got through, at most {most} at one account on a day "
        f"(bound {A_DAY}); two replicas, {guesser.restarts} restarts",
        COMMAND,
        holds=most <= A_DAY,
    )
    assert most <= A_DAY
