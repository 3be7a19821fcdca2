"""Can this database serve now, what is it, and what time is it there?"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Final

from sqlalchemy import column, func, select, table, update

from domain.kernel.errors import Refusal
from persistence.engine import Database
from persistence.migrations.history import head
from persistence.outage import SILENT, Outage
from persistence.statements import Prepared
from persistence.types import Utc

OLD_SCHEMA: Final = "The database is not at this version's schema: run `byleave migrate`."

_TIME = Prepared(select(func.clock_timestamp(type_=Utc())), lambda moment: moment)
_VERSION = Prepared(select(func.current_setting("server_version")), str)
_VERSIONS = table("alembic_version", column("version_num"))
_STORED = Prepared(select(_VERSIONS.c.version_num), str)
_SAME = Prepared(update(_VERSIONS).values(version_num=_VERSIONS.c.version_num), evidence=True)
"""Changes nothing, and is written all the same: proof that storage takes writes."""


async def ready(database: Database) -> str | None:
    """Tell what stands in the way of serving, in one sentence; None when nothing does.

    Asked by `/readyz`, which keeps the sentence to whoever runs the server; an answer that takes
    no look at rows of any tenant. Once storage refused a write, it is asked for one each time
    until it takes it.
    """
    try:
        stored = await database.reading(lambda db: db.one(_STORED))
        if stored == head() and database.writer.trouble is not None:
            await database.writing(lambda db: db.run(_SAME), durable=True)
            database.writer.recovered()
    except Outage as outage:
        return outage.cause
    except Refusal as busy:
        return busy.sentence()
    except Exception:  # noqa: BLE001 - whatever the driver says, it is not ready
        return SILENT
    if stored == head():
        return None
    return OLD_SCHEMA


def database_time(database: Database) -> datetime | None:
    """Return what time it is where a Postgres runs; None on SQLite, which has no clock of its own.

    It waits for the answer: never on an event loop.
    """
    if database.name == "sqlite":
        return None
    found: datetime | None = database.read(lambda db: db.one(_TIME))
    return found


def database_version(database: Database) -> str:
    """Return the engine and its version, such as `SQLite 3.45.1`.

    It waits for the answer: never on an event loop.
    """
    if database.name == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    return f"Postgres {database.read(lambda db: db.one(_VERSION))}"
