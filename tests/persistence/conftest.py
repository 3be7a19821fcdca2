import pytest

from persistence.postgres_wire import Wire
from tests.support.databases import opened
from tests.support.slips import make_table


@pytest.fixture
def slips(database_url):
    """An open database with the table `slip`, on each engine in turn."""
    make_table(database_url)
    database = opened(database_url)
    yield database
    database.close()


@pytest.fixture
def slips_on_sqlite(sqlite_template, tmp_path):
    url = sqlite_template.copy(tmp_path)
    make_table(url)
    database = opened(url)
    yield database
    database.close()


@pytest.fixture
def exchanges(monkeypatch):
    """The texts of each exchange with Postgres, in the order they are sent."""
    seen = []
    send = Wire._exchange

    def sending(wire, sent):
        seen.append([key[0] for key, *_ in sent])
        return send(wire, sent)

    monkeypatch.setattr(Wire, "_exchange", sending)
    return seen
