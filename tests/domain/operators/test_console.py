"""The console's session stands only while everything it hangs on stands."""

from dataclasses import replace

import pytest

from domain.accounts.create import add_account
from domain.accounts.disable import disable
from domain.accounts.records import AccountStatus, Audience
from domain.clients.change import change_client
from domain.clients.records import ClientStatus
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.oauth.code import issue_code
from domain.oauth.grants import open_grant
from domain.oauth.records import GrantItem
from domain.operators.assign import RoleOf, assign
from domain.operators.console import EnterConsole, console_session, enter_console
from domain.operators.install import CONSOLE
from domain.operators.records import Role
from domain.sessions.end import end
from domain.sessions.start import start
from tests.support.factories import a_client, a_request
from tests.support.issuing import VERIFIER

CALLBACK = "https://id.test/console/cb"


@pytest.fixture
def desk(both_grounds):
    both_grounds.install()

    def act(work):
        return add_account(work, status=AccountStatus.ENABLED, audience=Audience.STAFF)

    both_grounds.account = both_grounds.write(act, tenant="byleave")
    both_grounds.do(assign, RoleOf(both_grounds.account.id, Role.OWNER))
    return both_grounds


def a_code(desk, client_id=CONSOLE, redirect_uri=CALLBACK):
    def act(work):
        client = work.clients.by_client_id(client_id)
        session = start(work, account_id=desk.account.id, amr=("pwd",), browser="x").session
        request = a_request(client.id, redirect_uri=redirect_uri)
        grant = open_grant(
            work,
            client=client,
            request=request,
            session=session,
            items=(GrantItem("openid", True, session.ends_at, rests_on_consent=False),),
            ends_at=session.ends_at,
            once=False,
        )
        return session, issue_code(work, grant=grant, client=client, request=request)

    return desk.write(act, tenant="byleave")


def entered(desk):
    session, code = a_code(desk)
    wanted = EnterConsole(code, VERIFIER, CALLBACK)
    return session, desk.do(enter_console, wanted, tenant="byleave")


class TestEnter:
    def test_opens_a_session_with_its_roles(self, desk):
        session, grant = entered(desk)
        found = desk.do(console_session, grant, tenant="byleave")
        assert (found.account_id, found.session.id) == (desk.account.id, session.id)
        assert [role.role for role in found.roles] == [Role.OWNER]

    def test_refuses_a_code_used_twice(self, desk):
        _, code = a_code(desk)
        wanted = EnterConsole(code, VERIFIER, CALLBACK)
        grant = desk.do(enter_console, wanted, tenant="byleave")
        with pytest.raises(Refusal, match="invalid_grant"):
            desk.do(enter_console, wanted, tenant="byleave")
        assert desk.do(console_session, grant, tenant="byleave") is None

    def test_refuses_another_verifier(self, desk):
        _, code = a_code(desk)
        with pytest.raises(Refusal, match="invalid_grant"):
            desk.do(enter_console, EnterConsole(code, "x" * 43, CALLBACK), tenant="byleave")

    def test_refuses_where_the_console_is_no_client(self, desk):
        desk.settle(slug="acme")
        with pytest.raises(Refusal, match="not_found"):
            desk.do(enter_console, EnterConsole(Secret("x"), VERIFIER, CALLBACK), tenant="acme")


class TestSession:
    def test_is_nobody_for_an_unknown_grant(self, desk):
        assert desk.do(console_session, "unknown", tenant="byleave") is None

    def test_ends_with_the_operators_session(self, desk):
        session, grant = entered(desk)
        desk.write(lambda work: end(work, session.id, "ended_by_operator"), tenant="byleave")
        assert desk.do(console_session, grant, tenant="byleave") is None

    def test_ends_with_the_account(self, desk):
        _, grant = entered(desk)
        desk.do(disable, desk.account.id, tenant="byleave")
        assert desk.do(console_session, grant, tenant="byleave") is None

    def test_ends_with_the_client(self, desk):
        _, grant = entered(desk)
        client = desk.look(lambda work: work.clients.by_client_id(CONSOLE), tenant="byleave")
        desk.do(change_client, replace(client, status=ClientStatus.DISABLED), tenant="byleave")
        assert desk.do(console_session, grant, tenant="byleave") is None

    def test_is_not_another_clients_grant(self, desk):
        other = a_client(client_id="other", redirect_uris=("https://shop.example/cb",))
        desk.write(lambda work: work.clients.add(other), tenant="byleave")

        def act(work):
            session = start(work, account_id=desk.account.id, amr=("pwd",), browser="x").session
            item = GrantItem("openid", True, session.ends_at, rests_on_consent=False)
            return open_grant(
                work,
                client=other,
                request=a_request(other.id),
                session=session,
                items=(item,),
                ends_at=session.ends_at,
                once=False,
            )

        grant = desk.write(act, tenant="byleave")
        assert desk.do(console_session, grant.public_id, tenant="byleave") is None
