from dataclasses import replace
from datetime import timedelta

from domain.accounts.records import AccountFilter, AccountStatus
from domain.kernel.ids import first_id
from domain.kernel.paging import PageRequest
from tests.support.clock import START
from tests.support.factories import HOUR, an_account, an_activation

EVERY = AccountFilter()


def kept(both, account=None):
    account = account or an_account()
    both.write(lambda work: work.accounts.add(account))
    return account


class TestAccounts:
    def test_come_back_as_they_were_added(self, both):
        account = kept(both, an_account(label="Ops", locale="de", persona=True))
        assert both.read(lambda work: work.accounts.get(account.id)) == account

    def test_are_not_there_under_an_unknown_id(self, both):
        assert both.read(lambda work: work.accounts.get(bytes(16))) is None

    def test_change_by_compare_and_set_on_the_version(self, both):
        account = kept(both)
        newer = replace(account, label="Ops", version=2)
        assert both.write(lambda work: work.accounts.change(newer)) is True
        assert both.read(lambda work: work.accounts.get(account.id)) == newer

    def test_do_not_change_when_another_change_came_first(self, both):
        account = kept(both)
        assert both.write(lambda work: work.accounts.change(replace(account, label="A", version=2)))
        assert not both.write(
            lambda work: work.accounts.change(replace(account, label="B", version=2))
        )
        assert both.read(lambda work: work.accounts.get(account.id)).label == "A"

    def test_move_only_from_a_status_that_was_named(self, both):
        account = kept(both)
        pending, enabled = AccountStatus.PENDING, AccountStatus.ENABLED
        disabled = AccountStatus.DISABLED

        def move(before, after):
            return both.write(lambda work: work.accounts.move(account.id, before, after))

        assert move((pending,), disabled) is False
        assert move((pending, enabled), disabled) is True
        stored = both.read(lambda work: work.accounts.get(account.id))
        assert stored.status is disabled
        assert stored.version == account.version + 1


class TestAccountPages:
    def rows(self, both, count=5):
        accounts = [kept(both) for _ in range(count)]
        return sorted(accounts, key=lambda account: account.id, reverse=True)

    def page(self, both, wanted=EVERY, **request):
        return both.read(lambda work: work.accounts.page(wanted, PageRequest(**request)))

    def test_go_from_the_newest_to_the_oldest_and_back(self, both):
        rows = self.rows(both)
        first = self.page(both, size=2)
        assert list(first.rows) == rows[:2]
        assert first.previous is None
        second = self.page(both, size=2, after=first.next)
        assert list(second.rows) == rows[2:4]
        third = self.page(both, size=2, after=second.next)
        assert list(third.rows) == rows[4:]
        assert third.next is None
        back = self.page(both, size=2, after=third.previous, backward=True)
        assert list(back.rows) == rows[2:4]
        start = self.page(both, size=2, after=back.previous, backward=True)
        assert list(start.rows) == rows[:2]
        assert start.previous is None
        assert start.next == rows[1].id

    def test_are_empty_where_nothing_fits(self, both):
        page = self.page(both)
        assert page.rows == ()
        assert page.next is None
        assert page.previous is None

    def test_hold_only_what_the_filter_wants(self, both):
        disabled = kept(both, an_account(status=AccountStatus.DISABLED))
        persona = kept(both, an_account(persona=True))
        statuses = AccountFilter(statuses=(AccountStatus.DISABLED, AccountStatus.LOCKED))
        assert self.page(both, statuses).rows == (disabled,)
        assert self.page(both, AccountFilter(persona=True)).rows == (persona,)
        assert self.page(both, AccountFilter(persona=False)).rows == (disabled,)


class TestActivations:
    def test_are_read_without_being_used(self, both):
        link = an_activation(kept(both).id)
        both.write(lambda work: work.activations.add(link))
        for _ in range(2):
            assert both.read(lambda work: work.activations.peek(link.digest, work.now)) == link

    def test_are_consumed_once(self, both):
        link = an_activation(kept(both).id)
        both.write(lambda work: work.activations.add(link))
        assert both.write(lambda work: work.activations.consume(link.digest, work.now)) == link
        assert both.write(lambda work: work.activations.consume(link.digest, work.now)) is None

    def test_are_neither_read_nor_consumed_once_they_have_run_out(self, both):
        link = an_activation(kept(both).id)
        both.write(lambda work: work.activations.add(link))
        both.clock.set(link.expires_at)
        assert both.read(lambda work: work.activations.peek(link.digest, work.now)) is None
        assert both.write(lambda work: work.activations.consume(link.digest, work.now)) is None

    def test_take_the_place_of_an_earlier_link_of_the_account(self, both):
        account = kept(both)
        old, new = an_activation(account.id), an_activation(account.id)
        both.write(lambda work: work.activations.add(old))
        both.write(lambda work: work.activations.add(new))
        assert both.read(lambda work: work.activations.peek(old.digest, work.now)) is None
        assert both.read(lambda work: work.activations.peek(new.digest, work.now)) == new

    def test_are_tidied_away_when_they_have_run_out(self, both):
        late = an_activation(kept(both).id, expires_at=START - timedelta(seconds=1))
        live = an_activation(kept(both).id)
        both.write(lambda work: work.activations.add(late))
        both.write(lambda work: work.activations.add(live))
        assert both.write(lambda work: work.activations.tidy(work.now, 10)) == 1
        assert both.read(lambda work: work.activations.peek(live.digest, work.now)) == live


class TestSome:
    def test_gives_those_that_are_here(self, both):
        both.settle(slug="globex")
        mine, other = [an_account() for _ in range(2)], an_account()
        for each in mine:
            both.write(lambda work, each=each: work.accounts.add(each))
        both.write(lambda work: work.accounts.add(other), tenant="globex")
        ids = (mine[1].id, other.id, mine[0].id)
        assert both.read(lambda work: work.accounts.some(ids)) == tuple(mine)
        assert both.read(lambda work: work.accounts.some(())) == ()


class TestResume:
    def test_takes_the_status_of_before_for_those_that_waited(self, both):
        pending, enabled = an_account(status=AccountStatus.PENDING), an_account()
        before = (AccountStatus.PENDING, AccountStatus.ENABLED)
        for each in (pending, enabled):
            both.write(lambda work, each=each: work.accounts.add(each))

        def resume(account):
            return both.write(lambda work: work.accounts.resume(account.id))

        assert resume(enabled) is None
        for each in (pending, enabled):
            both.write(
                lambda work, each=each: work.accounts.move(each.id, before, AccountStatus.DISABLED)
            )
        assert resume(pending) is AccountStatus.PENDING
        assert resume(enabled) is AccountStatus.ENABLED
        assert both.read(lambda work: work.accounts.get(enabled.id)).version == 3


class TestSince:
    def test_gives_accounts_created_since(self, both):
        old = an_account(created_at=START)
        new = an_account(created_at=START + HOUR)
        for each in (old, new):
            both.write(lambda work, each=each: work.accounts.add(each))
        wanted = AccountFilter(since=START + HOUR, made_after=first_id(old.created_at))
        rows = both.read(lambda work: work.accounts.page(wanted, PageRequest())).rows
        assert [each.id for each in rows] == [new.id]
