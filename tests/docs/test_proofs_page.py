"""The page of proofs is made from what runs wrote down."""

import json
import re

import pytest

from tests.support import proofs
from tests.support.proofs_page import (
    BLOCK,
    PAGE,
    PROOFS,
    README,
    ROOT,
    TESTS,
    figures,
    missing,
    page,
    reasons,
    short,
    why_of,
)

PLACE_OF_A_MACHINE = re.compile(r"(?:^|[\s'\"=(])(?:/[\w.-]+/|[A-Z]:\\\\)")


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
        assert "## Isolation and refusal\n\n| What | Figure |" in text
        assert "| Limits: guesses that got through | 24 a day | yes |" in text
        assert "`pytest -m long x`" in text
        assert "0.9 ms \\| 0.5 | **no**" in text
        assert "- **refresh** misses: w." in text
        assert text.count("Machine: ") == 1

    def test_holds_the_newest_figure_of_a_proof(self, kept):
        proofs.record_proof("A: b", "old", "c")
        proofs.record_proof("A: b", "new", "c")
        assert [line["figure"] for line in figures(kept)] == ["new"]

    def test_tells_what_is_short_of_its_target_though_within_its_gate(self, kept):
        more = {"target": "1 ms", "gate": "3 ms", "met": False}
        proofs.keep(kept, proofs.line("Speed: a", "2 ms", "c", **more))
        text = page(figures(kept), {"Speed": "no", "Speed: a": "the disk"})
        assert "| a | 2 ms | 1 ms | 3 ms | short |" in text
        assert "- **a** misses: the disk" in text
        assert "1 of 1 figures hold their bound; 1 of these are short of their target." in text

    def test_what_has_no_bound_is_not_counted(self, kept):
        proofs.keep(kept, proofs.line("Speed: a", "2 ms", "c", target="", gate=""))
        proofs.keep(kept, proofs.line("Speed: b", "2 ms", "c", target="", gate="3 ms"))
        text = page(figures(kept))
        assert "1 of 1 figures hold their bound." in text
        assert "| a | 2 ms |  |  |  |" in text

    def test_a_group_nobody_foresaw_stands_at_the_end(self, kept):
        proofs.record_proof("Odd: thing", "1", "c")
        assert "## Odd\n\n| What" in page(figures(kept))

    def test_nothing_is_kept_unless_a_folder_is_named(self, monkeypatch, tmp_path):
        monkeypatch.setattr(proofs, "FOLDER", "")
        monkeypatch.chdir(tmp_path)
        proofs.record_proof("A: b", "c", "d")
        assert list(tmp_path.iterdir()) == []


class TestCommitted:
    """The page and the README's part of it come from the committed figures alone."""

    def test_figures_make_the_page(self):
        made = page(figures(PROOFS), reasons(PROOFS))
        assert PAGE.read_text("utf-8") == made, "make proofs writes it again"

    def test_figures_make_the_short_of_it_in_the_readme(self):
        block = BLOCK.search(README.read_text("utf-8"))
        assert block
        assert f"\n{short(figures(PROOFS))}\n" in block[0], "make proofs writes it again"

    def test_what_misses_says_why(self):
        told = reasons(PROOFS)
        lines = filter(missing, figures(PROOFS))
        assert [line["name"] for line in lines if not why_of(line, told)] == []

    def test_figures_tell_nothing_of_the_place_they_were_made_in(self):
        text = [json.dumps(line, ensure_ascii=False) for line in figures(PROOFS)]
        assert [line for line in text if PLACE_OF_A_MACHINE.search(line)] == []

    def test_tests_that_are_named_are_there(self):
        places = [place for several in TESTS.values() for place in several]
        assert [place for place in places if not (ROOT / place).exists()] == []
