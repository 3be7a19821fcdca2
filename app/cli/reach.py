"""What commands have in common: a tenant by its slug, ids as people write them, a page of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Final

import typer

from app.operations.inside import inside
from app.wiring import House
from domain.clients.listing import ClientDetail, detail
from domain.clients.records import Client
from domain.kernel.errors import invalid, not_found
from domain.kernel.ids import read, show
from domain.kernel.paging import MOST_ROWS, PageRequest
from domain.kernel.work import Staged, reads, system
from domain.operators.install import Install, install
from domain.operators.store import OperatorWork
from domain.tenants.records import BUILT_IN, Tenant

CLI: Final = system("cli")
FOUND: Final = 4
"""Exit code: the command did its work, and what it looked for is there."""

Slug = Annotated[str, typer.Option("--tenant", "-t", help="The tenant's slug.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=10_000, help="Most rows.")]


def set_up(house: House) -> None:
    """Make the operators' tenant if it is missing, as the first start of the server does."""
    if not is_set_up(house):
        above(house, install, Install(house.settings.base_url))


def is_set_up(house: House) -> bool:
    """Tell whether the operators' tenant is there."""
    there: bool = above(house, _has_built_in)
    return there


@reads
def _has_built_in(work: OperatorWork) -> bool:
    return work.tenants.by_slug(BUILT_IN) is not None


@reads
def _by_slug(work: OperatorWork, slug: str) -> Tenant:
    tenant = work.tenants.by_slug(slug)
    if tenant is None:
        raise not_found(f"tenant {slug!r}")
    return tenant


def tenant_of(house: House, slug: str) -> Tenant:
    """Return the tenant of a slug, disabled ones too.

    Refuses:
        not_found: there is none.
    """
    tenant: Tenant = above(house, _by_slug, slug)
    return tenant


def ask(
    house: House,
    slug: str,
    use_case: Callable[..., Any] | Staged,
    *request: object,
    **powers: object,
) -> Any:  # noqa: ANN401 - returns what the use case returns
    """Run a tenant's use case by the machine's own right, in disabled tenants too."""
    return above(house, inside(tenant_of(house, slug).id, use_case), *request, **powers)


def above(
    house: House, use_case: Callable[..., Any] | Staged, *request: object, **powers: object
) -> Any:  # noqa: ANN401 - returns what the use case returns
    """Run a use case of the installation by the machine's own right."""
    return house.call.now(use_case, *request, tenant=None, actor=CLI, **powers)


def client_of(house: House, slug: str, client_id: str) -> Client:
    """Return a client by its public id.

    Refuses:
        not_found: there is none.
    """
    found: ClientDetail = ask(house, slug, detail, client_id)
    return found.client


def pages(
    house: House, slug: str, use_case: Callable[..., Any], make: Callable[[PageRequest], object],
    *, limit: int,
) -> Iterator[Any]:  # fmt: skip
    """Return rows of a list, newest first, up to a limit.

    Args:
        make: the use case's request for a page.
    """
    return rows_of(lambda page: ask(house, slug, use_case, make(page)), limit=limit)


def rows_of(page: Callable[[PageRequest], Any], *, limit: int) -> Iterator[Any]:
    """Return rows of a list, a page after another, up to a limit.

    Args:
        page: returns the page that is asked for.
    """
    after: bytes | None = None
    while limit > 0:
        found = page(PageRequest(min(limit, MOST_ROWS), after))
        yield from found.rows
        limit -= len(found.rows)
        after = found.next
        if after is None:
            return


def an_id(prefix: str, text: str, option: str) -> bytes:
    """Read an id as lists show it.

    Refuses:
        invalid_input: it is no id of that kind.
    """
    value = read(prefix, text)
    if value is None:
        raise invalid(option, f"write an id such as {show(prefix, bytes(16))}.")
    return value


def some_ids(prefix: str, texts: Iterable[str], option: str) -> tuple[bytes, ...]:
    """Read ids as lists show them.

    Refuses:
        invalid_input: one is no id of that kind.
    """
    return tuple(an_id(prefix, text, option) for text in texts)


def a_day(text: str | None, option: str) -> datetime | None:
    """Read a day as its first moment in UTC; None where none was said.

    Refuses:
        invalid_input: it is no day.
    """
    if text is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time.min, UTC)
    except ValueError:
        raise invalid(option, "write a day such as 2026-01-31.") from None


def table(rows: Iterable[tuple[object, ...]], *head: str) -> Iterator[str]:
    """Return rows as aligned lines with a head; one line says that there are none."""
    cells = [tuple(map(str, row)) for row in rows]
    if not cells:
        yield "There are none."
        return
    cells.insert(0, head)
    widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
