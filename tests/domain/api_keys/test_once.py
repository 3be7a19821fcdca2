from datetime import timedelta

import pytest

from domain.api_keys.once import REMEMBERED, Once, made_before, make_once
from domain.api_keys.subscribers import on_account_erased
from domain.kernel.errors import Refusal, not_found
from domain.kernel.ids import new_id
from domain.kernel.paging import PageRequest
from tests.support.api_keys import an_api_key
from tests.support.factories import an_account, digest

KEY = new_id()


class Making:
    """Counts what is made."""

    def __init__(self, stage):
        self.stage = stage
        self.made = 0

    def __call__(self, once):
        def make():
            self.made += 1
            return f"thing {self.made}"

        return self.stage.write(lambda work: make_once(work, once, make, lambda made: made))

    def before(self, once):
        return self.stage.read(lambda work: made_before(work, once))


@pytest.fixture
def making(both):
    return Making(both)


class TestMakeOnce:
    def test_makes_nothing_the_second_time_and_says_what_it_was(self, making):
        once = Once(KEY, "a", digest())
        assert making.before(once) is None
        assert making(once) == "thing 1"
        assert making(once) is None
        assert making.before(once) == "thing 1"
        assert making.made == 1

    def test_refuses_idempotency_key_reused(self, making):
        once = Once(KEY, "a", digest())
        making(once)
        other = Once(KEY, "a", digest())
        for act in (making, making.before):
            with pytest.raises(Refusal) as refusal:
                act(other)
            assert refusal.value.code == "idempotency_key_reused"
        assert making.made == 1

    def test_takes_the_same_word_of_another_key_for_another(self, making):
        request = digest()
        assert making(Once(KEY, "a", request)) == "thing 1"
        assert making(Once(new_id(), "a", request)) == "thing 2"

    def test_makes_again_after_a_day(self, making):
        once = Once(KEY, "a", digest())
        making(once)
        making.stage.clock.advance(REMEMBERED)
        assert making.before(once) is None
        assert making(once) == "thing 2"

    def test_lets_a_refused_call_be_mended_under_the_same_key(self, making):
        def refuse():
            raise not_found("account")

        once = Once(KEY, "a", digest())
        with pytest.raises(Refusal):
            making.stage.write(lambda work: make_once(work, once, refuse, str))
        assert making.before(once) is None
        assert making(Once(KEY, "a", digest())) == "thing 1"

    def test_forgets_what_was_rolled_back(self, making):
        once = Once(KEY, "a", digest())
        with pytest.raises(ZeroDivisionError):
            making.stage.write(lambda work: make_once(work, once, lambda: 1 / 0, str))
        assert making(once) == "thing 1"


class TestEnds:
    def test_deletes_the_keys_of_an_erased_account(self, stage):
        class Erased:
            subject = None

        kept, gone = an_account(), an_account()
        for account in (kept, gone):
            stage.write(lambda work, account=account: work.accounts.add(account))
            key = an_api_key(account.id, expires_at=stage.clock.now() + timedelta(days=1))
            stage.write(lambda work, key=key: work.api_keys.add(key))
        event = Erased()
        stage.write(lambda work: on_account_erased(work, event))
        event.subject = gone.id
        stage.write(lambda work: on_account_erased(work, event))
        rows = stage.read(lambda work: work.api_keys.page(None, PageRequest()).rows)
        assert [key.account_id for key in rows] == [kept.id]
