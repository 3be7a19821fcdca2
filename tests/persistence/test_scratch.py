"""Databases for a moment: what a killed process left goes, what is used or another's stays."""

import subprocess
import sys
import time

import psycopg
import pytest

from persistence.engine import read_url
from persistence.postgres_link import conninfo
from persistence.scratch import AUDIT, REHEARSAL, left_behind, throw_away

pytestmark = pytest.mark.postgres
PATIENCE = 60.0
HOLDS = """
import sys, time
from persistence.scratch import throw_away
with throw_away(sys.argv[1], "rehearsal") as address:
    print(address, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def url(postgres_template):
    made = postgres_template.copy(empty=True)
    yield made
    postgres_template.drop(made)


def do(url, statement):
    with psycopg.connect(conninfo(read_url(url)), autocommit=True) as server:
        return server.execute(statement)


def there(url):
    """Return the names of all databases of the server that are called like ours."""
    asked = "SELECT datname FROM pg_database WHERE datname LIKE 'byleave\\_%'"
    return {name for (name,) in do(url, asked).fetchall()}


def name_of(address):
    return read_url(address).database


@pytest.fixture
def killed(url):
    """The name of a database whose process was killed, once Postgres knows that it was."""
    process = subprocess.Popen([sys.executable, "-c", HOLDS, url], stdout=subprocess.PIPE)
    name = name_of(process.stdout.readline().decode().strip())
    assert name in there(url)
    process.kill()
    process.communicate()
    ends_at = time.monotonic() + PATIENCE
    while left_behind(url) != (name,):
        assert time.monotonic() < ends_at, "the killed process holds its lock"
        time.sleep(0.05)
    yield name
    do(url, f'DROP DATABASE IF EXISTS "{name}"')


class TestThrowAway:
    @pytest.mark.parametrize("purpose", [AUDIT, REHEARSAL])
    def test_is_there_while_it_is_used(self, url, purpose):
        with throw_away(url, purpose) as address:
            do(address, "CREATE TABLE one (id int)")
            assert name_of(address) in there(url)
            assert left_behind(url) == ()
        assert name_of(address) not in there(url)

    @pytest.mark.parametrize("purpose", [AUDIT, REHEARSAL])
    def test_drops_what_a_killed_process_left(self, url, killed, purpose):
        with throw_away(url, purpose):
            assert killed not in there(url)
        assert left_behind(url) == ()

    def test_leaves_one_that_another_uses_now(self, url):
        with throw_away(url, REHEARSAL) as first, throw_away(url, REHEARSAL) as second:
            assert {name_of(first), name_of(second)} <= there(url)

    def test_leaves_one_in_which_somebody_looks(self, url, killed):
        inside = read_url(url).set(database=killed).render_as_string(hide_password=False)
        with psycopg.connect(conninfo(read_url(inside))), throw_away(url, REHEARSAL):
            assert killed in there(url)
        assert left_behind(url) == (killed,)

    def test_leaves_what_is_not_ours(self, url, killed, postgres_template):
        """A neighbour's leftover is locked in the neighbour's database, which we do not ask."""
        other = postgres_template.copy(empty=True)
        by_hand = f"{killed}_kept"
        do(url, f'CREATE DATABASE "{by_hand}"')
        try:
            with throw_away(other, REHEARSAL):
                assert killed in there(url)
            with throw_away(url, REHEARSAL):
                assert by_hand in there(url)
        finally:
            do(url, f'DROP DATABASE "{by_hand}"')
            postgres_template.drop(other)


def test_a_file_has_none_beside_it(tmp_path):
    assert left_behind(f"sqlite:///{tmp_path / 'byleave.db'}") == ()
