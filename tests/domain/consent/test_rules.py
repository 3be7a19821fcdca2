"""Which durations may be picked, which one is chosen beforehand, and when an item ends."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clients.records import ConsentNeed
from domain.consent.records import Duration
from domain.consent.rules import MOST_PROPOSED, UNTIL_ASKED_AGAIN, bound, choices, item_end, preset
from domain.tenants.records import Policy
from tests.support.clock import START
from tests.support.factories import a_client, a_scope

LENGTHS = st.timedeltas(timedelta(minutes=11), timedelta(days=4000))


class TestChoices:
    def test_are_the_five_words_without_a_bound(self):
        offered = choices(a_client(longest_consent=None), Policy())
        assert [choice.duration for choice in offered] == list(Duration)
        assert offered[-1].length == UNTIL_ASKED_AGAIN

    def test_offer_a_word_beyond_the_bound_once_cut_to_it(self):
        offered = choices(a_client(longest_consent=timedelta(hours=2)), Policy())
        assert [(each.duration, each.length) for each in offered[1:]] == [
            (Duration.HOUR, timedelta(hours=1)),
            (Duration.DAY, timedelta(hours=2)),
        ]

    @given(st.none() | LENGTHS, st.none() | LENGTHS)
    def test_never_go_beyond_any_bound(self, of_client, of_tenant):
        client, policy = a_client(longest_consent=of_client), Policy(longest_consent=of_tenant)
        offered = choices(client, policy)
        lengths = [each.length for each in offered]
        assert lengths == sorted(lengths)
        assert lengths[-1] <= bound(client, policy) <= UNTIL_ASKED_AGAIN
        assert len({each.duration for each in offered}) == len(offered)


class TestPreset:
    def test_is_the_shortest_without_a_proposal(self):
        client = a_client(proposed_consent=None)
        assert preset(client, choices(client, Policy())) is Duration.ONCE

    @pytest.mark.parametrize(
        ("proposed", "chosen"),
        [
            (timedelta(minutes=30), Duration.ONCE),
            (timedelta(hours=1), Duration.HOUR),
            (timedelta(days=2), Duration.DAY),
            (timedelta(days=30), Duration.MONTH),
            (timedelta(days=300), Duration.MONTH),
            (timedelta(minutes=1), Duration.ONCE),
        ],
    )
    def test_is_the_longest_within_the_proposal(self, proposed, chosen):
        client = a_client(proposed_consent=proposed, longest_consent=None)
        assert preset(client, choices(client, Policy())) is chosen
        assert timedelta(days=30) == MOST_PROPOSED


class TestItemEnd:
    def test_is_cut_to_the_scopes_own_bound(self):
        offered = choices(a_client(longest_consent=None), Policy())
        scope = a_scope(consent=ConsentNeed.OPTIONAL, longest_consent=timedelta(days=7))
        assert item_end(scope, offered[-1], START) == START + timedelta(days=7)
        assert item_end(scope, offered[1], START) == START + timedelta(hours=1)
