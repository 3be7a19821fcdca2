"""Whatever a stranger sends is read or refused: no parser of ours fails."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.parsers import PARSERS, spoiled

EXAMPLES = 150


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
class TestParser:
    def test_reads_what_is_sound(self, parser):
        assert parser.tried(parser.sound) == "read"

    def test_reads_or_refuses_everything_else(self, parser):
        @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
        @given(text=st.data())
        def tried(text):
            assert parser.tried(text.draw(spoiled(parser.sound)))

        tried()
