"""Put a backup into an empty place, and revive nothing that ended since it was made (ADR-12)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Final

from app.operations.inside import inside
from app.settings import Settings, make_data_folder
from app.wiring import House, put_together
from domain.consent.end import EXPIRY_BATCH, end_restored
from domain.kernel.clock import Clock, SystemClock
from domain.kernel.work import Actor, system
from domain.operators.restored import WasRestored, tell_restored
from domain.tenants.keys import RotateKey, retire_now, rotate
from domain.tenants.listing import all_tenants, signing_keys
from domain.tenants.records import KeyPurpose, KeyState, Tenant
from persistence.backup import content
from persistence.backup.chunks import Head, fitting_key, opened, read_head
from persistence.backup.ends import end_what_opens
from persistence.engine import open_database
from persistence.faults import Unfit
from persistence.master_key import unlock
from persistence.migrations import migrate
from persistence.migrations.history import RESTORING, head, lay_out, lift, revisions
from persistence.sealing import MasterKey, load

RESTORE: Final = system("restore")


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was put back.

    Args:
        head: what it says of itself.
        ended: how many of each were ended or deleted.
        rows: how many rows each table holds.
    """

    head: Head
    ended: dict[str, int]
    rows: dict[str, int]


def restore(settings: Settings, file: Path, clock: Clock | None = None) -> Restored:
    """Put a backup back: read it to its end first, then fill, migrate, and end what may have ended.

    Args:
        settings: name an empty database, and the master key the backup was sealed under.
        file: the backup.
        clock: a test's; the machine's otherwise.

    Raises:
        Unfit: the key, the file, its age or the place does not fit; nothing was changed.
    """
    clock = clock or SystemClock()
    with _opened(file) as source:
        told = read_head(source)
        _fits(settings, told)
        key = fitting_key(told, load(settings.master_key_file))
        start = source.tell()
        for _ in opened(source, told, key):
            pass
        source.seek(start)
        make_data_folder(settings)
        if settings.sqlite_file is not None:
            return _into_sqlite(settings, settings.sqlite_file, (source, told, key), clock)
        return _into_postgres(settings, (source, told, key), clock)


def head_of(file: Path) -> Head:
    """Return what a backup says of itself."""
    with _opened(file) as source:
        return read_head(source)


Source = tuple[IO[bytes], Head, MasterKey]


def _into_sqlite(settings: Settings, file: Path, source: Source, clock: Clock) -> Restored:
    """Do all of it beside the place, and put it there in one step."""
    beside = file.with_name(f"{file.name}.restoring")
    _clear(beside)
    there = replace(settings, database_url=f"sqlite:///{beside}")
    try:
        content.fill_sqlite(beside, opened(*source))
        migrate(there.database_url, now=clock.now())
        ended = _end(there, source[1], clock)
        rows = content.counts(there.database_url)
        beside.replace(file)
    finally:
        _clear(beside)
    return Restored(source[1], ended, rows)


def _into_postgres(settings: Settings, source: Source, clock: Clock) -> Restored:
    """Fill it in one transaction, behind a mark that lets nobody in before the end."""
    told, address = source[1], settings.database_url
    lay_out(address, told.revision, mark=RESTORING)
    try:
        content.fill_postgres(address, opened(*source))
    except Unfit:
        content.version_is(address, told.revision)  # empty as before, for another try
        raise
    if told.revision != head():
        lift(address, told.revision)
    ended = _end(settings, told, clock)
    rows = content.counts(address)
    content.version_is(address, head())
    return Restored(told, ended, rows)


def _end(settings: Settings, told: Head, clock: Clock) -> dict[str, int]:
    database = open_database(settings.database_url)
    try:
        ring = unlock(database, settings.master_key_file, create=False)
        at = clock.now()
        ended = database.write(lambda db: end_what_opens(db, at), durable=True)
        house = put_together(settings, database, ring, clock)
        leave = keys = 0
        tenants: tuple[Tenant, ...] = house.call.now(all_tenants, tenant=None, actor=RESTORE)
        for tenant in tenants:
            gone, retired = _leave_of(house, tenant), _new_keys(house, tenant)
            _do(house, tenant, tell_restored, WasRestored(told.made_at, gone, retired))
            leave, keys = leave + gone, keys + retired
        house.pool.close()
    finally:
        database.close()
    return ended | {"leave": leave, "keys": keys}


def _leave_of(house: House, tenant: Tenant) -> int:
    ended = 0
    while rows := int(_do(house, tenant, end_restored, EXPIRY_BATCH)):
        ended += rows
    return ended


def _new_keys(house: House, tenant: Tenant) -> int:
    """Let new keys sign, and retire all that signed before: no earlier token is believed."""
    signing = {
        key.alg
        for key in _do(house, tenant, signing_keys)
        if key.purpose is KeyPurpose.TOKEN and key.state is KeyState.ACTIVE
    }
    for alg in sorted(signing):
        _do(house, tenant, rotate, RotateKey(KeyPurpose.TOKEN, alg, at_once=True))
    return int(_do(house, tenant, retire_now))


def _do(house: House, tenant: Tenant, use_case: Any, *request: object) -> Any:  # noqa: ANN401 - any use case
    actor: Actor = RESTORE
    return house.call.now(inside(tenant.id, use_case), *request, tenant=None, actor=actor)


def _fits(settings: Settings, told: Head) -> None:
    engine = "sqlite" if settings.embedded else "postgres"
    if told.engine != engine:
        raise Unfit(
            f"This backup is of {told.engine} and the database is {engine}: "
            f"name one of {told.engine} with --database-url."
        )
    if told.revision not in revisions():
        raise Unfit(
            f"This backup was made by a newer Byleave ({told.version}): install that version."
        )
    file = settings.sqlite_file
    address = settings.database_url
    empty = content.empty_sqlite(file) if file is not None else content.empty_postgres(address)
    if not empty:
        raise Unfit(content.NOT_EMPTY)
    if file is None and not content.fresh_postgres(address, told.revision):
        raise Unfit(
            "This backup is of an earlier version than the empty tables of this database: "
            "name a database without tables."
        )


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    try:
        source = file.open("rb")
    except OSError as fault:
        raise Unfit(f"The backup {file} cannot be read: {fault.strerror}.") from None
    with source:
        yield source


def _clear(file: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
