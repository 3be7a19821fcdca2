import pytest

from app.hosted.words import delete_word, is_delete_word, words


class TestDeleteWord:
    def test_is_of_the_language(self):
        assert (delete_word(words("en")), delete_word(words("de"))) == ("delete", "löschen")

    @pytest.mark.parametrize("typed", ["delete", " Delete ", "LÖSCHEN", "löschen"])
    def test_takes_it_in_any_language_and_case(self, typed):
        assert is_delete_word(typed, words("en"))

    @pytest.mark.parametrize("typed", ["", "yes", "delet", "delete it", "loeschen"])
    def test_takes_nothing_else(self, typed):
        assert not is_delete_word(typed, words("en"))
