"""Guessing from many networks at two replicas: how much of it gets through, restarts included."""

from datetime import timedelta

import pytest

from tests.support.guessing import Guesser, many_accounts, one_account

A_DAY = 150
"""Guesses at one account that get through on a day at most: five, then five for each hour's delay."""


@pytest.fixture
def guesser(database_url, tmp_path, request):
    names, networks = request.param
    made = Guesser(database_url, tmp_path, names, networks, restart_every=60)
    yield made
    made.close()


@pytest.mark.slow
class TestGuesses:
    @pytest.mark.parametrize("guesser", [(("alice",), 10_000)], indirect=True)
    def test_at_one_account_from_everywhere_are_few(self, guesser):
        one_account(guesser, 240)
        assert guesser.restarts == 4
        assert sum(guesser.through.values()) + guesser.stopped == 240
        assert 20 <= sum(guesser.through.values()) <= 40

    @pytest.mark.parametrize("guesser", [(tuple(f"name{n}" for n in range(12)), 4)], indirect=True)
    def test_at_many_accounts_from_few_networks_are_few_for_each(self, guesser):
        many_accounts(guesser, 300, timedelta(minutes=10))
        assert guesser.most_per_name() <= 15
        assert guesser.stopped > 100
