"""Statements by libpq itself: prepared when they come again, several in one exchange."""

import os
import socket

import psycopg
import pytest
from psycopg import pq

from persistence import postgres_wire
from persistence.engine import read_url
from persistence.postgres_link import connect, conninfo
from persistence.postgres_wire import Wire, numbered

pytestmark = pytest.mark.postgres
PLUS = "SELECT %s::int + 1"


@pytest.fixture
def engine_name():
    return "postgres"


@pytest.fixture
def wire(database_url):
    made = Wire(connect(conninfo(read_url(database_url))))
    yield made
    made.close()


def prepared(wire):
    """Return the texts that Postgres keeps planned for the connection."""
    return [
        row[0] for row in wire.connection.execute("SELECT statement FROM pg_prepared_statements")
    ]


def one(wire, *statement):
    return wire.first(wire.ask(*statement), tuple)[0]


def test_numbers_the_places_of_values():
    assert numbered("a %s, b %s, c %% d") == b"a $1, b $2, c % d"


def test_prepares_what_comes_a_second_time(wire):
    assert one(wire, PLUS, (1,)) == 2
    assert prepared(wire) == []
    assert one(wire, PLUS, (2,)) == 3
    assert one(wire, PLUS, (3,)) == 4
    assert prepared(wire) == ["SELECT $1::int + 1"]


def test_takes_a_larger_number_than_before(wire):
    numbers = (1, 2, 40_000, 3_000_000_000, 5)
    assert [one(wire, "SELECT %s::bigint", (number,)) for number in numbers] == list(numbers)


def test_prepares_a_text_once_that_comes_twice_in_one_exchange(wire):
    wire.ask(PLUS, (1,))
    assert [
        wire.first(each, tuple) for each in wire.together(*[(PLUS, (n,)) for n in (1, 2, 3)])
    ] == [(2,), (3,), (4,)]
    assert len(prepared(wire)) == 1


def test_keeps_no_more_than_its_most(wire, monkeypatch):
    monkeypatch.setattr(postgres_wire, "KEPT", 1)
    monkeypatch.setattr(postgres_wire, "SIGHTINGS", 2)
    for _ in range(3):
        for number in range(4):
            assert one(wire, f"SELECT %s::int + {number}", (1,)) == 1 + number
    assert len(prepared(wire)) <= 1


def test_runs_nothing_after_a_statement_that_failed(wire):
    wire.ask("CREATE TEMP TABLE kept (n int)")
    with pytest.raises(psycopg.errors.DivisionByZero):
        wire.together(
            ("INSERT INTO kept VALUES (%s)", (1,)),
            ("SELECT 1 / %s::int", (0,)),
            ("INSERT INTO kept VALUES (%s)", (2,)),
        )
    assert one(wire, "SELECT count(*) FROM kept") == 0


def test_goes_on_after_a_text_that_cannot_be_prepared(wire):
    for _ in range(3):
        with pytest.raises(psycopg.errors.UndefinedTable):
            wire.together((PLUS, (1,)), ("SELECT * FROM nowhere", ()), (PLUS, (2,)))
    assert one(wire, PLUS, (1,)) == 2


def test_sends_nothing_of_an_exchange_with_a_value_that_is_refused(wire):
    with pytest.raises(psycopg.DataError):
        wire.together((PLUS, (1,)), ("SELECT %s::text", ("a\x00b",)))
    assert one(wire, PLUS, (1,)) == 2


def test_sends_more_than_a_socket_takes_at_once(wire):
    large = bytes(4_000_000)
    wire.ask("CREATE TEMP TABLE large (b bytea)")
    for _ in range(2):
        wire.together(*[("INSERT INTO large VALUES (%s)", (large,))] * 3)
    assert one(wire, "SELECT sum(length(b))::bigint FROM large") == 6 * len(large)


def test_says_that_the_connection_is_lost(wire, database_url):
    place = one(wire, "SELECT pg_backend_pid()")
    with connect(conninfo(read_url(database_url))) as other:
        other.execute("SELECT pg_terminate_backend(%s, 60000)", (place,))
    with pytest.raises(psycopg.OperationalError):
        wire.together((PLUS, (1,)), (PLUS, (2,)))
    assert wire.gone
    with pytest.raises(psycopg.OperationalError, match="lost"):
        wire.ask(PLUS, (1,))


def test_says_so_too_of_a_statement_that_was_prepared(wire, database_url):
    for _ in range(3):
        place = one(wire, "SELECT pg_backend_pid()")
    with connect(conninfo(read_url(database_url))) as other:
        other.execute("SELECT pg_terminate_backend(%s, 60000)", (place,))
    with pytest.raises(psycopg.OperationalError):
        wire.ask("SELECT pg_backend_pid()")
    assert wire.gone
    with pytest.raises(psycopg.OperationalError, match="lost"):
        wire.ask("SELECT pg_backend_pid()")
    assert wire.hung_up()


def test_says_so_of_a_socket_that_is_shut(wire):
    for _ in range(3):
        wire.ask(PLUS, (1,))
    with socket.socket(fileno=os.dup(wire.connection.fileno())) as same:
        same.shutdown(socket.SHUT_RDWR)
    with pytest.raises(psycopg.OperationalError):
        wire.ask(PLUS, (1,))
    assert wire.gone


def test_says_so_where_it_could_not_even_be_sent(wire):
    for _ in range(3):
        wire.ask(PLUS, (1,))

    class Unsent:
        """As libpq is when the server is gone and has left nothing to be read."""

        status = pq.ConnStatus.OK

        def exec_prepared(self, *_sent):
            self.status = pq.ConnStatus.BAD
            raise MemoryError

    wire._libpq = Unsent()
    with pytest.raises(psycopg.OperationalError, match="lost"):
        wire.ask(PLUS, (1,))


def test_a_connection_whose_answers_were_not_all_taken_is_used_no_more(wire, monkeypatch):
    def torn(_wire):
        raise MemoryError

    monkeypatch.setattr(Wire, "_answers", torn)
    with pytest.raises(MemoryError):
        wire.together((PLUS, (1,)))
    assert wire.gone
