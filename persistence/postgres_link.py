"""How a connection to Postgres is opened."""

from __future__ import annotations

from typing import Any, Final

import orjson
import psycopg
from psycopg.types.json import set_json_loads
from sqlalchemy.engine import URL

from persistence.faults import Unfit

_LEAST_VERSION: Final = 140000
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


def conninfo(url: URL) -> str:
    """Write an SQLAlchemy URL as libpq reads it, with our time zone and name."""
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.conninfo.make_conninfo(
        plain, application_name="byleave", options="-c TimeZone=UTC"
    )
