"""A crowd is made of what everybody is made of, and growth is seen."""

import pytest

from app.operations.bench.crowd import CONSENTS, seed
from app.operations.bench.ground import FILE, SHOP, TENANT
from app.operations.bench.growth import MOST_GROWTH, Grown
from app.operations.configuration import apply_file
from domain.accounts.records import AccountFilter
from domain.kernel.paging import PageRequest
from domain.kernel.work import system
from domain.operators.install import Install, install
from tests.support.house import BASE_URL, a_house

CLI = system("cli")


@pytest.fixture
def house(database_url, tmp_path):
    made = a_house(database_url, tmp_path / "data")
    made.call.now(install, Install(BASE_URL), tenant=None, actor=CLI)
    apply_file(made.call, FILE, actor=CLI)
    yield made
    made.close()


class TestSeed:
    def test_makes_accounts_with_all_that_hangs_on_them(self, house):
        assert list(seed(house, TENANT, client_id=SHOP, accounts=7)) == [7]

        def look(db):
            work = house.works.open(db, TENANT, CLI)
            accounts = work.accounts.page(AccountFilter(), PageRequest(50)).rows
            return [
                (
                    len(work.consents.of_account(each.id)),
                    len(work.sessions.standing(each.id, work.now)),
                    len(work.grants.of(each.id)),
                    len(work.identifiers.of_account(each.id)),
                )
                for each in accounts
            ]

        assert house.database.read(look) == [(CONSENTS, 1, 1, 1)] * 7


class TestGrown:
    def test_a_cost_that_doubles_and_more_is_too_much(self):
        assert Grown("flat", (0.2, 0.21)).factor < MOST_GROWTH
        assert Grown("linear", (0.2, 20.0)).factor > MOST_GROWTH
