"""Jobs that a crew takes all at once, so that they run abreast."""

from __future__ import annotations

import contextlib
import threading

import psycopg

from tests.support.slips import ADD, ALL, a_slip


def adding(word):
    """Return a job that asks, and adds a slip."""

    def act(db):
        db.all(ALL)
        db.add(ADD, **a_slip(word))
        return word

    return act


@contextlib.contextmanager
def gathered(crew):
    """Yield what submits jobs that are all taken at once when the block ends."""
    begun, go = threading.Event(), threading.Event()

    def wait(_db):
        begun.set()
        go.wait(10)

    first = crew.submit(wait)
    assert begun.wait(10)
    yield crew.submit
    go.set()
    first.result(10)


def ends(futures):
    """Return the kinds of the futures' faults, in their order."""
    return [type(future.exception(10)) for future in futures]


def cut(slips, crew):
    """End the connection of a crew of one, and wait until it has."""
    pid = crew.servers[0]._wire.connection.info.backend_pid
    with psycopg.connect(slips.conninfo, autocommit=True) as server:
        server.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
