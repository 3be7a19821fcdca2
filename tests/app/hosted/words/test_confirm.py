from datetime import UTC

import pytest

from app.hosted.phrases import Phrases
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

    def test_takes_what_is_copied_from_the_label(self):
        """A page read from the right sets the word apart by two signs that nobody sees."""
        tongue = words("ar", {"delete": "حذف", "Type the word “{word}”": "اكتب “{word}”"})
        label = str(Phrases(tongue, UTC).text("Type the word “{word}”", word=delete_word(tongue)))
        copied = label.partition("“")[2].rstrip("”")
        assert copied != "حذف"
        assert is_delete_word(copied, tongue)
        assert is_delete_word(f" {copied[1:]} ", tongue)
