from datetime import timedelta

import pytest

from domain.accounts.events import AccountErased
from domain.factors.change_password import ChangePassword, change_password
from domain.factors.enrol import enrol_password, remove_passwords
from domain.factors.events import PasswordChanged, PasswordChangeRefused, PasswordEnrolled
from domain.factors.subscribers import on_account_erased
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.kernel.work import STRANGER
from tests.domain.staged import POWERS, a_person, run
from tests.support.factories import a_password, an_account

OLD = Secret("the first passphrase of mine")
NEW = Secret("quite another passphrase now")
SESSION = b"s" * 16
SOURCE = b"n" * 32
HASHER = POWERS["hasher"]


def settled(stage, password=OLD):
    """Return an account that has this password."""
    account = an_account()
    stage.write(lambda work: work.accounts.add(account))
    if password:
        encoded = HASHER.make(password)
        stage.write(lambda work: enrol_password(work, account.id, encoded))
    stage.told.clear()
    return account.id


def change(stage, who, *, current=OLD, new=NEW, actor=None):
    request = ChangePassword(who, SESSION, current, new)
    return run(stage, change_password, request, actor=actor or a_person(who, SOURCE))


def encoded(stage, who):
    return stage.read(lambda work: work.passwords.of_account(who)).encoded


class TestEnrolPassword:
    def test_takes_the_place_of_the_earlier_one(self, both):
        who = settled(both)
        made = both.write(lambda work: enrol_password(work, who, "$argon2id$new"))
        assert both.read(lambda work: work.passwords.of_account(who)) == made
        assert both.told == [PasswordEnrolled(subject=who)]
        assert "argon2" not in repr(made)


class TestRemovePasswords:
    def test_leaves_the_account_without_one(self, both):
        who, other = settled(both), settled(both)
        assert both.write(lambda work: remove_passwords(work, who)) == 1
        assert both.read(lambda work: work.passwords.of_account(who)) is None
        assert both.read(lambda work: work.passwords.of_account(other)) is not None


class TestOnAccountErased:
    def test_removes_the_password_of_that_account(self, stage):
        who = settled(stage)
        stage.write(lambda work: on_account_erased(work, AccountErased(by="person")))
        assert stage.read(lambda work: work.passwords.of_account(who)) is not None
        stage.write(lambda work: on_account_erased(work, AccountErased(subject=who, by="person")))
        assert stage.read(lambda work: work.passwords.of_account(who)) is None


class TestChangePassword:
    def test_puts_the_new_one_in_the_place_of_the_current_one(self, both):
        who = settled(both)
        change(both, who)
        assert HASHER.verify(encoded(both, who), NEW)
        assert not HASHER.verify(encoded(both, who), OLD)
        assert both.told == [
            PasswordEnrolled(subject=who),
            PasswordChanged(subject=who, kept_session=SESSION),
        ]

    def test_refuses_password_wrong_and_counts_it(self, both):
        who = settled(both)
        for _ in range(5):
            with pytest.raises(Refusal, match="password_wrong") as raised:
                change(both, who, current=NEW)
            assert raised.value.field == "current"
        assert PasswordChangeRefused(subject=who) in both.told
        assert HASHER.verify(encoded(both, who), OLD)
        with pytest.raises(Refusal, match="too_many_tries"):
            change(both, who)
        both.clock.advance(timedelta(seconds=300))
        change(both, who)

    def test_lets_no_try_through_that_was_under_way_when_it_closed(self, stage):
        """Many tries sent at once get no more answers than many sent in a row."""
        who = settled(stage)
        right, actor = ChangePassword(who, SESSION, OLD, NEW), a_person(who, SOURCE)
        seen = stage.read(lambda work: change_password.look(work, right), actor=actor)
        made = change_password.slow(seen, right, hasher=HASHER)
        for _ in range(5):
            with pytest.raises(Refusal, match="password_wrong"):
                change(stage, who, current=NEW)
        with pytest.raises(Refusal, match="too_many_tries"):
            stage.write(lambda work: change_password.settle(work, right, seen, made), actor=actor)
        assert HASHER.verify(encoded(stage, who), OLD)

    def test_forgets_the_failures_when_it_was_right(self, stage):
        who = settled(stage)
        for _ in range(2):
            for _ in range(4):
                with pytest.raises(Refusal, match="password_wrong"):
                    change(stage, who, current=NEW)
            change(stage, who)
            change(stage, who, current=NEW, new=OLD)

    def test_refuses_an_account_without_a_password_as_if_it_were_wrong(self, stage):
        who = settled(stage, password=None)
        with pytest.raises(Refusal, match="password_wrong"):
            change(stage, who)

    @pytest.mark.parametrize(
        ("new", "code"),
        [
            ("too short", "password_too_short"),
            ("x7 " * 400, "password_too_long"),
            ("passwordpassword", "password_common"),
            ("glimblefurt-glimb", "password_is_name"),
        ],
    )
    def test_refuses_a_new_one_that_will_not_do(self, stage, new, code):
        stage.settle(slug="glimble", label="Glimblefurt")
        who = an_account().id
        request = ChangePassword(who, SESSION, OLD, Secret(new))
        account = an_account(id=who)
        stage.write(lambda work: work.accounts.add(account), tenant="glimble")
        seen = stage.read(
            lambda work: change_password.look(work, request),
            tenant="glimble",
            actor=a_person(who),
        )
        with pytest.raises(Refusal, match=code):
            change_password.slow(seen, request, hasher=HASHER)

    def test_refuses_another_persons_account_with_not_found(self, stage):
        who, other = settled(stage), settled(stage)
        for actor in (a_person(other), STRANGER):
            with pytest.raises(Refusal, match="not_found"):
                change(stage, who, actor=actor)

    def test_refuses_with_conflict_what_changed_in_between(self, both):
        who = settled(both)
        person = a_person(who)
        request = ChangePassword(who, SESSION, OLD, NEW)
        seen = both.read(lambda work: change_password.look(work, request), actor=person)
        made = change_password.slow(seen, request, hasher=HASHER)
        both.write(lambda work: work.passwords.enrol(a_password(who)))
        with pytest.raises(Refusal, match="conflict"):
            both.write(lambda work: change_password.settle(work, request, seen, made), actor=person)
        both.write(lambda work: work.passwords.remove(who))
        with pytest.raises(Refusal, match="conflict"):
            both.write(lambda work: change_password.settle(work, request, seen, made), actor=person)

    def test_shows_no_password_anywhere(self):
        assert "passphrase" not in repr(ChangePassword(b"a" * 16, SESSION, OLD, NEW))
