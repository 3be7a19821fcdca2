"""The line of revisions as Alembic walks it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from persistence.migrations.figures import tell_planner

HEAD: Final = "head"
_SQLITE: Final = "sqlite"
_SAY: Final = text("UPDATE alembic_version SET version_num = :version")


def upgrade(connection: Connection, target: str = HEAD, *, since: str = "", mark: str = "") -> None:
    """Run the revisions that are missing, all in one transaction.

    Args:
        target: the revision to stop at; by default the newest.
        since: the revision the tables are of, where a mark stands in its place.
        mark: stands in place of the revision afterwards; nobody sees a moment without it.
    """
    revisions = line()

    def steps(stored: Any, _context: MigrationContext) -> Any:
        return revisions._upgrade_revs(target, stored)  # noqa: SLF001 - what Alembic's own command calls

    environment = EnvironmentContext(Config(), revisions, fn=steps)
    environment.configure(
        connection=connection,
        transactional_ddl=True,
        transaction_per_migration=False,
        render_as_batch=True,
    )
    with connection.begin(), environment:
        if connection.dialect.name == _SQLITE:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        # Reads where the database stands inside the transaction: two at once do the work once.
        if since:
            connection.execute(_SAY, {"version": since})
        environment.run_migrations()
        if mark:
            connection.execute(_SAY, {"version": mark})
        if connection.dialect.name == _SQLITE and target == HEAD:
            tell_planner(connection)


def line() -> ScriptDirectory:
    """Return the revisions beside this file."""
    return ScriptDirectory(str(Path(__file__).parent), file_template="%%(rev)s_%%(slug)s")
