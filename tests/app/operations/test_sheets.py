"""No cell of a file begins a formula, and nothing of what is in it is lost."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.operations.ledger_sheet import HEAD, ledger_sheet
from app.operations.sheets import DANGEROUS, cell, sheet
from domain.kernel.ids import new_id, show
from tests.support.clock import START
from tests.support.factories import a_consent


def read(text):
    return list(csv.reader(io.StringIO(text, newline="")))


class TestCell:
    @pytest.mark.parametrize(
        "evil",
        [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            " =1",
            "\u00a0=1",
            "|cmd",
            "%0a=1",
            "\uff1d1",
            " \uff20x",
        ],
    )
    def test_keeps_what_could_compute_a_text(self, evil):
        assert cell(evil).startswith("'")

    @given(st.text())
    def test_never_begins_with_what_computes(self, text):
        assert not cell(text).lstrip(" \u00a0\ufeff").startswith(DANGEROUS)

    def test_writes_moments_and_nothing(self):
        assert cell(START) == "2026-03-01T12:00:00+00:00"
        assert cell(None) == ""


class TestSheet:
    def test_comes_back_as_it_was(self):
        rows = [["a,b", 'c"d'], ["e\nf", "g"]]
        assert read(sheet(["x", "y"], rows)) == [["x", "y"], *rows]

    def test_of_the_ledger_names_no_person(self):
        entry = a_consent(new_id(), new_id(), note="=HYPERLINK(1)")
        head, row = read(ledger_sheet([entry]))
        told = dict(zip(head, row, strict=True))
        assert tuple(head) == HEAD
        assert told["account"] == show("acc", entry.account_id)
        assert told["note"] == "'=HYPERLINK(1)"
