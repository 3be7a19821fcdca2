"""A process says that it lives and keeps what it counted; a database that fails ends nothing."""

import pytest

from app.operations.pulse import Pulse
from app.runtime.tally import Tally
from domain.figures.names import TOKENS
from domain.kernel.ids import new_id
from domain.kernel.work import system
from domain.operators.nodes import nodes
from domain.tenants.change import disable_tenant
from domain.tenants.create import NewTenant, create_tenant
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
        assert "the next one follows" in caplog.text
