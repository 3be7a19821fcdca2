"""What an operator sees of accounts and sessions: what stands, what happened, and no one else's."""

from datetime import timedelta

import pytest

from domain.accounts.listing import AccountsPage, some
from domain.accounts.records import AccountFilter
from domain.factors.enrol import enrol_password
from domain.kernel.errors import Refusal
from domain.kernel.ids import show
from domain.kernel.many import Many
from domain.kernel.work import Actor, ActorKind
from domain.login.events import SignedIn, SignInFailed
from domain.operators.accounts_overview import Glance, account_events, accounts
from domain.operators.grants_overview import grants
from domain.operators.permissions import READS
from domain.operators.sessions_overview import SessionsAsked, sessions
from domain.sessions.end import end_by_operator
from domain.sessions.records import SessionState
from domain.tenants.records import TenantKind
from tests.support.ground import an_operator
from tests.support.issuing import an_issuing

ALL = an_operator(*READS)
SUPPORT = an_operator("sessions.end")
DAY = timedelta(days=1)
NOBODY = bytes(16)


@pytest.fixture
def acme(stage):
    return an_issuing(stage)


def ask(acme, use_case, *request, actor=ALL, tenant="acme"):
    return acme.stage.read(lambda work: use_case(work, *request), tenant=tenant, actor=actor)


def tell(acme, event, actor=None):
    given = {} if actor is None else {"actor": actor}
    acme.stage.write(lambda work: work.tell(event), **given)


class TestAccounts:
    def test_come_with_what_stands_on_each(self, acme):
        other = an_issuing(acme.stage, client_id="other").account
        acme.stage.write(lambda work: end_by_operator(work, acme.session.id), actor=SUPPORT)
        seen = ask(acme, accounts, AccountsPage())
        assert {each.id for each in seen.page.rows} == {acme.account.id, other.id}
        last = acme.session.last_seen_at
        assert seen.glances[acme.account.id] == Glance((), 0, 2, last)
        assert seen.glances[other.id] == Glance((), 1, 2, last)

    def test_tell_by_what_their_people_can_prove_themselves(self, acme):
        other = an_issuing(acme.stage, client_id="other").account
        acme.stage.write(lambda work: enrol_password(work, other.id, "argon2id$x"))
        seen = ask(acme, accounts, AccountsPage())
        assert seen.glances[other.id].factors == ("password",)
        assert seen.glances[acme.account.id].factors == ()

    def test_come_with_how_many_there_are_whatever_was_asked_for(self, acme):
        acme.stage.write(lambda work: work.totals.add("accounts", 12_408))
        nobody = AccountsPage(AccountFilter(since=acme.stage.clock.now() + DAY))
        assert ask(acme, accounts, nobody).total == 12_408

    def test_are_narrowed_by_the_day_they_were_created(self, acme):
        now = acme.stage.clock.now()
        for since, found in ((acme.account.created_at, 1), (now + DAY, 0)):
            wanted = AccountsPage(AccountFilter(since=since))
            assert len(ask(acme, accounts, wanted).page.rows) == found

    def test_of_a_sandbox_are_found_by_the_time_it_shows(self, stage):
        stage.settle(slug="later", kind=TenantKind.SANDBOX, clock_offset=30 * DAY)
        since = stage.clock.now() + 29 * DAY

        def made(work):
            from domain.accounts.create import add_account
            from domain.accounts.records import AccountStatus

            return add_account(work, status=AccountStatus.ENABLED)

        account = stage.write(made, tenant="later")
        wanted = AccountsPage(AccountFilter(since=since))
        seen = stage.read(lambda work: accounts(work, wanted), tenant="later", actor=ALL)
        assert [each.id for each in seen.page.rows] == [account.id]

    @pytest.mark.parametrize("lacking", ["accounts.read", "sessions.read", "consents.read"])
    def test_are_refused_to_who_may_not_read_all_of_it(self, acme, lacking):
        actor = an_operator(*(READS - {lacking}))
        for use_case, request in (
            (accounts, AccountsPage()),
            (account_events, acme.account.id),
        ):
            with pytest.raises(Refusal, match="forbidden"):
                ask(acme, use_case, request, actor=actor)

    def test_are_exported_by_id(self, acme):
        found = ask(acme, some, Many((acme.account.id, NOBODY)))
        assert [each.id for each in found] == [acme.account.id]
        with pytest.raises(Refusal, match="invalid_input"):
            ask(acme, some, Many(()))


