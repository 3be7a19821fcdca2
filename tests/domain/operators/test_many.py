"""Many accounts at once: each comes out by itself, and none stops the others."""

import pytest

from domain.accounts.create import add_account
from domain.accounts.records import AccountStatus, Audience
from domain.kernel.errors import Refusal
from domain.kernel.many import Many, Outcome
from domain.operators import many
from domain.operators.assign import RoleOf, assign
from domain.operators.many import disable_accounts, enable_accounts, sign_out_accounts
from domain.operators.records import Role
from domain.sessions.start import start
from tests.support.ground import an_operator

KEEPER = an_operator("accounts.disable", "sessions.end")
READER = an_operator("accounts.read")
NOBODY = bytes(16)


@pytest.fixture
def house(both_grounds):
    both_grounds.install()
    both_grounds.settle(slug="acme")
    return both_grounds


def account(house, status=AccountStatus.ENABLED, tenant="acme"):
    made = house.write(
        lambda work: add_account(work, status=status, audience=Audience.STAFF), tenant=tenant
    )
    return made.id


def signed_in(house, account_id, times=1):
    for _ in range(times):
        house.write(
            lambda work: start(work, account_id=account_id, amr=("pwd",), browser="Firefox"),
            tenant="acme",
        )


def outcomes(house, act, *ids, actor=KEEPER, tenant="acme"):
    came = house.do(act, Many(ids), tenant=tenant, actor=actor)
    return [(each.outcome.value, each.code, each.count) for each in came]


def status(house, account_id):
    return house.look(lambda work: work.accounts.get(account_id), tenant="acme").status


class TestDisableAccounts:
    def test_disables_each_that_can_be(self, house):
        on, pending = account(house), account(house, AccountStatus.PENDING)
        off, gone = account(house, AccountStatus.DISABLED), account(house, AccountStatus.ERASED)
        signed_in(house, on)
        assert outcomes(house, disable_accounts, on, pending, off, gone, NOBODY) == [
            ("done", "", 1),
            ("done", "", 1),
            ("left", "", 0),
            ("failed", "account_state", 0),
            ("failed", "not_found", 0),
        ]
        assert status(house, on) is AccountStatus.DISABLED
        assert house.look(lambda w: w.sessions.standing(on, w.now), tenant="acme") == ()

    def test_keeps_the_last_owner(self, house):
        first, second = account(house, tenant="byleave"), account(house, tenant="byleave")
        for each in (first, second):
            house.do(assign, RoleOf(each, Role.OWNER))
        assert outcomes(house, disable_accounts, first, second, tenant="byleave") == [
            ("done", "", 1),
            ("failed", "last_owner", 0),
        ]

    def test_fails_where_somebody_else_was_faster(self, house, monkeypatch):
        who = account(house)
        monkeypatch.setattr(many, "put_aside", lambda _work, _id: False)
        assert outcomes(house, disable_accounts, who) == [("failed", "conflict", 0)]


class TestEnableAccounts:
    def test_undoes_the_disabling_of_each(self, house):
        on, pending = account(house), account(house, AccountStatus.PENDING)
        gone = account(house, AccountStatus.ERASED)
        outcomes(house, disable_accounts, on, pending)
        assert outcomes(house, enable_accounts, on, pending, gone, NOBODY) == [
            ("done", "", 1),
            ("done", "", 1),
            ("failed", "account_state", 0),
            ("failed", "not_found", 0),
        ]
        assert (status(house, on), status(house, pending)) == ("enabled", "pending")
        assert outcomes(house, enable_accounts, on) == [("left", "", 0)]


class TestSignOutAccounts:
    def test_ends_all_sessions_of_each_and_counts_them(self, house):
        two, none = account(house), account(house)
        signed_in(house, two, 2)
        assert outcomes(house, sign_out_accounts, two, none, NOBODY) == [
            ("done", "", 2),
            ("left", "", 0),
            ("failed", "not_found", 0),
        ]

    def test_leaves_for_later_what_would_take_too_long(self, house, monkeypatch):
        monkeypatch.setattr(many, "MOST_SESSIONS", 1)
        first, second = account(house), account(house)
        for each in (first, second):
            signed_in(house, each)
        assert outcomes(house, sign_out_accounts, first, second) == [
            ("done", "", 1),
            ("left", "busy", 0),
        ]


class TestAll:
    @pytest.mark.parametrize("act", [disable_accounts, enable_accounts, sign_out_accounts])
    def test_refuse_forbidden_and_invalid_input(self, house, act):
        with pytest.raises(Refusal, match="forbidden"):
            outcomes(house, act, NOBODY, actor=READER)
        with pytest.raises(Refusal, match="invalid_input"):
            outcomes(house, act)

    def test_say_one_of_three_words(self):
        assert [each.value for each in Outcome] == ["done", "failed", "left"]
