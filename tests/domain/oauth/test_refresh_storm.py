"""A crowd shows one refresh token at once, at two processes: one family lives, or none."""

import pytest

from tests.support.refreshing import storm

CROWD = 200


@pytest.mark.slow
class TestStorm:
    def test_hands_all_of_them_the_one_successor(self, database_url):
        seen = storm(database_url, CROWD, late=False)
        assert len(seen.heirs) == 1
        assert seen.heirs.total() + seen.refused.total() == CROWD
        assert set(seen.refused) <= {"busy"}
        assert seen.alive == 1

    def test_ends_the_family_once_the_grace_is_over(self, database_url):
        seen = storm(database_url, CROWD, late=True)
        assert len(seen.heirs) <= 1
        assert seen.refused["invalid_grant"] > 0
        assert seen.alive == 0
