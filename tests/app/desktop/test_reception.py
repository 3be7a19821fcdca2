"""The window is signed in with a session of its own, and out when it is closed."""

import re

import pytest

from app.desktop.reception import Reception
from domain.audit.records import AuditFilter
from domain.kernel.paging import PageRequest
from domain.kernel.secrets import Secret
from domain.operators.first import FirstOperator, first_operator, issue_ticket
from domain.operators.install import Install, install
from tests.support.house import BASE_URL, a_house
from tests.support.stage import TEST


@pytest.fixture
def house(sqlite_template, tmp_path):
    made = a_house(sqlite_template.copy(tmp_path), tmp_path / "data")
    made.call.now(install, Install(BASE_URL), tenant=None, actor=TEST)
    yield made
    made.close()


def an_owner(house):
    ticket = house.call.now(issue_ticket, tenant=None, actor=TEST)
    wanted = FirstOperator(ticket, Secret("dana"), Secret("a long enough passphrase"))
    return house.call.now(first_operator, wanted, tenant=None, actor=TEST)


def trail(house, *names):
    def page(db):
        work = house.works.open(db, "byleave", TEST)
        return work.audit.page(AuditFilter(names=names), PageRequest(50)).rows

    return house.database.read(page)


class TestEnter:
    async def test_leads_to_the_first_run_until_somebody_owns_the_house(self, house):
        entrance = await Reception(house).enter("")
        assert re.fullmatch(r"/first/[\w-]{40,}", entrance.path)
        assert entrance.cookies == ()

    async def test_signs_the_owner_in(self, house):
        an_owner(house)
        entrance = await Reception(house).enter("Mozilla/5.0 (X11; Linux x86_64) Chrome/130")
        assert entrance.path == "/console"
        name, value = entrance.cookies[0]
        assert name == b"set-cookie"
        assert value.startswith(house.jar.session("byleave").encode())
        assert b"Max-Age" not in value
        assert len(trail(house, "operator.window_opened")) == 1


class TestLeave:
    async def test_ends_each_session_it_gave(self, house):
        an_owner(house)
        reception = Reception(house)
        await reception.enter("")
        await reception.enter("")
        reception.leave()
        assert len(trail(house, "session.ended")) == 2
        reception.leave()
        assert len(trail(house, "session.ended")) == 2

    def test_without_any_does_nothing(self, house):
        Reception(house).leave()
        assert trail(house, "session.ended") == ()
