import pytest

from domain.factors.score import acr, reaches


class TestAcr:
    @pytest.mark.parametrize("amr", [(), ("pwd",), ("pwd", "pin"), ("otp", "hwk"), ("pwd", "new")])
    def test_is_one_for_methods_of_one_kind(self, amr):
        assert acr(amr) == "byl:1"

    @pytest.mark.parametrize("amr", [("pwd", "otp"), ("hwk", "fpt"), ("pwd", "pin", "sms")])
    def test_is_two_for_methods_of_two_kinds(self, amr):
        assert acr(amr) == "byl:2"


class TestReaches:
    def test_takes_the_same_and_more(self):
        assert reaches("byl:1", "byl:1")
        assert reaches("byl:2", "byl:1")

    @pytest.mark.parametrize(("level", "wanted"), [("byl:1", "byl:2"), ("byl:2", "byl:3"), ("", "byl:1")])  # fmt: skip
    def test_never_reaches_more_or_what_is_not_known(self, level, wanted):
        assert not reaches(level, wanted)
