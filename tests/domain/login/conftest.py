"""What tests of the login room stand on."""

import pytest

from tests.support.sign_ins import Walk, a_person, open_shop


@pytest.fixture
def walk(stage):
    shop = open_shop(stage)
    a_person(stage)
    return Walk(stage, shop)
