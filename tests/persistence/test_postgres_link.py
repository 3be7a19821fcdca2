"""What is asked of Postgres beside our jobs."""

import psycopg
import pytest

from persistence.engine import read_url
from persistence.postgres_link import gather_figures
from tests.support.slips import ADD, a_slip


@pytest.mark.postgres
class TestFigures:
    @pytest.fixture
    def engine_name(self):
        return "postgres"

    def test_are_those_of_the_rows_that_are_there(self, slips, database_url):
        slips.write(lambda db: db.add(ADD, **a_slip("a")))
        gather_figures(read_url(database_url))
        with psycopg.connect(slips.conninfo, autocommit=True) as server:
            told = server.execute("SELECT reltuples FROM pg_class WHERE relname = 'slip'")
            assert told.fetchone() == (1.0,)
