"""All rows together, by use case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final

from domain.kernel.secrets import Secret
from tests.laws.rows import Row
from tests.laws.rows_apps import APPS
from tests.laws.rows_backup import BACKUP
from tests.laws.rows_clients import APPLICATIONS
from tests.laws.rows_house import HOUSE
from tests.laws.rows_live import LIVE
from tests.laws.rows_login import LOGIN
from tests.laws.rows_operators import STAFF
from tests.laws.rows_people import PEOPLE
from tests.laws.rows_privacy import PRIVACY
from tests.laws.rows_watching import WATCHING
from tests.laws.rows_window import WINDOW
from tests.laws.rows_words import WORDS

ROWS: Final[tuple[Row, ...]] = (
    *PEOPLE,
    *LOGIN,
    *APPLICATIONS,
    *LIVE,
    *HOUSE,
    *STAFF,
    *APPS,
    *WINDOW,
    *WATCHING,
    *PRIVACY,
    *WORDS,
    *BACKUP,
)
GUARDED: Final = tuple({row.name: row for row in ROWS if row.words}.values())
"""One row of each use case that asks for a permission."""


def label(row: Row) -> str:
    """Return a row's name in a report."""
    return row.name


def said(thing: Any) -> Iterator[object]:
    """Yield every text and every run of bytes in a result, however deep."""
    if isinstance(thing, Secret):
        yield thing.reveal()
    elif isinstance(thing, (str, bytes)):
        yield thing
    elif is_dataclass(thing) and not isinstance(thing, type):
        for each in fields(thing):
            yield from said(getattr(thing, each.name))
    elif isinstance(thing, dict):
        for name, value in thing.items():
            yield from said(name)
            yield from said(value)
    elif isinstance(thing, (tuple, list, set, frozenset)):
        for each in thing:
            yield from said(each)
