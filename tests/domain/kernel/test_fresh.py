"""Only who proved themselves a short while ago may do what cannot be undone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.kernel.errors import Refusal
from domain.kernel.fresh import FRESH_FOR, ensure_fresh, is_fresh
from domain.kernel.work import STRANGER, system
from tests.support.clock import START
from tests.support.ground import an_operator

SECOND = timedelta(seconds=1)


class _Work:
    def __init__(self, actor):
        self.actor = actor


class TestIsFresh:
    @pytest.mark.parametrize(
        ("age", "fresh"),
        [
            (timedelta(), True),
            (FRESH_FOR - SECOND, True),
            (FRESH_FOR, False),
            (-SECOND, False),
        ],
    )
    def test_lasts_ten_minutes_and_never_comes_from_the_future(self, age, fresh):
        assert is_fresh(START - age, START) is fresh

    def test_is_nobodys_without_a_proof(self):
        assert not is_fresh(None, START)


class TestEnsureFresh:
    def test_lets_the_fresh_the_machine_and_a_key_of_a_machine_go_on(self):
        operator = replace(an_operator(), fresh=False)
        for actor in (
            replace(operator, fresh=True),
            replace(operator, via="apk_1"),
            system("cli"),
        ):
            ensure_fresh(_Work(actor))

    def test_refuses_all_others(self):
        for actor in (replace(an_operator(), fresh=False), STRANGER):
            with pytest.raises(Refusal, match="fresh_proof_needed") as refused:
                ensure_fresh(_Work(actor))
            assert refused.value.sentence().endswith("younger than 10 minutes.")
