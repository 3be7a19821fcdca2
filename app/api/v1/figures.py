"""Figures by day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import Field

from app.api.v1.rooms import IN_TENANT, Called, room
from app.api.v1.values import Answer, Body
from domain.figures.names import NAMES
from domain.figures.show import MONTH, MOST_DAYS, Series, series

router = room(f"{IN_TENANT}/figures", "Figures")


class DaysAsked(Body):
    """How far back."""

    days: int = Field(default=MONTH, ge=1, le=MOST_DAYS, description="Today is the last one.")


class FiguresTold(Answer):
    """Figures of some days, a number for each day in each list."""

    days: list[date] = Field(description="In UTC, by the tenant's clock; oldest first.")
    accounts: int = Field(description="How many there are now that are not erased.")
    figures: dict[str, list[int]] = Field(
        description="By the event that was counted; `tokens.issued` counts answers with tokens."
    )


@router.get("")
async def show_figures(caller: Called, asked: Annotated[DaysAsked, Query()]) -> FiguresTold:
    """Show what happened on each day: a few seconds behind, and exact."""
    seen: Series = await caller.inside(series, asked.days)
    return FiguresTold(
        days=list(seen.days),
        accounts=seen.accounts,
        figures={name: list(seen.of(name)) for name in sorted(NAMES)},
    )
