"""Whether the master key file and the database belong together."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.kernel.errors import MASTER_KEY_MOVED, Refusal
from domain.kernel.secrets import same
from persistence import sealing
from persistence.db import Db
from persistence.engine import Database
from persistence.faults import Unfit
from persistence.mapping import table_of
from persistence.sealing import KeyRing, MasterKey, MasterKeyMissing, MasterKeyWrong
from persistence.statements import Prepared
from persistence.tables.installation import InstallationRow
from persistence.tables.tenants import TenantRow

log = logging.getLogger("byleave.persistence")
_ROW: Final = 1
_LOOKS: Final = 4
_PAUSE: Final = 0.05
"""Seconds between two looks at the files: a rotation's renames take no longer."""
_INSTALLATION = table_of(InstallationRow)
_TENANT = table_of(TenantRow)

_MARK = Prepared(select(_INSTALLATION.c.master_key_id, _INSTALLATION.c.master_key_check))
_SET = Prepared(insert(_INSTALLATION).on_conflict_do_nothing(index_elements=["id"]))
_TENANTS = Prepared(select(func.count()).select_from(_TENANT), int)
_MOVE = Prepared(
    update(_INSTALLATION).values(
        master_key_id=bindparam("key_id"), master_key_check=bindparam("check_value")
    )
)


def unlock(database: Database, path: Path, *, create: bool) -> KeyRing:
    """Return the key ring this database is sealed under.

    Args:
        database: migrated.
        path: the master key file.
        create: make the key when the database has never had one: for an empty embedded SQLite
            and for `byleave keys init`, never else.

    Raises:
        MasterKeyMissing: there is no file, and none may be made.
        MasterKeyWrong: the file holds another key than the database was sealed under.
    """
    mark = database.read(lambda db: db.one(_MARK))
    if mark is not None:
        return _fitting(path, *mark)
    if not path.exists():
        if not create or database.read(lambda db: db.one(_TENANTS)):
            raise MasterKeyMissing(
                f"There is no master key at {path} and none is made by itself here: "
                "run `byleave keys init`, or name the file with BYLEAVE_MASTER_KEY_FILE."
            )
        sealing.create(path)
    ring = sealing.load(path)
    database.write(lambda db: _keep(db, ring.current), durable=True)
    # Another process may have been first: what is in the row now decides.
    return unlock(database, path, create=False)


def keeping_up(path: Path, ring: KeyRing) -> Callable[[Db], None]:
    """Return what takes up a master key that was rotated beside this process.

    Args:
        path: the master key file.
        ring: of this process; everything that seals and opens shares it.
    """

    def keep_up(db: Db) -> None:
        """Look which key the database names; nothing else is read while it is ours.

        Refuses:
            master_key_moved: it is another one, and its file is not here.
        """
        found = db.one(_MARK)
        if found is None or found[0] == ring.current.id:
            return
        ring.become(_again(path, *found))
        log.info("the master key was rotated; this process uses %s now", ring.key_id)

    return keep_up


def mark(db: Db, key: MasterKey) -> None:
    """Write down that everything is sealed under this key from now on; part of a rotation."""
    db.run(_MOVE, key_id=key.id, check_value=key.check_value())


def _keep(db: Db, key: MasterKey) -> None:
    db.run(_SET, id=_ROW, master_key_id=key.id, master_key_check=key.check_value())


def _again(path: Path, key_id: bytes, check: bytes) -> KeyRing:
    """Read the files again; between two of a rotation's renames one of them may be elsewhere."""
    for _ in range(_LOOKS):
        try:
            return _fitting(path, key_id, check)
        except (Unfit, FileNotFoundError):
            time.sleep(_PAUSE)
    log.error("the master key was rotated and its file is not at %s", path)
    raise Refusal(MASTER_KEY_MOVED)


def _fitting(path: Path, key_id: bytes, check: bytes) -> KeyRing:
    if not path.exists():
        raise MasterKeyMissing(
            f"There is no master key at {path}, and this database is sealed under key "
            f"{key_id.hex()}: put that file back, or name it with BYLEAVE_MASTER_KEY_FILE."
        )
    ring = sealing.load(path).using(key_id)
    if ring is None or not same(ring.current.check_value(), check):
        raise MasterKeyWrong(
            f"The master key {path} is not the one this database is sealed under "
            f"({key_id.hex()}): put the right file back, or name it with BYLEAVE_MASTER_KEY_FILE."
        )
    return ring
