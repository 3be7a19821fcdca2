"""The one way into use cases: where each runs, what it gets, and what a refusal leaves."""

import asyncio
import threading

import pytest

from app.runtime.call import Call
from app.runtime.powers.pool import HashingPool
from domain.kernel.errors import Refusal, invalid
from domain.kernel.events import Event
from domain.kernel.work import STRANGER, Staged, reads, system, writes
from persistence.faults import RefusedAfterChange
from tests.support.factories import a_scope, an_account

ACTOR = system("test")


class Power:
    """A power of a test."""

    def do(self):
        return threading.current_thread().name


@reads
def who(work):
    return work.tenant.slug, work.actor


@reads
def echo(work, request, *, extra="none"):
    return request, extra


@reads
def on_which_thread(work):
    return threading.current_thread().name


@writes()
def written(work, account):
    work.accounts.add(account)
    return threading.current_thread().name


@reads
def written_in_a_read(work, account):
    work.accounts.add(account)


@writes()
def refused(work, key):
    work.limits.fail(key, work.now, work.now)
    raise invalid("field", "it is not right.")


@writes()
def refused_too_late(work, account):
    work.accounts.add(account)
    raise invalid("field", "it is not right.")


@writes(durable=True)
def broken(work, account):
    work.accounts.add(account)
    raise RuntimeError("a fault")


@reads
def looked(work, request):
    return ("seen", request)


def slow(seen, request, *, power):
    return (seen, power.do())


@writes()
def settled(work, request, seen, made):
    work.scopes.put(a_scope(value="settled"))
    return request, seen, made, threading.current_thread().name


STAGED = Staged(looked, slow, settled, powers=("power",))


def slowly_refused(seen, request, *, power):
    raise invalid("field", "too slow.")


@pytest.fixture
def call(stage):
    pool = HashingPool(1)
    yield Call(stage.database, stage.works, pool, {"power": Power(), "other": object()})
    pool.close()


@pytest.fixture(params=["awaited", "waited for"])
def run(request, call):
    """Both faces of it, which must not differ."""

    def act(use_case, *given, **named):
        named.setdefault("tenant", "acme")
        if request.param == "waited for":
            return call.now(use_case, *given, **named)
        return asyncio.run(call(use_case, *given, **named))

    return act


class TestPlain:
    def test_opens_the_tenant_as_the_actor(self, run):
        assert run(who, actor=ACTOR) == ("acme", ACTOR)

    def test_is_a_strangers_unless_told_otherwise(self, run):
        assert run(who)[1] is STRANGER

    def test_takes_a_tenant_by_its_id_too(self, run, stage):
        tenant = stage.read(lambda work: work.tenant)
        assert run(who, tenant=tenant.id)[0] == "acme"

    def test_opens_the_installation_where_no_tenant_is_named(self, run):
        found = run(reads(lambda work: [each.slug for each in work.tenants.all()]), tenant=None)
        assert found == ["acme"]

    def test_refuses_a_tenant_that_is_not_there(self, run):
        with pytest.raises(Refusal, match="not_found"):
            run(who, tenant="nowhere")

    def test_hands_over_request_and_powers(self, run):
        assert run(echo, "asked", extra="given") == ("asked", "given")
        assert run(echo, None) == (None, "none")

    def test_writes_in_the_writers_thread(self, run, stage):
        account = an_account()
        assert run(written, account).startswith("byleave-writer")
        assert stage.read(lambda work: work.accounts.get(account.id)) == account

    def test_reads_in_the_callers_thread(self, run):
        assert run(on_which_thread) == threading.current_thread().name

    def test_cannot_write_in_a_read(self, run, stage):
        account = an_account()
        with pytest.raises(Exception, match="readonly"):
            run(written_in_a_read, account)
        assert stage.read(lambda work: work.accounts.get(account.id)) is None


class TestRefusal:
    def test_leaves_its_evidence(self, run, stage):
        with pytest.raises(Refusal, match="invalid_input"):
            run(refused, bytes(32))
        assert stage.read(lambda work: work.limits.get(bytes(32))).failures == 1

    def test_after_a_change_is_a_fault_and_leaves_nothing(self, run, stage):
        account = an_account()
        with pytest.raises(RefusedAfterChange):
            run(refused_too_late, account)
        assert stage.read(lambda work: work.accounts.get(account.id)) is None

    def test_a_fault_leaves_nothing(self, run, stage):
        account = an_account()
        with pytest.raises(RuntimeError):
            run(broken, account)
        assert stage.read(lambda work: work.accounts.get(account.id)) is None


class TestStaged:
    def test_goes_from_look_to_slow_to_settle(self, run, stage):
        request, seen, made, thread = run(STAGED, "asked")
        assert (request, seen) == ("asked", ("seen", "asked"))
        assert made[0] == seen
        assert made[1].startswith("byl-hash")
        assert thread.startswith("byleave-writer")
        assert [scope.value for scope in stage.read(lambda work: work.scopes.all())] == ["settled"]

    def test_has_no_work_open_while_it_is_slow(self, call, stage):
        """Whoever is slow keeps no writer waiting."""

        def write_meanwhile(seen, request, *, power):
            stage.write(lambda work: work.scopes.put(a_scope(value="meanwhile")))

        call.now(Staged(looked, write_meanwhile, settled, ("power",)), "x", tenant="acme")
        assert len(stage.read(lambda work: work.scopes.all())) == 2

    def test_a_slow_refusal_settles_nothing(self, run, stage):
        with pytest.raises(Refusal, match="invalid_input"):
            run(Staged(looked, slowly_refused, settled, ("power",)), "asked")
        assert stage.read(lambda work: work.scopes.all()) == ()

    def test_gets_the_powers_it_names_and_no_other(self, run):
        def greedy(seen, request, **powers):
            return sorted(powers)

        assert run(Staged(looked, greedy, settled, ("other",)), "x")[2] == ["other"]

    def test_names_a_power_that_is_there(self, run):
        with pytest.raises(KeyError):
            run(Staged(looked, slow, settled, ("magic",)), "x")


class TestTold:
    def test_events_are_written_down_with_the_change(self, run, stage):
        class Happened(Event):
            name = ""

        def tell(work):
            work.tell(Happened())

        run(writes()(tell))
        assert [type(event).__name__ for event in stage.told] == ["Happened"]
