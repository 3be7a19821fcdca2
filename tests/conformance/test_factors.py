from dataclasses import replace

from domain.kernel.ids import new_id
from domain.kernel.paging import PAGE_SIZE
from tests.support.factories import a_password, an_account


def an_owner(both):
    account = an_account()
    both.write(lambda work: work.accounts.add(account))
    return account.id


class TestPasswords:
    def test_come_back_as_they_were_enrolled(self, both):
        enrolment = a_password(an_owner(both))
        both.write(lambda work: work.passwords.enrol(enrolment))
        found = both.read(lambda work: work.passwords.of_account(enrolment.account_id))
        assert found == enrolment

    def test_replace_the_earlier_one(self, both):
        owner = an_owner(both)
        old, new = a_password(owner), a_password(owner)
        both.write(lambda work: work.passwords.enrol(old))
        both.write(lambda work: work.passwords.enrol(new))
        assert both.read(lambda work: work.passwords.of_account(owner)) == new

    def test_are_looked_for_on_several_accounts_at_once(self, both):
        one, other = an_owner(both), an_owner(both)
        both.write(lambda work: work.passwords.enrol(a_password(one)))
        assert both.read(lambda work: work.passwords.of_some((one, other))) == {one}
        many = (*(new_id() for _ in range(PAGE_SIZE)), one)
        assert both.read(lambda work: work.passwords.of_some(many)) == {one}
        assert both.read(lambda work: work.passwords.of_some(())) == frozenset()

    def test_are_upgraded_only_while_they_are_the_same(self, both):
        enrolment = a_password(an_owner(both))
        both.write(lambda work: work.passwords.enrol(enrolment))

        def upgrade(before, after):
            return both.write(lambda work: work.passwords.upgrade(enrolment.id, before, after))

        assert upgrade("another", "stronger") is False
        assert upgrade(enrolment.encoded, "stronger") is True
        found = both.read(lambda work: work.passwords.of_account(enrolment.account_id))
        assert found == replace(enrolment, encoded="stronger")

    def test_are_removed(self, both):
        enrolment = a_password(an_owner(both))
        both.write(lambda work: work.passwords.enrol(enrolment))
        assert both.write(lambda work: work.passwords.remove(enrolment.account_id)) == 1
        assert both.read(lambda work: work.passwords.of_account(enrolment.account_id)) is None
