import pytest

from app.console.parts.code import coloured


@pytest.mark.parametrize(
    "text",
    [
        "",
        "from a import b  # why\nx = \"s\" + 't' + 3",
        '"unclosed',
        "curl https://id.example/t/a -d 'x'",
        "<script>alert(1)</script>",
    ],
)
def test_the_pieces_are_the_text(text):
    assert "".join(piece for _, piece in coloured(text)) == text


def test_colours_words_strings_numbers_and_comments():
    looks = {piece: look for look, piece in coloured('return "s" 42 # why')}
    assert (looks["return"], looks['"s"'], looks["42"], looks["# why"]) == ("k", "s", "m", "c")
