"""What can be done with the ledger as a whole: prove it, write it out, revoke by ticks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from nicegui import ui

from app.console.pages.in_parts import parts, say_progress
from app.console.parts.buttons import Button
from app.console.parts.charts import Plot, chart_card
from app.console.parts.charts import Series as Line
from app.console.parts.doing import refusal_sentence
from app.console.parts.effects import Effect, Stop, confirm
from app.operations.ledger_sheet import MOST, ledger_sheet
from domain.consent.ledger import LedgerRequest
from domain.consent.ledger import page as ledger_page
from domain.consent.records import Consent, ConsentFilter
from domain.consent.revoke_many import RevokeMany, revoke_many
from domain.figures import names
from domain.figures.show import Series, series
from domain.kernel.errors import Refusal
from domain.kernel.ids import read
from domain.kernel.many import MOST_AT_ONCE
from domain.kernel.paging import MOST_ROWS, Page, PageRequest

if TYPE_CHECKING:
    from app.console.context import PageContext


async def outcomes_chart(context: PageContext) -> None:
    """Draw what came of asking, day by day."""
    words = context.words
    seen: Series = await context.call(series)
    drawn = [
        Line(words("given"), seen.of(names.GIVEN)),
        Line(words("refused"), seen.of(names.REFUSED), "c3"),
        Line(words("ended by time"), seen.of(names.EXPIRED), "c5"),
        Line(words("withdrawn"), seen.of(names.WITHDRAWN), "c4"),
        Line(words("revoked"), seen.of(names.REVOKED), "c2"),
    ]
    chart_card(
        words, words("Last 30 days"), (seen.days, drawn, Plot.STACK), testid="ledger.outcomes"
    )


def export_button(context: PageContext, asked: Callable[[], Awaitable[ConsentFilter]]) -> None:
    """Draw the button that writes what the filters leave into a file."""
    words = context.words

    async def export() -> None:
        wanted, rows = await asked(), list[Consent]()
        at: PageRequest | None = PageRequest(MOST_ROWS)
        while at is not None and len(rows) < MOST:
            found: Page[Consent] = await context.call(ledger_page, LedgerRequest(wanted, at))
            rows += found.rows
            at = None if found.next is None else PageRequest(MOST_ROWS, found.next)
        text = ledger_sheet(rows[:MOST])
        name = f"ledger-{context.tenant.slug}.csv"
        ui.download.content(text, name, "text/csv; charset=utf-8")
        context.toaster.done(words.count("Wrote {n} row.", "Wrote {n} rows.", len(rows)))

    Button(context, words("Export"), export, sign="download", testid="ledger.export")


def revoke_many_of(
    context: PageContext, ids: Sequence[str], again: Callable[[], Awaitable[None]]
) -> None:
    """Ask before several items of leave end together."""
    words, count = context.words, len(ids)

    async def act(note: str) -> None:
        named = tuple(value for each in ids if (value := read("con", each)) is not None)
        ended = done = 0
        for part in parts(named):
            try:
                ended += await context.call(revoke_many, RevokeMany(part, note))
            except Refusal as refusal:
                if not done:
                    raise
                await again()
                said = words.count("Revoked {n} item.", "Revoked {n} items.", ended)
                context.toaster.failed(f"{said} {refusal_sentence(words, refusal)}")
                return
            done += len(part)
            say_progress(context, done, len(named))
        await again()
        context.toaster.done(words.count("Revoked {n} item.", "Revoked {n} items.", ended))

    lede = words("What is in force of these entries ends, together or not at all.")
    if count > MOST_AT_ONCE:
        lede = words(
            "What is in force of these entries ends, {most} together; a part that is refused "
            "leaves itself and the rest as they are.",
            most=MOST_AT_ONCE,
        )
    effect = Effect(
        lede,
        [
            Stop(words.count("{n} item of leave", "{n} items of leave", count), words("at once")),
            Stop(words("Grants that need them, with their tokens"), words("at once")),
            Stop(words("Access tokens that applications check themselves"), words("≤ 10 min")),
            Stop(words("Sessions, and grants that go on without the item"), stays=True),
        ],
        words.count("Revoke {n} item", "Revoke {n} items", count),
        words("Cannot be undone. The person can give leave again."),
    )
    confirm(context, words("Revoke leave"), effect, act, count=count, testid="ledger.revoke.ask")
