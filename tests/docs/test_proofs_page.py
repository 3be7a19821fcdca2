"""The page of proofs is made from what runs wrote down."""

import pytest

from tests.support import proofs
from tests.support.proofs_page import figures, page


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setattr(proofs, "FOLDER", str(tmp_path / "proofs"))
    return tmp_path / "proofs"


class TestPage:
    def test_holds_a_line_of_each_proof_with_its_command(self, kept):
        proofs.record_proof("Limits: guesses that got through", "24 a day", "pytest -m long x")
        proofs.record_proof(
            "Speed: refresh", "0.9 ms | 0.5", "byleave bench", holds=False, why="w."
        )
        text = page(figures(kept))
        assert "## Limits\n\n| What | Figure |" in text
        assert "| guesses that got through | 24 a day | yes |" in text
        assert "`pytest -m long x`" in text
        assert "0.9 ms \\| 0.5 | **no**" in text
        assert "- **refresh** misses its bound: w." in text
        assert text.count("Machine: ") == 1

    def test_holds_the_newest_figure_of_a_proof(self, kept):
        proofs.record_proof("A: b", "old", "c")
        proofs.record_proof("A: b", "new", "c")
        assert [line["figure"] for line in figures(kept)] == ["new"]

    def test_nothing_is_kept_unless_a_folder_is_named(self, monkeypatch, tmp_path):
        monkeypatch.setattr(proofs, "FOLDER", "")
        monkeypatch.chdir(tmp_path)
        proofs.record_proof("A: b", "c", "d")
        assert list(tmp_path.iterdir()) == []
