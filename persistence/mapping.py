"""From a record's fields to a table's columns, and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Select, Table, bindparam
from sqlmodel import SQLModel

from domain.kernel.paging import Page, PageRequest
from persistence.db import Db

R = TypeVar("R")


def table_of(row: type[SQLModel]) -> Table:
    """Return the Core table of an SQLModel class."""
    table: Table = row.__table__  # type: ignore[attr-defined]
    return table


def columns_of(table: Table, record: type, **renamed: str) -> list[Column[Any]]:
    """Return the table's columns in the order of the record's fields.

    Args:
        table: where they lie.
        record: a dataclass; a select of these columns fits its constructor.
        renamed: column name for a field whose column is called otherwise.

    Raises:
        KeyError: a field has no column.
    """
    return [table.c[renamed.get(each.name, each.name)] for each in fields(record)]


def values_of(record: type) -> Callable[[Any], dict[str, Any]]:
    """Return what makes bind values of a record: its fields by name."""
    names = [each.name for each in fields(record)]
    get = attrgetter(*names)
    return lambda value: dict(zip(names, get(value), strict=True))


def same(*columns: Column[Any]) -> list[ColumnElement[bool]]:
    """Return `column = :column` for each: the usual way to name a row."""
    return [column == bindparam(column.name, type_=column.type) for column in columns]


def page_of(
    db: Db,
    select: Select[Any],
    record: Callable[..., R],
    wanted: PageRequest,
    *,
    key: Column[Any],
) -> Page[R]:
    """Return one page, newest first, by key and never by offset.

    Args:
        db: where to ask.
        select: with its filters, without order and limit.
        record: called with the columns; the result has the key as attribute `id`.
        wanted: which page.
        key: the column that orders; unique among the rows.
    """
    return cut(db.ask(portion(select, wanted, key=key), record), wanted)


def portion(select: Select[Any], wanted: PageRequest, *, key: Column[Any]) -> Select[Any]:
    """Return what selects the rows of a page, and one more where there is one."""
    if wanted.after is not None:
        select = select.where(key > wanted.after if wanted.backward else key < wanted.after)
    order = key.asc() if wanted.backward else key.desc()
    return select.order_by(order).limit(wanted.size + 1)


def cut(rows: list[Any], wanted: PageRequest) -> Page[Any]:
    """Return the page that rows selected by `portion` are, newest first."""
    beyond, behind = len(rows) > wanted.size, wanted.after is not None
    rows = rows[: wanted.size]
    if wanted.backward:
        rows.reverse()
    if not rows:
        return Page(())
    older, newer = (behind, beyond) if wanted.backward else (beyond, behind)
    return Page(
        tuple(rows),
        next=rows[-1].id if older else None,
        previous=rows[0].id if newer else None,
    )


def merged(pages: Sequence[Page[R]], asked: PageRequest) -> Page[R]:
    """Return one page of several that were asked the same, newest first.

    Args:
        pages: of disjoint rows, each with the key as attribute `id`.
        asked: which page of each it was.
    """
    if len(pages) == 1:
        return pages[0]
    rows: list[Any] = sorted((row for each in pages for row in each.rows), key=lambda row: row.id)
    beyond = len(rows) > asked.size or any(
        each.previous if asked.backward else each.next for each in pages
    )
    # Those nearest to where the page begins: the oldest of the newer ones, or the newest.
    rows = rows[: asked.size] if asked.backward else rows[-asked.size :]
    rows.reverse()
    if not rows:
        return Page(())
    behind = asked.after is not None
    older, newer = (behind, beyond) if asked.backward else (beyond, behind)
    return Page(
        tuple(rows),
        next=rows[-1].id if older else None,
        previous=rows[0].id if newer else None,
    )
