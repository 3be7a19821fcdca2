"""A process says that it lives and keeps what it counted; a database that fails ends nothing."""

import pytest

from app.operations.pulse import Pulse
from app.runtime.tally import Tally
from domain.figures.add import add_tokens
from domain.figures.names import TOKENS
from domain.kernel.ids import new_id
from domain.kernel.work import system
from domain.operators.nodes import nodes
from domain.tenants.change import disable_tenant
from domain.tenants.create import NewTenant, create_tenant
from persistence.outage import SILENT, Outage
from tests.support.disks import files_no_longer_than
from tests.support.house import a_house

ACTOR = system("test")


@pytest.fixture
def house(sqlite_template, tmp_path):
    made = a_house(sqlite_template.copy(tmp_path), tmp_path)
    made.call.now(create_tenant, NewTenant("acme", "Acme"), tenant=None, actor=ACTOR)
    yield made
    made.close()


def tokens(house):
    today = house.clock.now().date()

    def read(db):
        work = house.works.open(db, "acme", ACTOR)
        return [a for _, name, a in work.counters.between(today, today) if name == TOKENS]

    return house.database.read(read)


def seen(house):
    return [node.id for node, _ in house.call.now(nodes, tenant=None, actor=ACTOR)]


class TestTally:
    def test_is_taken_once(self):
        tally, client = Tally(), new_id()
        tally.count("acme", client)
        tally.count("acme", client, 2)
        tally.count("globex", client)
        assert tally.take() == {"acme": {client: 3}, "globex": {client: 1}}
        assert tally.take() == {}


class TestPulse:
    async def test_says_that_it_lives_and_strikes_itself_out(self, house):
        pulse = Pulse(house, Tally())
        await pulse.beat()
        assert len(seen(house)) == 1
        await pulse.stop()
        assert seen(house) == []

    async def test_keeps_what_was_counted_at_its_end_too(self, house):
        tally = Tally()
        pulse = Pulse(house, tally)
        await pulse.start()
        tally.count("acme", new_id(), 3)
        await pulse.stop()
        assert tokens(house) == [3]

    async def test_keeps_nothing_of_a_tenant_that_was_disabled(self, house):
        tally = Tally()
        tally.count("acme", new_id())
        house.call.now(disable_tenant, tenant="acme", actor=ACTOR)
        await Pulse(house, tally).flush()
        assert tally.take() == {}

    async def test_tries_again_what_was_not_kept(self, house, caplog):
        tally, client = Tally(), new_id()
        tally.count("acme", client, 2)
        house.database.close()
        pulse = Pulse(house, tally)
        await pulse.flush()
        await pulse.beat()
        assert tally.take() == {"acme": {client: 2}}
        assert "signs of life are not kept" in caplog.text

    async def test_tells_an_outage_in_a_line_when_it_begins_and_one_when_it_ends(
        self, house, monkeypatch, caplog
    ):
        async def silence(*_args, **_how):
            raise Outage(SILENT)

        tally = Tally()
        pulse = Pulse(house, tally)
        with monkeypatch.context() as cut:
            cut.setattr(house.database, "writing", silence)
            for _ in range(3):
                tally.count("acme", new_id())
                await pulse.beat()
                await pulse.flush()
        for _ in range(3):
            await pulse.beat()
            await pulse.flush()
        assert [record.getMessage() for record in caplog.records] == [
            f"signs of life are not kept for now: {SILENT}",
            "signs of life are kept again",
        ]
        assert "Traceback" not in caplog.text
        assert tokens(house) == [3]

    async def test_tells_a_fault_of_ours_once_while_it_lasts(self, house, monkeypatch, caplog):
        async def broken(*_args, **_how):
            raise ValueError

        pulse = Pulse(house, Tally())
        with monkeypatch.context() as cut:
            cut.setattr(house.database, "writing", broken)
            for _ in range(3):
                await pulse.beat()
        assert caplog.text.count("Traceback") == 1
        await pulse.beat()
        assert caplog.records[-1].getMessage() == "signs of life are kept again"

    async def test_says_that_storage_takes_writes_again(self, house):
        async def count():
            for _ in range(3):
                await house.call(add_tokens, {new_id(): 1}, tenant="acme", actor=ACTOR)

        with files_no_longer_than(0), pytest.raises(Outage):
            await count()
        assert house.database.writer.trouble is not None
        await Pulse(house, Tally()).beat()
        assert house.database.writer.trouble is None
