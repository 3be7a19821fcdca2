from pathlib import Path

import pytest

from app.runtime.words import Dictionary, wishes

GERMAN = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Hello {name}"
msgstr "Guten Tag {name}"

msgid "{n} session"
msgid_plural "{n} sessions"
msgstr[0] "{n} Sitzung"
msgstr[1] "{n} Sitzungen"
"""


@pytest.fixture
def dictionary(tmp_path: Path) -> Dictionary:
    (tmp_path / "de.po").write_text(GERMAN, encoding="utf-8")
    return Dictionary(tmp_path)


class TestSay:
    def test_says_a_sentence_in_german(self, dictionary):
        assert dictionary.words(["de"])("Hello {name}", name="mk") == "Guten Tag mk"

    def test_says_the_source_where_a_sentence_is_missing(self, dictionary):
        assert dictionary.words(["de"])("Not there") == "Not there"

    def test_leaves_braces_alone_without_values(self, dictionary):
        assert dictionary.words(["en"])("{a: 1}") == "{a: 1}"

    @pytest.mark.parametrize(("n", "said"), [(1, "1 Sitzung"), (2, "2 Sitzungen")])
    def test_counts(self, dictionary, n, said):
        assert dictionary.words(["de"]).count("{n} session", "{n} sessions", n) == said


class TestChoose:
    def test_offers_english_first(self, dictionary):
        assert dictionary.languages == ("en", "de")

    @pytest.mark.parametrize(
        ("wanted", "language"),
        [(["de-AT"], "de"), (["fr", "de"], "de"), (["fr"], "en"), ([], "en"), (["../de"], "en")],
    )
    def test_meets_the_dearest_wish_it_can(self, dictionary, wanted, language):
        assert dictionary.words(wanted).language == language


class TestWishes:
    @pytest.mark.parametrize(
        ("header", "read"),
        [
            ("de-DE,de;q=0.9,en;q=0.5", ("de-DE", "de", "en")),
            ("en;q=0.2, de", ("de", "en")),
            ("*, de;q=0", ()),
            ("de;q=much", ()),
            ("", ()),
        ],
    )
    def test_reads_a_header(self, header, read):
        assert wishes(header) == read

    def test_looks_at_ten_languages_at_most(self):
        assert len(wishes(",".join(f"x{n}" for n in range(500)))) == 10
