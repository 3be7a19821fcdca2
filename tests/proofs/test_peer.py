"""Ours beside the quickest rival with a database that we know, one after the other on one core."""

import shutil

import pytest

from app.operations.bench.operations import LOGIN
from app.operations.bench.run import Plan, run
from tests.support.peer import OPERATIONS, installed, measured, peer_in
from tests.support.proofs import record_proof

COMMAND = "pytest -m long tests/proofs/test_peer.py"
RIVAL = "oidc-provider 9.13.3 on Node.js, rows in SQLite with FULL"

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(shutil.which("npm") is None, reason="the rival needs Node.js and npm"),
]


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    with peer_in(installed(tmp_path_factory.mktemp("peer"))) as peer:
        return measured(peer)


@pytest.fixture(scope="module")
def ours(theirs):
    """Measured when theirs has stopped: two servers at a time would share a core."""
    only = tuple(LOGIN if name.startswith(LOGIN) else name for name in OPERATIONS)
    report = run(Plan("sqlite", only=only), lambda _figure: None)
    return {each.operation.name: each.cpu for each in report.figures}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_asks_less_of_a_core_than_the_rival(ours, theirs, operation):
    own, other = ours[operation], theirs[operation]
    record_proof(
        f"Rival: {operation}",
        f"{own:.3g} ms, theirs {other:.3g} ms: {own / other:.2f} times as much"
        f" ({RIVAL}; the same machine within minutes)",
        COMMAND,
        holds=own <= other,
    )
    assert own <= other, (operation, own, other)
