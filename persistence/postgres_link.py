"""How a connection to Postgres is opened."""

from __future__ import annotations

import select
import sys
from typing import Any, Final

import orjson
import psycopg
from psycopg.types.json import set_json_loads
from sqlalchemy.engine import URL

from persistence.faults import Unfit

_LEAST_VERSION: Final = 140000
_ANSWER_WITHIN: Final = 5
"""Seconds for a Postgres to let us in, where its URL says nothing else (`connect_timeout`)."""
_PREPARED: Final = 500
"""Statements Postgres keeps planned for each connection; we have some two hundred."""


def connect(info: str) -> psycopg.Connection[Any]:
    """Open a connection in autocommit, in UTC, that reads JSON with orjson.

    Raises:
        Unfit: nobody answers there, or it is too old.
    """
    try:
        connection = psycopg.connect(info, autocommit=True)
    except psycopg.OperationalError as fault:
        raise Unfit(
            f"Postgres does not answer: {str(fault).strip()}. Check BYLEAVE_DATABASE_URL."
        ) from None
    if connection.info.server_version < _LEAST_VERSION:
        connection.close()
        raise Unfit("This Postgres is too old: version 14 or newer is needed.")
    connection.prepared_max = _PREPARED
    set_json_loads(orjson.loads, connection)
    return connection


def hung_up(connection: psycopg.Connection[Any]) -> bool:
    """Tell whether the server ended an idle connection, and close it then.

    Asked before a change is sent: one that is sent into a cut connection is in doubt.
    """
    # Nothing is expected there: what can be read is a farewell.
    spoke = _readable(connection.fileno())
    if spoke:
        connection.close()
    return spoke


def _readable(handle: int) -> bool:
    if sys.platform == "win32":
        return bool(select.select([handle], [], [], 0)[0])
    asked = select.poll()  # five microseconds, and any handle
    asked.register(handle, select.POLLIN)
    return bool(asked.poll(0))


def conninfo(url: URL) -> str:
    """Write an SQLAlchemy URL as libpq reads it, with our time zone and name."""
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    patience = {} if "connect_timeout" in url.query else {"connect_timeout": _ANSWER_WITHIN}
    return psycopg.conninfo.make_conninfo(
        plain, application_name="byleave", options="-c TimeZone=UTC", **patience
    )
