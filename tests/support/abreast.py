"""Jobs that a crew takes all at once, so that they run abreast."""

from __future__ import annotations

import contextlib
import threading
import time

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
    """Yield what submits jobs that one of the crew's threads takes all at once afterwards."""
    begun, one, others = threading.Semaphore(0), threading.Event(), threading.Event()
    waits = [one, *[others] * (len(crew.servers) - 1)]

    def waiting(go):
        def wait(_db):
            begun.release()
            go.wait(60)

        return wait

    held = []
    for go in waits:
        held.append(crew.submit(waiting(go)))
        assert begun.acquire(timeout=60)
    yield crew.submit
    one.set()
    held[0].result(60)
    ends_at = time.monotonic() + 60
    while crew._queue.qsize() and not crew._closed:
        assert time.monotonic() < ends_at
        time.sleep(0.001)
    others.set()


def ends(futures):
    """Return the kinds of the futures' faults, in their order."""
    return [type(future.exception(60)) for future in futures]


def fallbacks(crew):
    """Return how often jobs of the crew had to part."""
    return sum(server.fallbacks for server in crew.servers)


def cut(slips, crew):
    """End the connections of a crew, and wait until they have."""
    pids = [server._wire.connection.info.backend_pid for server in crew.servers]
    with psycopg.connect(slips.conninfo, autocommit=True) as other:
        for pid in pids:
            other.execute("SELECT pg_terminate_backend(%s, 60000)", (pid,))
