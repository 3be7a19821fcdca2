"""What ends soon: its tabs count the day on which leave just given ends."""

from datetime import timedelta

import pytest

from app.console.pages.expiring import expiring_page
from domain.consent.expiring import DayEnds, calendar
from domain.kernel.paging import Page
from domain.operators.expiring_overview import ExpiringPage, expiring
from tests.support.clock import START

DAY = timedelta(days=1)


def ends(counts):
    """Return a calendar with these ends, by how many days they are away."""
    return tuple(
        DayEnds(START + DAY * away, START + DAY * (away + 1), counts.get(away, 0))
        for away in range(31)
    )


@pytest.mark.parametrize(("tab", "span"), [("", 31 * DAY), ("week", 8 * DAY), ("day", DAY)])
async def test_each_tab_counts_and_lists_its_last_day(window, monkeypatch, tab, span):
    monkeypatch.setattr("app.console.parts.surfaces.ui.page_title", lambda _: None)
    monkeypatch.setattr("app.console.context.ui.navigate.history.replace", lambda _: None)
    asked = []

    async def call(use_case, *request, **_):
        asked.extend(request)
        return {
            calendar: ends({7: 3, 30: 2}),
            expiring: ExpiringPage(Page(()), {}, {}),
        }[use_case]

    await expiring_page(window.context(call=call, query={"tab": tab}))
    said = [each.text for each in window.client.elements.values() if getattr(each, "text", "")]
    assert said[said.index("Next 30 days") + 1] == "5"
    assert said[said.index("Next 7 days") + 1] == "3"
    assert asked[-1].within == span
