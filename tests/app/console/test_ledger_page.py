"""The ledger's page: what it says of itself, of its log and of each entry."""

import pytest

from app.console.pages.audit_chain import chain_state
from app.console.pages.ledger import ledger
from app.console.parts.tables import BlTable
from domain.consent.records import ConsentStatus
from domain.figures.show import Series, series
from domain.kernel.ids import new_id
from domain.kernel.paging import Page
from domain.operators.leave_overview import LedgerPage
from domain.operators.leave_overview import ledger as ledger_page
from domain.operators.trail import ChainState
from tests.support.clock import START
from tests.support.leave_factories import a_consent


@pytest.fixture
def shown(window, monkeypatch):
    """Draw the page over some entries, and return its elements."""
    monkeypatch.setattr("app.console.parts.surfaces.ui.page_title", lambda _: None)
    monkeypatch.setattr("app.console.context.ui.navigate.history.replace", lambda _: None)

    async def draw(*entries, **known):
        async def call(use_case, *_, **__):
            return {
                ledger_page: LedgerPage(Page(entries), {}),
                chain_state: ChainState(7, waiting=False, signed=0, signed_at=None),
                series: Series((START.date(),), {}),
            }[use_case]

        await ledger(window.context(call=call, **known))
        return list(window.client.elements.values())

    return draw


def texts(elements):
    return " ".join(str(each.text) for each in elements if getattr(each, "text", ""))


def rows(elements):
    (table,) = [each for each in elements if isinstance(each, BlTable)]
    return [row["until"] for row in table.props["rows"]]


def leads_to(elements, words):
    links = [each for each in elements if "href" in each.props]
    return [each.props["href"] for each in links if words in each.text]


async def test_an_empty_ledger_says_whose_log_is_chained(shown):
    said = texts(await shown(permissions=("consents.read", "audit.read")))
    assert "7 log entries of this tenant chained" in said


class TestEnd:
    @pytest.mark.parametrize(
        ("status", "words"),
        [
            (ConsentStatus.GIVEN, "until"),
            (ConsentStatus.REFUSED, "may be asked again from"),
            (ConsentStatus.WITHDRAWN, "may be asked again from"),
        ],
    )
    async def test_says_what_the_day_of_an_entry_is(self, shown, status, words):
        entry = a_consent(new_id(), new_id(), status=status, expires_at=START)
        assert rows(await shown(entry, permissions=("consents.read",))) == [
            [START.isoformat(), words]
        ]

    async def test_says_nothing_where_nothing_ends_later(self, shown):
        entry = a_consent(new_id(), new_id(), status=ConsentStatus.REVOKED, expires_at=None)
        assert rows(await shown(entry, permissions=("consents.read",))) == [""]


class TestLede:
    async def test_says_that_earlier_decisions_are_shown_by_a_filter(self, shown):
        said = texts(await shown(permissions=("consents.read",)))
        assert "as it stands now; the filter “shown: every entry” adds the earlier ones" in said

    async def test_says_where_a_page_refused_whole_is_told(self, shown):
        seen = await shown(permissions=("consents.read", "audit.read"))
        assert "A page refused as a whole leaves no entry" in texts(seen)
        assert "Nobody was asked" not in texts(seen)
        (address,) = leads_to(seen, "The audit trail tells of it.")
        assert address.endswith("/audit?event=consent.refused")

    async def test_leads_nobody_to_a_trail_they_may_not_read(self, shown):
        seen = await shown(permissions=("consents.read",))
        assert "The audit trail tells of it." in texts(seen)
        assert leads_to(seen, "The audit trail tells of it.") == []
