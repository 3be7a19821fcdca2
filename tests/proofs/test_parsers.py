"""Every parser a stranger reaches, with ten thousand spoiled texts each."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.support.parsers import PARSERS, spoiled
from tests.support.proofs import record_proof

COMMAND = "pytest -m long tests/proofs/test_parsers.py"
EXAMPLES = 10_000

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]


def test_none_fails():
    for parser in PARSERS:

        @settings(
            max_examples=EXAMPLES,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        @given(text=spoiled(parser.sound))
        def tried(text, parser=parser):
            assert parser.tried(text)

        tried()
    record_proof(
        "Hostile input: parsers a stranger reaches",
        f"{len(PARSERS)} parsers, {EXAMPLES} texts each, sound ones spoiled and any at all: each is "
        "read or refused, none fails",
        COMMAND,
    )
