"""How a connection to Postgres is opened."""

from __future__ import annotations

import select
import sys
from collections.abc import Callable
from typing import Any, Final

import orjson
import psycopg
from psycopg.types.json import set_json_loads
from sqlalchemy.engine import URL

from persistence.faults import Unfit

_LEAST_VERSION: Final = 140000
_ANSWER_WITHIN: Final = 5
"""Seconds for a Postgres to let us in, where its URL says nothing else (`connect_timeout`)."""


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
    set_json_loads(orjson.loads, connection)
    return connection


def watching(handle: int, *, writing: bool = False) -> Callable[[float | None], bool]:
    """Return what tells whether a socket has something to say, after so many seconds at most.

    Args:
        handle: the socket's.
        writing: whether that it takes more counts too.
    """
    if sys.platform == "win32":
        out = [handle] if writing else []
        return lambda patience: any(select.select([handle], out, [], patience))
    asked = select.poll()  # takes any handle, where select takes those below 1024
    asked.register(handle, select.POLLIN | (select.POLLOUT if writing else 0))
    return lambda patience: bool(asked.poll(patience and patience * 1000))


def gather_figures(url: URL) -> None:
    """Have Postgres count its tables now; by itself it does within a minute of their filling.

    Until then it takes a tenant's rows for one, and joins them all to find it.
    """
    with connect(conninfo(url)) as connection:
        connection.execute("ANALYZE")


def conninfo(url: URL) -> str:
    """Write an SQLAlchemy URL as libpq reads it, with our time zone and name."""
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    patience = {} if "connect_timeout" in url.query else {"connect_timeout": _ANSWER_WITHIN}
    return psycopg.conninfo.make_conninfo(
        plain, application_name="byleave", options="-c TimeZone=UTC", **patience
    )
