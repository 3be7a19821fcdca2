"""A small table for tests of the engine itself: slips that are taken once."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

import psycopg
from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.schema import CreateTable

from persistence.engine import read_url
from persistence.postgres_link import conninfo
from persistence.statements import POSTGRES, SQLITE, Prepared
from persistence.types import Id, Json, Span, Utc, Words

SLIP = Table(
    "slip",
    MetaData(),
    Column("id", Id, primary_key=True),
    Column("word", String, unique=True),
    Column("count", Integer),
    Column("at", Utc),
    Column("kept_for", Span),
    Column("words", Words),
    Column("notes", Json),
    Column("good", Boolean),
)
_THIS = SLIP.c.id == bindparam("id")

ADD = Prepared(insert(SLIP))
NOTE = Prepared(insert(SLIP), evidence=True)
GET = Prepared(select(SLIP).where(_THIS))
ALL = Prepared(select(SLIP.c.word).order_by(SLIP.c.word), str)
COUNT = Prepared(update(SLIP).where(_THIS).values(count=SLIP.c.count + 1))
SPEND = Prepared(update(SLIP).where(_THIS).values(count=SLIP.c.count + 1), evidence=True)
TAKE = Prepared(delete(SLIP).where(_THIS).returning(SLIP.c.word), str, evidence=True)
DROP = Prepared(delete(SLIP).where(_THIS).returning(SLIP.c.word), str)


def a_slip(word: str | None = None) -> dict[str, object]:
    """Return the values of a slip."""
    return {
        "id": os.urandom(16),
        "word": word or os.urandom(8).hex(),
        "count": 0,
        "at": None,
        "kept_for": None,
        "words": None,
        "notes": None,
        "good": None,
    }


def make_table(url: str) -> None:
    """Make the table in a database of either engine."""
    target = read_url(url)
    if target.get_backend_name() == "sqlite":
        connection = sqlite3.connect(Path(str(target.database)))
        connection.execute(str(CreateTable(SLIP).compile(dialect=SQLITE)))
        connection.close()
        return
    with psycopg.connect(conninfo(target), autocommit=True) as server:
        server.execute(str(CreateTable(SLIP).compile(dialect=POSTGRES)))


def kept(slips, word=None):
    slip = a_slip(word)
    slips.write(lambda db: db.add(ADD, **slip))
    return slip["id"]


def words(slips):
    return slips.read(lambda db: db.all(ALL))


def count_of(slips, id_):
    return slips.read(lambda db: db.one(GET, id=id_))[2]


class Gate:
    """Holds the writer's threads, so that jobs gather behind them."""

    def __init__(self, database):
        self._open = threading.Event()
        self._held = [database.writer.submit(self._wait) for _ in database.writer.servers]
        for _ in database.writer.servers:
            self._arrived.acquire(timeout=60)

    _arrived = threading.Semaphore(0)

    def _wait(self, _db):
        self._arrived.release()
        self._open.wait(60)

    def open(self):
        self._open.set()
        for held in self._held:
            held.result(60)
