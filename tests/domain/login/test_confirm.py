"""Confirming with the password before an act that cannot be undone."""

import pytest

from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.login.confirm import Confirm, confirm
from tests.support.sign_ins import PASSWORD, STRANGER, a_person, open_shop, run


class TestConfirm:
    def test_goes_on_with_the_right_password(self, stage):
        open_shop(stage)
        account = a_person(stage)
        assert run(stage, confirm, Confirm(account.id, Secret(PASSWORD))) is None

    def test_refuses_a_wrong_one_and_closes_after_five(self, stage):
        open_shop(stage)
        account = a_person(stage)
        for _ in range(5):
            with pytest.raises(Refusal, match="wrong_proof"):
                run(stage, confirm, Confirm(account.id, Secret("another long passphrase")))
        with pytest.raises(Refusal, match="too_many_tries"):
            run(stage, confirm, Confirm(account.id, Secret(PASSWORD)))

    def test_lets_no_try_through_that_was_under_way_when_it_closed(self, stage):
        """Many tries sent at once get no more answers than many sent in a row."""
        open_shop(stage)
        account = a_person(stage)
        right = Confirm(account.id, Secret(PASSWORD))
        seen = stage.read(lambda work: confirm.look(work, right), actor=STRANGER)
        for _ in range(5):
            with pytest.raises(Refusal, match="wrong_proof"):
                run(stage, confirm, Confirm(account.id, Secret("another long passphrase")))
        with pytest.raises(Refusal, match="too_many_tries"):
            stage.write(lambda work: confirm.settle(work, right, seen, True), actor=STRANGER)
