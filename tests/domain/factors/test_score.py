import pytest

from domain.factors.score import acr


class TestAcr:
    @pytest.mark.parametrize("amr", [(), ("pwd",), ("pwd", "pin"), ("otp", "hwk"), ("pwd", "new")])
    def test_is_one_for_methods_of_one_kind(self, amr):
        assert acr(amr) == "byl:1"

    @pytest.mark.parametrize("amr", [("pwd", "otp"), ("hwk", "fpt"), ("pwd", "pin", "sms")])
    def test_is_two_for_methods_of_two_kinds(self, amr):
        assert acr(amr) == "byl:2"
