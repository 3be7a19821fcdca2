import pytest

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
