from dataclasses import replace

import pytest

from persistence import shelves
from persistence.work import Works
from tests.support.databases import opened
from tests.support.factories import a_client
from tests.support.stage import RING, TEST


@pytest.fixture
def client(both):
    made = a_client()
    both.write(lambda work: work.clients.add(made))
    return made


class Looks:
    """Counts the statements a work sends."""

    def __init__(self, stage, monkeypatch):
        self.count = 0
        for name in ("one", "all"):
            kind = self._kind(stage)
            monkeypatch.setattr(kind, name, self._counted(getattr(kind, name)))

    def _kind(self, stage):
        return stage.database.read(type)

    def _counted(self, send):
        def counted(db, *given, **binds):
            self.count += 1
            return send(db, *given, **binds)

        return counted


def look(stage, client):
    return stage.read(lambda work: work.clients.by_client_id(client.client_id))


class TestShelves:
    def test_cost_one_look_at_the_version(self, both, client, monkeypatch):
        look(both, client)
        look(both, client)
        looks = Looks(both, monkeypatch)
        assert look(both, client) == client
        assert looks.count == 1

    def test_cost_nothing_while_the_version_is_believed(self, both, client, monkeypatch):
        both.works = Works(RING, both.clock, both._tell, patience=60)
        look(both, client)
        look(both, client)
        looks = Looks(both, monkeypatch)
        assert look(both, client) == client
        assert looks.count == 0

    def test_are_dropped_by_the_process_that_changed_something(self, both, client):
        both.works = Works(RING, both.clock, both._tell, patience=60)
        look(both, client)
        newer = replace(client, label="Store", version=2)
        both.write(lambda work: work.clients.change(newer))
        assert look(both, client) == newer

    def test_see_what_another_process_changed(self, both, client, database_of_another):
        look(both, client)
        newer = replace(client, label="Store", version=2)
        works = Works(RING, both.clock, lambda _work, _event: None)
        database_of_another.write(lambda db: works.open(db, "acme", TEST).clients.change(newer))
        assert look(both, client) == newer

    @pytest.fixture
    def database_of_another(self, both):
        if both.database.name == "sqlite":
            url = f"sqlite:///{both.database.path}"
        else:
            import psycopg

            parts = psycopg.conninfo.conninfo_to_dict(both.database.conninfo)
            url = f"postgresql://{parts['user']}@/{parts['dbname']}?host={parts['host']}"
        made = opened(url)
        yield made
        made.close()

    def test_are_filled_by_a_write_that_changed_nothing(self, both, client, monkeypatch):
        look(both, client)
        look(both, client)
        both.write(lambda work: work.clients.get(client.id))
        looks = Looks(both, monkeypatch)
        assert both.read(lambda work: work.clients.get(client.id)) == client
        assert looks.count == 1

    def test_are_not_filled_after_a_change_in_the_same_write(self, both, client):
        look(both, client)
        look(both, client)
        newer = replace(client, label="Store", version=2)

        def act(work):
            assert work.clients.change(newer)
            assert work.clients.get(client.id) == newer
            raise OSError("the disk is gone")

        with pytest.raises(OSError, match="disk"):
            both.write(act)
        assert both.read(lambda work: work.clients.get(client.id)) == client
        assert both.write(lambda work: work.clients.get(client.id)) == client

    def test_are_not_made_by_a_write(self, both, client):
        both.write(lambda work: work.clients.get(client.id))
        acme = both.read(lambda work: work.tenant)
        shelf = both.database.read(lambda db: both.works.shelves.of(db, acme.id))
        assert ("client", client.id) not in shelf.things

    def test_keep_nothing_that_is_not_there(self, both, client):
        both.read(lambda work: work.clients.by_client_id("nobody"))
        acme = both.read(lambda work: work.tenant)
        shelf = both.database.read(lambda db: both.works.shelves.of(db, acme.id))
        assert ("client", "nobody") not in shelf.things

    def test_are_cleared_when_they_are_full(self, monkeypatch):
        monkeypatch.setattr(shelves, "MOST", 2)
        shelf = shelves.Shelf(1, 0.0)
        for thing in "abc":
            shelves.keep(shelf, thing, thing)
        assert shelf.things == {"c": "c"}
