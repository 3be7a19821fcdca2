from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from domain.api_keys.once import Once, made_before, make_once
from domain.api_keys.records import MadeOnce
from domain.kernel.ids import new_id
from domain.kernel.paging import PageRequest
from tests.support.api_keys import an_api_key
from tests.support.clock import START
from tests.support.factories import HOUR, an_account, digest


@pytest.fixture
def account(both):
    made = an_account()
    both.write(lambda work: work.accounts.add(made))
    return made


def keep(both, *keys):
    for key in keys:
        both.write(lambda work, key=key: work.api_keys.add(key))


def get(both, key, tenant="acme"):
    return both.read(lambda work: work.api_keys.get(key.id), tenant=tenant)


class TestApiKeys:
    def test_come_back_as_they_were_kept(self, both, account):
        key = an_api_key(
            account.id, bound_to=new_id(), last_used_on=date(2026, 3, 1), revoked_at=START
        )
        keep(both, key)
        assert get(both, key) == key

    def test_of_another_tenant_are_not_there(self, both, account):
        both.settle(slug="globex")
        key = an_api_key(account.id)
        keep(both, key)
        assert get(both, key, "globex") is None

        def act(work):
            work.api_keys.used(key.id, date(2026, 3, 2))
            page = work.api_keys.page(None, PageRequest()).rows
            return work.api_keys.revoke(key.id, START), work.api_keys.remove_all(account.id), page

        assert both.write(act, tenant="globex") == (False, 0, ())
        assert get(both, key) == key

    def test_of_an_account_of_another_tenant_cannot_be_kept(self, both, account):
        both.settle(slug="globex")
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            both.write(lambda work: work.api_keys.add(an_api_key(account.id)), tenant="globex")

    def test_are_listed_newest_first_by_account_or_all(self, both, account):
        other = an_account()
        both.write(lambda work: work.accounts.add(other))
        keys = [an_api_key(owner.id) for owner in (account, other, account)]
        keep(both, *keys)
        newest = sorted(keys, key=lambda key: key.id, reverse=True)

        def page(account_id, **wanted):
            return both.read(lambda work: work.api_keys.page(account_id, PageRequest(**wanted)))

        assert list(page(None).rows) == newest
        own = [key for key in newest if key.account_id == account.id]
        first = page(account.id, size=1)
        assert list(first.rows) == own[:1]
        assert list(page(account.id, size=1, after=first.next).rows) == own[1:]

    def test_note_the_day_they_were_used(self, both, account):
        key = an_api_key(account.id)
        keep(both, key)
        both.write(lambda work: work.api_keys.used(key.id, date(2026, 3, 2)))
        assert get(both, key).last_used_on == date(2026, 3, 2)

    def test_are_revoked_once(self, both, account):
        key = an_api_key(account.id)
        keep(both, key)
        assert both.write(lambda work: work.api_keys.revoke(key.id, START)) is True
        assert both.write(lambda work: work.api_keys.revoke(key.id, START + HOUR)) is False
        assert get(both, key).revoked_at == START

    def test_go_with_their_account(self, both, account):
        keep(both, an_api_key(account.id), an_api_key(account.id))
        assert both.write(lambda work: work.api_keys.remove_all(account.id)) == 2


class TestMadeOnce:
    def wanted(self, **changes):
        return replace(MadeOnce(digest(), digest(), "", START + HOUR), **changes)

    def claim(self, both, wanted, now=START, tenant="acme"):
        return both.write(lambda work: work.made_once.claim(wanted, now), tenant=tenant)

    def finish(self, both, wanted, reference="accounts/acc_1"):
        both.write(lambda work: work.made_once.finish(wanted.digest, reference))

    def get(self, both, wanted):
        return both.read(lambda work: work.made_once.get(wanted.digest))

    def test_is_free_until_something_was_made(self, both):
        first = self.wanted()
        assert self.claim(both, first) is True
        second = replace(first, request_digest=digest())
        assert self.claim(both, second) is True
        assert self.get(both, first) == second
        self.finish(both, first)
        assert self.claim(both, first) is False
        assert self.get(both, first) == replace(second, reference="accounts/acc_1")

    def test_is_free_again_when_it_has_run_out(self, both):
        wanted = self.wanted()
        self.claim(both, wanted)
        self.finish(both, wanted)
        assert self.claim(both, wanted, START + HOUR) is True
        assert self.get(both, wanted).reference == ""

    def test_is_each_tenants_own(self, both):
        both.settle(slug="globex")
        wanted = self.wanted()
        self.claim(both, wanted)
        self.finish(both, wanted)
        assert both.read(lambda w: w.made_once.get(wanted.digest), tenant="globex") is None
        assert self.claim(both, wanted, tenant="globex") is True
        assert self.get(both, wanted).reference == "accounts/acc_1"

    def test_is_forgotten_when_it_has_run_out(self, both):
        old, live = self.wanted(expires_at=START - HOUR), self.wanted()
        self.claim(both, old)
        self.claim(both, live)
        assert both.write(lambda work: work.made_once.tidy(START, 9)) == 1
        assert self.get(both, old) is None
        assert self.get(both, live) == live

    def test_makes_one_thing_of_many_calls_at_once(self, both):
        once = Once(digest()[:16], "a", digest())

        def make(number):
            return both.write(
                lambda work: make_once(work, once, lambda: f"thing {number}", lambda made: made)
            )

        with ThreadPoolExecutor(8) as pool:
            made = list(pool.map(make, range(8)))
        assert len([each for each in made if each is not None]) == 1
        assert both.read(lambda work: made_before(work, once)) in made
