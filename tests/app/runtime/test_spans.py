"""Lengths of time, as people say them."""

from datetime import timedelta

import pytest

from app.runtime.spans import span
from app.runtime.words import ENGLISH


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(), "0 seconds"),
        (timedelta(seconds=90), "90 seconds"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=15), "15 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=36), "36 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=90), "90 days"),
        (timedelta(days=365), "1 year"),
        (timedelta(days=366), "1 year"),
        (timedelta(days=367), "367 days"),
        (timedelta(days=730), "2 years"),
    ],
)
def test_is_said_in_its_largest_whole_unit(length, said):
    assert span(ENGLISH, length) == said
