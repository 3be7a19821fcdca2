"""Can this process serve now?"""

from __future__ import annotations

import logging
from typing import Final

from sqlalchemy import select

from persistence.engine import Database
from persistence.mapping import table_of
from persistence.statements import Prepared
from persistence.tables.installation import InstallationRow

_INSTALLATION = table_of(InstallationRow)
_ASK: Final = Prepared(select(_INSTALLATION.c.id))

log = logging.getLogger("byleave.persistence")


async def ready(database: Database) -> str | None:
    """Ask the database one small question.

    Returns:
        None when it answers, else one sentence for whoever looks at `/readyz`.
    """
    try:
        row = await database.reading(lambda db: db.one(_ASK))
    except Exception:
        log.exception("the database does not answer")
        return "The database does not answer."
    return None if row is not None else "This database has not been set up: run `byleave serve`."
