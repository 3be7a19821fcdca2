"""What tests of the login room stand on."""

import pytest

from tests.support.sign_ins import Walk, a_person, open_shop


@pytest.fixture
def alice(stage):
    stage.shop = open_shop(stage)
    return a_person(stage)


@pytest.fixture
def walk(stage, alice):
    return Walk(stage, stage.shop)
