"""What happened with a client in the last thirty days: tokens, and leave given and refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.console.parts.charts import Plot, Series, Share, chart_card, figure, shares
from app.console.parts.days import day_written
from app.console.parts.elements import Tag
from app.console.parts.states import empty_state
from app.console.parts.surfaces import Facts, card

if TYPE_CHECKING:
    from app.console.context import PageContext
    from domain.operators.clients_overview import ClientDays, Fares


def figures_tab(context: PageContext, seen: ClientDays) -> None:
    """Draw its figures by day."""
    fares = seen.fares
    with Tag("div", "", "bl-section"):
        _charts(context, seen)
        _sums(context, fares, seen)


def _charts(context: PageContext, seen: ClientDays) -> None:
    words = context.words
    with Tag("div", "", "bl-grid bl-half"):
        chart_card(
            words,
            words("Tokens a day"),
            (seen.days, [Series(words("access tokens"), seen.tokens)], Plot.LINES),
            note=words("last 30 days"),
            testid="client.tokens",
        )
        chart_card(
            words,
            words("Leave a day"),
            (
                seen.days,
                [
                    Series(words("given"), seen.given),
                    Series(words("refused"), seen.refused, "c3"),
                ],
                Plot.STACK,
            ),
            note=words("last 30 days"),
            testid="client.leave",
        )


def _sums(context: PageContext, fares: Fares, seen: ClientDays) -> None:
    words = context.words
    with Tag("div", "", "bl-grid bl-half"):
        whole = card(words("Of those asked"), note=words("last 30 days"), testid="client.rate")
        asked = fares.given + fares.refused
        with whole.body:
            if asked:
                shares(
                    words,
                    asked,
                    [
                        Share(words("Given"), fares.given),
                        Share(words("Refused"), fares.refused, "c3"),
                    ],
                )
            else:
                empty_state(
                    words("Nobody was asked"),
                    words("Each item of a consent page counts here, given or refused."),
                    sign="scroll-text",
                )
        facts = card(words("Use"))
        with facts.body:
            known = Facts()
            known.add(words("Tokens in 30 days"), figure(words, sum(seen.tokens)))
            last = (
                day_written(words, fares.last_day) if fares.last_day else words("none in 90 days")
            )
            known.add(words("Last day with a token"), last)
