"""What an operator sees at a glance, and nothing of another tenant."""

import pytest

from domain.consent.ledger import LedgerRequest
from domain.consent.records import ConsentFilter, ConsentStatus
from domain.kernel.errors import Refusal
from domain.kernel.ids import new_id
from domain.operators.accounts_overview import live_account
from domain.operators.leave_overview import leave, leave_behind, ledger
from domain.operators.permissions import READS
from tests.support.ground import an_operator
from tests.support.issuing import an_issuing

ALL = an_operator(*READS, "drive.use")
NONE = an_operator()


@pytest.fixture
def acme(stage):
    return an_issuing(stage)


def ask(acme, use_case, *request, actor=ALL, tenant="acme"):
    return acme.stage.read(lambda work: use_case(work, *request), tenant=tenant, actor=actor)


class TestLiveAccount:
    def test_shows_all_that_is_live(self, acme):
        grant, _ = acme.issued()
        seen = ask(acme, live_account, acme.account.id)
        assert [each.id for each in seen.sessions] == [acme.session.id]
        assert [each.id for each in seen.grants] == [grant.id]
        assert {each.item for each in seen.consents} == {"openid", "profile"}
        assert seen.clients[acme.client.id].client_id == acme.client.client_id

    def test_refuses_an_account_of_another_tenant(self, acme):
        acme.stage.settle(slug="globex")
        with pytest.raises(Refusal, match="not_found"):
            ask(acme, live_account, acme.account.id, tenant="globex")

    @pytest.mark.parametrize("lacking", ["accounts.read", "sessions.read", "consents.read"])
    def test_refuses_who_may_not_read_all_of_it(self, acme, lacking):
        actor = an_operator(*(READS - {lacking}))
        with pytest.raises(Refusal, match="forbidden"):
            ask(acme, live_account, acme.account.id, actor=actor)


class TestLedger:
    def test_names_the_applications_of_a_page(self, acme):
        seen = ask(acme, ledger, LedgerRequest(ConsentFilter(statuses=(ConsentStatus.GIVEN,))))
        assert len(seen.page.rows) == 2
        assert set(seen.clients) == {acme.client.id}

    def test_refuses_who_may_not_read_consents(self, acme):
        with pytest.raises(Refusal, match="forbidden"):
            ask(acme, ledger, LedgerRequest(), actor=NONE)


class TestLeave:
    def test_shows_what_hangs_on_it(self, acme):
        grant, _ = acme.issued()
        seen = ask(acme, leave, acme.consents["profile"].id)
        assert [each.item for each in seen.history] == ["profile"]
        assert [each.id for each in seen.grants] == [grant.id]
        assert seen.others == 1

    def test_refuses_what_is_not_here(self, acme):
        with pytest.raises(Refusal, match="not_found"):
            ask(acme, leave, new_id())

    def test_refuses_who_may_not_read_consents(self, acme):
        with pytest.raises(Refusal, match="forbidden"):
            ask(acme, leave, acme.consents["profile"].id, actor=NONE)


class TestLeaveBehind:
    def test_finds_the_leave_by_the_grants_public_id(self, acme):
        grant, _ = acme.issued()
        seen = ask(acme, leave_behind, grant.public_id)
        assert {entry.item for entry in seen} == {"openid", "profile"}

    def test_is_nothing_for_an_unknown_grant(self, acme):
        assert ask(acme, leave_behind, "unknown") == ()

    @pytest.mark.parametrize("lacking", ["drive.use", "consents.read"])
    def test_refuses_who_may_not(self, acme, lacking):
        actor = an_operator(*((READS | {"drive.use"}) - {lacking}))
        with pytest.raises(Refusal, match="forbidden"):
            ask(acme, leave_behind, "unknown", actor=actor)
