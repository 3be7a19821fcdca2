"""A new master key: everything sealed is sealed anew, in one transaction.

Files and database cannot change in one step, so the database decides: it names the key in use, and
the ring holds every key beside the master file, whatever its name. A crash at any point leaves a
pair that opens.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table, bindparam, select, update

from persistence import sealing
from persistence.db import Db
from persistence.engine import Database
from persistence.mapping import table_of
from persistence.master_key import mark, unlock
from persistence.sealing import KeyRing, Place
from persistence.statements import Prepared
from persistence.stores.store import bump
from persistence.tables import SCHEMA
from persistence.tables.tenants import ConfigVersionRow
from persistence.types import Sealed

_VERSION_BYTES = 4
_CONFIG = table_of(ConfigVersionRow)
_EVERY_TENANT: Prepared[tuple[bytes]] = Prepared(select(_CONFIG.c.tenant_id))


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did.

    Args:
        before: id of the key that was in use.
        after: id of the one that is now.
        count: values that were sealed anew.
    """

    before: str
    after: str
    count: int


def rotate_master(database: Database, path: Path) -> Rotated:
    """Make a new master key and seal everything under it; the old file stays beside it.

    Processes that run take the new key up by themselves, from the file beside their own: where each
    machine has a file of its own, the new one is to be put there too.

    Args:
        database: migrated and sealed under the key at `path`.
        path: the master key file; the old one becomes `<name>.<id>`.

    Raises:
        MasterKeyMissing: there is no file.
        MasterKeyWrong: it does not fit this database.
    """
    old = unlock(database, path, create=False)
    made, beside = sealing.create_beside(path)
    new = KeyRing(made, (old.current,))
    count = database.write(lambda db: _seal_anew(db, old, new), durable=True)
    # Under its own id, which is another one than the old key's when a rotation was cut off before.
    path.rename(path.with_name(f"{path.name}.{sealing.load(path).key_id}"))
    beside.replace(path)
    return Rotated(old.key_id, new.key_id, count)


def _seal_anew(db: Db, old: KeyRing, new: KeyRing) -> int:
    count = 0
    for table in SCHEMA.sorted_tables:
        for column in table.c:
            if isinstance(column.type, Sealed):
                count += _column_anew(db, column, old, new)
    mark(db, new.current)
    # Processes that run look at the mark as soon as they see a tenant's configuration move.
    for (tenant_id,) in db.all(_EVERY_TENANT):
        bump(db, tenant_id)
    return count


def _column_anew(db: Db, column: Column[Any], old: KeyRing, new: KeyRing) -> int:
    table: Table = column.table
    key = list(table.primary_key.columns)
    rows = db.all(Prepared(select(column, *key).where(column.is_not(None))))
    put = Prepared(
        update(table)
        .where(*(part == bindparam(f"key_{part.name}") for part in key))
        .values({column.name: bindparam("sealed")})
    )
    for value, *parts in rows:
        place = Place(table.name, column.name, b"".join(map(_bytes, parts)))
        named = {f"key_{part.name}": it for part, it in zip(key, parts, strict=True)}
        db.run(put, sealed=new.seal(old.unseal(value, place), place), **named)
    return len(rows)


def _bytes(part: bytes | int) -> bytes:
    return part.to_bytes(_VERSION_BYTES, "big") if isinstance(part, int) else part
