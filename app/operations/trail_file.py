"""The audit trail as a file for a table program: no cell of it is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any, Final

import orjson

from app.operations.sheets import cell
from domain.audit.records import AuditEvent
from domain.kernel.ids import show
from domain.kernel.paging import MOST_ROWS, Page, PageRequest

MOST_LINES: Final = 50_000
"""Lines of one file; who wants more asks for another span of time."""

HEAD: Final = ("id", "at", "event", "result", "actor_kind", "actor", "about", "facts")
CAPPED: Final = f"# These are the newest {MOST_LINES} lines; ask for another span of time for more."

Pages = Callable[[PageRequest], Page[AuditEvent]]


def trail_csv(pages: Pages, most: int = MOST_LINES) -> Iterator[str]:
    """Return the file in pieces, a page of the trail each; newest first.

    The first page is read when this is called, so that a refusal comes before anything is sent.

    Args:
        pages: returns the page that is asked for; it waits for the database.
        most: lines at most.

    Source: RFC 4180; OWASP, CSV injection.
    """
    first = pages(PageRequest(MOST_ROWS))
    return _pieces(pages, first, most)


def _pieces(pages: Pages, page: Page[AuditEvent], most: int) -> Iterator[str]:
    yield _rows([HEAD])
    left = most
    while True:
        lines = page.rows[:left]
        yield _rows([_row(line) for line in lines])
        left -= len(lines)
        if page.next is None and len(lines) == len(page.rows):
            return
        if not left:
            yield _rows([(CAPPED,)])
            return
        page = pages(PageRequest(MOST_ROWS, page.next))


def _row(line: AuditEvent) -> tuple[str, ...]:
    about = show(line.subject_prefix or "id", line.subject_id) if line.subject_id else ""
    facts: dict[str, Any] = dict(line.facts)
    return (
        show("aud", line.id),
        line.at.isoformat(),
        line.name,
        line.result,
        line.actor_kind,
        line.actor_name,
        about,
        orjson.dumps(facts).decode(),
    )


def _rows(rows: list[tuple[str, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([[cell(each) for each in row] for row in rows])
    return text.getvalue()
