"""An account that is erased while its person decides keeps no leave and no grant."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from domain.accounts.erase import erase
from domain.consent.records import ConsentFilter, Duration
from domain.kernel.paging import PageRequest
from domain.kernel.work import system
from domain.login.conclude import conclude
from persistence.faults import RefusedAfterChange
from persistence.statements import Prepared
from tests.support.sign_ins import STRANGER, Walk, a_person, open_shop

CLI = system("cli")
WAITS = Prepared(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))


@pytest.fixture
def engine_name():
    """On Postgres alone: SQLite has one writer, two works are never open at once there."""
    return "postgres"


@pytest.fixture
def alice(both):
    both.shop, made = open_shop(both), a_person(both)
    return made


@pytest.fixture(params=["just proven", "signed in before"])
def walk(both, alice, request):
    made = Walk(both, both.shop)
    made.sign_in()
    if request.param == "signed in before":
        made = Walk(both, both.shop, session=made.session)
        made.begin()
    return made


def until(done):
    ends_at = time.monotonic() + 20
    while not done() and time.monotonic() < ends_at:
        time.sleep(0.01)


def left(both, alice):
    """Return what the ledger has of them, and their open grants."""
    entries = both.read(
        lambda work: work.consents.page(ConsentFilter(current=False), PageRequest(50))
    ).rows
    return entries, both.read(lambda work: work.grants.of(alice.id))


@pytest.mark.postgres
class TestEraseMeanwhile:
    def test_a_decision_that_is_under_way_is_erased_too(self, both, alice, walk):
        wanted = walk._decision(("orders.read",), Duration.HOUR, {})
        decided, go_on = threading.Event(), threading.Event()

        def deciding(work):
            conclude(work, wanted)
            decided.set()
            go_on.wait(20)

        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(both.write, deciding, actor=STRANGER)
            decided.wait(20)
            second = pool.submit(both.write, lambda work: erase(work, alice.id), actor=CLI)
            until(lambda: second.done() or both.read(lambda work: work.db.one(WAITS))[0])
            go_on.set()
            first.result()
            second.result()
        assert left(both, alice) == ((), ())

    def test_a_decision_that_comes_too_late_is_none(self, both, alice, walk):
        wanted = walk._decision(("orders.read",), Duration.HOUR, {})
        erased, go_on = threading.Event(), threading.Event()

        def erasing(work):
            erase(work, alice.id)
            erased.set()
            go_on.wait(20)

        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(both.write, erasing, actor=CLI)
            erased.wait(20)
            second = pool.submit(both.write, lambda work: conclude(work, wanted), actor=STRANGER)
            until(lambda: second.done() or both.read(lambda work: work.db.one(WAITS))[0])
            go_on.set()
            first.result()
            with pytest.raises(RefusedAfterChange, match="conflict"):
                second.result()
        assert left(both, alice) == ((), ())
