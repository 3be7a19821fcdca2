"""Statements compiled once: from a Core statement to driver text and two generated functions.

Measured (performance.md 6.2 c): 6 microseconds a look-up against 20 through Core's compiled cache
and 140 without it. A list with filters that are only known when it is asked for is compiled when
asked: `Prepared(..., adhoc=True)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Generic, TypeVar, cast, overload

from sqlalchemy import Insert
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql.compiler import ExpandedState, SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.expression import Executable
from sqlalchemy.sql.selectable import SelectBase
from sqlalchemy.types import TypeEngine

R = TypeVar("R")
Bind = Callable[[Mapping[str, Any]], tuple[Any, ...]]

SQLITE: Final[Dialect] = SQLiteDialect_pysqlite(paramstyle="qmark")
POSTGRES: Final[Dialect] = PGDialect_psycopg(paramstyle="format")  # type: ignore[no-untyped-call] # so in SQLAlchemy


watchers: Final[list[Callable[[Prepared[Any]], None]]] = []
"""Called with each statement when it is compiled; none runs without: tests read all SQL here."""


class Ready(Generic[R]):
    """One statement in one driver's terms.

    Args:
        text: SQL with the driver's placeholders.
        bind: makes the driver's parameters of the named values.
        row: makes a record of a driver's row.
    """

    __slots__ = ("bind", "row", "text")

    def __init__(self, text: str, bind: Bind, row: Callable[[Sequence[Any]], R]) -> None:
        """Keep the three parts."""
        self.text = text
        self.bind = bind
        self.row = row


class Prepared(Generic[R]):
    """A Core statement, compiled at its first use on each engine and kept.

    Args:
        statement: select, insert, update or delete. Values inside it are constants; what changes
            is a `bindparam(name)`. Constants that must meet a partial index are `literal_column`.
        record: called with the columns in their order; None gives the plain row.
        evidence: the write is evidence (spend, count, burn, consume, revoke, audit), which a
            Refusal leaves behind; every other write is a change (ADR-3).

    An insert is inline: without it Postgres would add RETURNING for a generated key, and merged
    inserts would fail one and all (performance.md 6.5).
    """

    __slots__ = ("changes", "evidence", "on_postgres", "on_sqlite", "record", "statement")

    @overload
    def __init__(
        self: Prepared[tuple[Any, ...]], statement: Executable, *, evidence: bool = False
    ) -> None: ...
    @overload
    def __init__(
        self, statement: Executable, record: Callable[..., R], *, evidence: bool = False
    ) -> None: ...
    def __init__(
        self,
        statement: Executable,
        record: Callable[..., R] | None = None,
        *,
        evidence: bool = False,
    ) -> None:
        """Keep the statement; nothing is compiled yet."""
        self.statement = statement.inline() if isinstance(statement, Insert) else statement
        self.record = record
        self.evidence = evidence
        self.changes = isinstance(statement, UpdateBase) and not evidence
        self.on_sqlite: Ready[R] | None = None
        self.on_postgres: Ready[R] | None = None

    def for_sqlite(self) -> Ready[R]:
        """Return the form for `sqlite3`."""
        if self.on_sqlite is None:
            self.on_sqlite = _compile(self, SQLITE)
        return self.on_sqlite

    def for_postgres(self) -> Ready[R]:
        """Return the form for `psycopg`."""
        if self.on_postgres is None:
            self.on_postgres = _compile(self, POSTGRES)
        return self.on_postgres

    def __repr__(self) -> str:
        """Return the statement's text, never a value."""
        return f"Prepared({str(self.statement)!r})"


class UnknownBind(TypeError):
    """The names given and the names in the statement differ."""

    def __init__(self, text: str, wanted: frozenset[str], given: Mapping[str, Any]) -> None:
        """Name both lists; no value is shown."""
        super().__init__(f"{text!r} takes {sorted(wanted)}, was given {sorted(given)}")


def _compile(prepared: Prepared[R], dialect: Dialect) -> Ready[R]:
    statement = cast("Any", prepared.statement)
    compiled: SQLCompiler = statement.compile(dialect=dialect)
    if any(bind.required and bind.expanding for bind in compiled.binds.values()):
        raise TypeError(f"a list lies in its statement, not in a bind: {compiled.string}")
    open_names = {name: None for name, bind in compiled.binds.items() if bind.required}
    shown = compiled.construct_expanded_state(open_names)
    for watcher in watchers:
        watcher(prepared)
    bind = _bind_function(compiled, shown, dialect)
    row = _row_function(_result_types(statement), dialect, prepared.record)
    return Ready(shown.statement, bind, row)


def _result_types(statement: Any) -> list[TypeEngine[Any]]:
    if isinstance(statement, SelectBase | UpdateBase):
        return [column.type for column in statement.exported_columns]
    return []


def _bind_function(compiled: SQLCompiler, shown: ExpandedState, dialect: Dialect) -> Bind:
    """Generate `bind(values)`: one tuple, each value through its processor if it has one."""
    origin = {part: name for name, parts in shown.parameter_expansion.items() for part in parts}
    known: dict[str, Any] = {"complaint": _complaint(compiled)}
    wanted: set[str] = set()
    parts: list[str] = []
    for place, name in enumerate(shown.positiontup or ()):
        parameter = compiled.binds[origin.get(name, name)]
        turn = parameter.type.dialect_impl(dialect).bind_processor(dialect)
        if parameter.required:
            wanted.add(name)
            value = f"values[{name!r}]"
            if turn is not None:
                known[f"turn{place}"] = turn
                value = f"turn{place}({value})"
        else:
            constant = shown.parameters[name]
            known[f"fixed{place}"] = constant if turn is None else turn(constant)
            value = f"fixed{place}"
        parts.append(value + ", ")
    code = (
        "def bind(values):\n"
        f"    if len(values) != {len(wanted)}: raise complaint(values)\n"
        f"    return ({''.join(parts)})\n"
    )
    return cast("Bind", define(code, "bind", known))


def _complaint(compiled: SQLCompiler) -> Callable[[Mapping[str, Any]], UnknownBind]:
    wanted = frozenset(name for name, bind in compiled.binds.items() if bind.required)
    return lambda values: UnknownBind(compiled.string, wanted, values)


def _row_function(
    types: list[TypeEngine[Any]], dialect: Dialect, record: Callable[..., R] | None
) -> Callable[[Sequence[Any]], R]:
    """Generate `row(r)`: the record's call with each column through its processor if it has one."""
    turns = [kind.dialect_impl(dialect).result_processor(dialect, None) for kind in types]
    if record is None and not any(turns):
        return cast("Callable[[Sequence[Any]], R]", tuple)
    known: dict[str, Any] = {"record": record}
    parts: list[str] = []
    for place, turn in enumerate(turns):
        if turn is None:
            parts.append(f"r[{place}]")
        else:
            known[f"turn{place}"] = turn
            parts.append(f"turn{place}(r[{place}])")
    inner = "".join(part + ", " for part in parts)
    body = f"({inner})" if record is None else f"record({inner})"
    return cast(
        "Callable[[Sequence[Any]], R]", define(f"def row(r):\n    return {body}\n", "row", known)
    )


def define(code: str, name: str, known: dict[str, Any]) -> Any:
    """Run generated source: made of names of our own columns, binds and fields, nothing else.

    Args:
        code: defines one function.
        name: of the function.
        known: what the source may name.
    """
    exec(code, known)  # noqa: S102 - see above
    return known[name]
