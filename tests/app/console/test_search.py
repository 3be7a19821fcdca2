"""What the palette offers to whom."""

from types import SimpleNamespace

import pytest

from app.console.context import TenantCard
from app.console.keys import GO, ways
from app.console.search import Finder
from domain.accounts.listing import detail, find_by_identifier
from domain.accounts.records import AccountStatus
from domain.clients.listing import page
from domain.clients.records import ClientType
from domain.consent.ledger import show as entry
from domain.kernel.errors import not_found
from domain.kernel.ids import new_id, short, show
from domain.kernel.paging import Page
from domain.operators.permissions import READS
from domain.sessions.listing import detail as session_detail

PAGES = dict.fromkeys(["/", "/accounts", "/accounts/new", "/clients", "/audit"])
ID = new_id()


NAMES = {
    detail: "detail",
    page: "page",
    entry: "entry",
    session_detail: "session",
    find_by_identifier: "find",
}


class House:
    """Use cases by name, and what they were asked."""

    def __init__(self, **answers):
        self.answers = answers
        self.asked = []

    async def __call__(self, use_case, request=None, **_):
        name = NAMES[use_case]
        self.asked.append((name, request))
        answer = self.answers.get(name)
        if isinstance(answer, Exception):
            raise answer
        return answer


def an_account(status=AccountStatus.ENABLED):
    return SimpleNamespace(account=SimpleNamespace(id=ID, status=status))


def finder(window, call=None, *permissions):
    return Finder(window.context(call=call, pages=PAGES, permissions=READS.union(permissions)))


class TestPlaces:
    async def test_are_rooms_that_are_there_with_their_keys(self, window):
        places = {place.name: place for place in finder(window).places([])}
        assert places["Accounts"].keys == ("g", "a")
        assert places["Accounts"].href == "/console/harbour/accounts"
        assert places["Audit"].note == "Watch"
        assert "Scopes" not in places

    async def test_offer_acts_to_those_who_may(self, window):
        assert "Create an account" not in {p.name for p in finder(window).places([])}
        allowed = finder(window, None, "accounts.create", "clients.change")
        named = {place.name for place in allowed.places([])}
        assert "Create an account" in named
        assert "Connect an application" not in named

    async def test_lead_to_other_tenants_by_another_window(self, window):
        cards = [TenantCard("harbour", "Harbour"), TenantCard("acme", "Acme")]
        found = [place for place in finder(window).places(cards) if place.whole]
        assert [place.href for place in found] == ["/console/acme"]


class TestKeys:
    async def test_lead_only_to_rooms_that_are_there(self, window):
        assert finder(window).ways() == {
            "h": "/console/harbour",
            "a": "/console/harbour/accounts",
            "c": "/console/harbour/clients",
            "u": "/console/harbour/audit",
        }

    async def test_are_all_named(self, window):
        groups = dict(finder(window).help())
        assert (("g", "a"), "Accounts") in groups["Go to"]
        assert any(keys == ("x",) for keys, _ in groups["In a list"])

    def test_are_one_letter_each(self):
        assert all(len(letter) == 1 for letter in GO)
        assert ways([]) == {}


class TestFind:
    async def test_opens_an_account_by_its_id(self, window):
        house = House(detail=an_account())
        found = await finder(window, house).find(show("acc", ID))
        assert [place.name for place in found] == [short("acc", ID)]

    async def test_offers_ends_as_ways_to_their_panel(self, window):
        house = House(detail=an_account())
        asked = finder(window, house, "accounts.disable", "accounts.erase")
        found = await asked.find(show("acc", ID))
        assert [place.href.partition("?")[2] for place in found] == ["", "act=disable", "act=erase"]
        gone = House(detail=an_account(AccountStatus.ERASED))
        asked = finder(window, gone, "accounts.disable", "accounts.erase")
        assert len(await asked.find(show("acc", ID))) == 1

    async def test_opens_an_entry_of_the_ledger_by_its_id(self, window):
        house = House(entry=(SimpleNamespace(item="orders.read"),))
        (place,) = await finder(window, house).find(show("con", ID))
        assert place.name == "orders.read"
        assert place.href.endswith(f"/ledger/{show('con', ID)}")

    async def test_leads_from_a_session_to_its_account(self, window):
        house = House(session=SimpleNamespace(account_id=ID))
        (place,) = await finder(window, house).find(show("ses", ID))
        assert place.href.endswith(f"/accounts/{show('acc', ID)}")

    async def test_finds_applications_by_their_first_letters(self, window):
        rows = (
            SimpleNamespace(label="Shop", client_id="shop", type=ClientType.CONFIDENTIAL),
            SimpleNamespace(label="Phone", client_id="phone", type=ClientType.PUBLIC),
        )
        house = House(page=Page(rows))
        found = await finder(window, house, "clients.change").find("s")
        assert house.asked[0][1].wanted.begins == "s"
        assert [place.href.rpartition("/")[2] for place in found] == [
            "shop",
            "ledger?client=shop",
            "shop?at=client.secrets",
            "phone",
            "ledger?client=phone",
        ]

    @pytest.mark.parametrize("fault", [not_found("client"), RuntimeError("broken")])
    async def test_finds_nothing_where_it_may_not_or_could_not_look(self, window, fault):
        assert await finder(window, House(page=fault)).find("s") == []


class TestExact:
    async def test_seals_what_was_typed_and_opens_the_account(self, window, monkeypatch):
        gone = []
        monkeypatch.setattr("app.console.context.ui.navigate.to", gone.append)
        house = House(find=SimpleNamespace(id=ID))
        await finder(window, house).exact("somebody")
        assert "somebody" not in repr(house.asked)
        assert gone == [f"/harbour/accounts/{show('acc', ID)}"]

    async def test_says_that_there_is_nobody(self, window):
        asked = finder(window, House(find=None))
        await asked.exact("somebody")
        assert asked._context.toaster.failed_ == ["No account here has exactly this identifier."]
