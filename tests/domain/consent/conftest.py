"""What the tests of consent start from."""

import pytest

from domain.consent.records import Duration
from tests.support.sign_ins import Walk, a_person, open_shop


@pytest.fixture
def given(stage):
    """Alice gave the shop all it asked for, for an hour; a grant rests on it."""
    shop = open_shop(stage)
    alice = a_person(stage)
    walk = Walk(stage, shop)
    walk.sign_in()
    walk.decide("orders.read", duration=Duration.HOUR)
    walk.finish()
    stage.shop, stage.alice, stage.walk = shop, alice, walk
    return stage