class TestAccountEvents:
    def test_are_about_it_by_it_and_about_its_sessions_and_leave(self, acme):
        who = acme.account.id
        tell(acme, SignInFailed(subject=who, factor="password"))
        person = Actor(ActorKind.PERSON, show("acc", who), who)
        tell(acme, SignedIn(subject=NOBODY, amr="pwd"), person)
        acme.stage.write(lambda work: end_by_operator(work, acme.session.id), actor=SUPPORT)
        tell(acme, SignInFailed(subject=NOBODY, factor="password"))
        found = ask(acme, account_events, who)
        names = [line.name for line in found.lines]
        assert names == ["session.ended", "login.signed_in", "login.failed"]

    def test_tell_the_days_with_a_sign_in(self, acme):
        who = acme.account.id
        first = acme.stage.clock.now().date()
        for _ in range(2):
            tell(acme, SignedIn(subject=who, amr="pwd"))
        acme.stage.clock.advance(DAY)
        tell(acme, SignedIn(subject=who, amr="pwd"))
        found = ask(acme, account_events, who)
        assert found.days == {first: 2, first + DAY: 1}
        assert found.days_since == (acme.stage.clock.now() - 89 * DAY).date()
        acme.stage.clock.advance(95 * DAY)
        assert ask(acme, account_events, who).days == {}

    def test_tell_only_of_days_that_are_whole(self, acme, monkeypatch):
        from domain.operators import accounts_overview

        monkeypatch.setattr(accounts_overview, "MOST_ROWS", 2)
        for _ in range(3):
            tell(acme, SignedIn(subject=acme.account.id, amr="pwd"))
            acme.stage.clock.advance(DAY)
        found = ask(acme, account_events, acme.account.id)
        last = acme.stage.clock.now().date() - DAY
        assert (found.days, found.days_since) == ({last: 1}, last)

    def test_are_refused_not_found_and_forbidden(self, acme):
        with pytest.raises(Refusal, match="not_found"):
            ask(acme, account_events, NOBODY)
        with pytest.raises(Refusal, match="forbidden"):
            ask(acme, account_events, acme.account.id, actor=an_operator(*(READS - {"audit.read"})))


class TestSessions:
    def test_come_with_the_applications_that_hang_on_them(self, acme):
        acme.issued()
        acme.issued()
        seen = ask(acme, sessions, SessionsAsked())
        assert [each.id for each in seen.page.rows] == [acme.session.id]
        assert seen.bears == {acme.session.id: (acme.client.id,)}
        assert seen.clients[acme.client.id].client_id == acme.client.client_id

    def test_are_narrowed_by_state_and_application(self, acme):
        acme.issued()
        mine = SessionsAsked(client_id=acme.client.client_id)
        assert ask(acme, sessions, mine).page.rows
        assert not ask(acme, sessions, SessionsAsked(client_id="nobody")).page.rows
        assert not ask(acme, sessions, SessionsAsked(SessionState.ENDED)).page.rows
        acme.stage.write(lambda work: end_by_operator(work, acme.session.id), actor=SUPPORT)
        assert ask(acme, sessions, SessionsAsked(SessionState.ENDED)).page.rows
        assert not ask(acme, sessions, mine).page.rows

    def test_are_refused_to_who_may_not_read_them(self, acme):
        with pytest.raises(Refusal, match="forbidden"):
            ask(acme, sessions, SessionsAsked(), actor=an_operator("accounts.read"))


class TestGrants:
    def test_come_with_the_names_of_their_applications(self, acme):
        grant, _ = acme.issued()
        seen = ask(acme, grants, acme.account.id)
        assert [each.grant.id for each in seen.hanging] == [grant.id]
        assert seen.clients[acme.client.id].label == acme.client.label

    def test_are_refused_not_found_and_forbidden(self, acme):
        with pytest.raises(Refusal, match="not_found"):
            ask(acme, grants, NOBODY)
        with pytest.raises(Refusal, match="forbidden"):
            ask(acme, grants, acme.account.id, actor=an_operator())
