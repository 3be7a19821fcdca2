"""A crowd is made of what everybody is made of, and growth is seen."""

import pytest
from typer.testing import CliRunner

from app.cli.codes import WRONG_USE
from app.operations.bench import growth
from app.operations.bench.crowd import CONSENTS, seed
from app.operations.bench.ground import FILE, SHOP, TENANT
from app.operations.bench.growth import MOST_GROWTH, Grown
from app.operations.bench.operations import OPERATIONS
from app.operations.bench.run import Plan, Report, _wanted
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


class TestGrow:
    def test_measures_a_folder_that_holds_its_accounts_already(self, monkeypatch, tmp_path):
        plans = []

        def run(plan, _tell):
            plans.append((plan.accounts, plan.data_dir))
            return Report("sqlite", [], calibration=7.5)

        monkeypatch.setattr(growth, "run", run)
        seeded = [tmp_path / "small", tmp_path / "large"]
        assert growth.grow(Plan("sqlite"), (10, 100), lambda *_: None) == []
        assert growth.grow(Plan("sqlite"), (10, 100), lambda *_: None, seeded) == []
        assert plans == [(10, None), (100, None), (0, seeded[0]), (0, seeded[1])]

    @pytest.mark.parametrize(
        "words",
        [
            ["growth", "--sizes", "10,100", "--data-dir", "one"],
            ["growth", "--engine", "both"],
            ["--processes", "2"],
            ["--processes", "2", "--engine", "both"],
        ],
    )
    def test_and_the_command_refuses_what_it_cannot_do(self, words):
        from app.__main__ import byleave

        done = CliRunner().invoke(byleave, ["bench", *words])
        assert done.exit_code == WRONG_USE, done.output


def test_a_console_is_left_out_where_several_serve():
    alone, several = Plan("postgres"), Plan("postgres", processes=2)
    assert alone.planes == ""
    assert "console" not in several.planes
    names = [each.name for each in OPERATIONS if _wanted(several, each)]
    assert "userinfo" in names
    assert not [name for name in names if name.startswith("console")]
