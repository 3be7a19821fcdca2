import pytest

from domain.api_keys import form
from domain.kernel.ids import new_id
from domain.kernel.secrets import Secret


class TestForm:
    def test_holds_the_id_and_a_secret_no_other_key_has(self):
        id_ = new_id()
        one, other = form.new_key(id_), form.new_key(id_)
        assert form.key_id(one) == form.key_id(other) == id_
        assert one != other

    def test_is_letters_and_digits_that_scanners_know(self):
        text = form.new_key(new_id()).reveal()
        assert form.PATTERN.fullmatch(text)
        assert len(text) == len("byl_ak_") + 26 + 43 + 6

    def test_tells_every_single_wrong_letter(self):
        text = form.new_key(new_id()).reveal()
        for place in range(len(text)):
            wrong = "A" if text[place] != "A" else "B"
            assert form.key_id(Secret(text[:place] + wrong + text[place + 1 :])) is None

    @pytest.mark.parametrize("text", ["", "byl_ak_", "Bearer", "byl_rt_" + "0" * 75, "\x00" * 82])
    def test_knows_what_is_none(self, text):
        assert form.key_id(Secret(text)) is None

    def test_tells_a_key_that_was_cut_or_lengthened(self):
        text = form.new_key(new_id()).reveal()
        assert form.key_id(Secret(text[:-1])) is None
        assert form.key_id(Secret(text + "0")) is None
