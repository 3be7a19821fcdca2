"""Can this database serve now?"""

from __future__ import annotations

from sqlalchemy import column, select, table

from domain.kernel.errors import Refusal
from persistence.engine import Database
from persistence.migrations.history import head
from persistence.statements import Prepared

_STORED = Prepared(select(column("version_num")).select_from(table("alembic_version")), str)


async def ready(database: Database) -> str | None:
    """Tell what stands in the way of serving, in one sentence; None when nothing does.

    Asked by `/readyz`; an answer that takes no look at rows of any tenant.
    """
    try:
        stored = await database.reading(lambda db: db.one(_STORED))
    except Refusal as busy:
        return busy.sentence()
    except Exception:  # noqa: BLE001 - whatever the driver says, it is not ready
        return "The database does not answer."
    if stored == head():
        return None
    return "The database is not at this version's schema: run `byleave migrate`."
