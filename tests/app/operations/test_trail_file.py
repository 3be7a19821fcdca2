"""The trail as a file: no cell is a formula, no line is lost, and a cut is told."""

import csv
import io

import pytest

from app.operations.sheets import cell
from app.operations.trail_file import CAPPED, HEAD, trail_csv
from domain.kernel.errors import FORBIDDEN, Refusal
from domain.kernel.paging import Page
from tests.support.factories import an_audit_event

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "|calc",
    "%0A=1",
    "\uff1d1",
    " =1",
]


def read(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def pages_of(lines, size=2):
    def pages(wanted):
        start = 0 if wanted.after is None else int.from_bytes(wanted.after, "big")
        end = start + size
        after = end.to_bytes(2, "big") if end < len(lines) else None
        return Page(tuple(lines[start:end]), after)

    return pages


class TestTrailCsv:
    def test_tells_every_line_under_its_head(self):
        lines = [an_audit_event() for _ in range(5)]
        rows = read("".join(trail_csv(pages_of(lines))))
        assert (tuple(rows[0]), len(rows)) == (HEAD, 6)
        assert rows[1][2] == "account.disabled"

    @pytest.mark.parametrize("most", [2, 3])
    def test_says_that_it_was_cut(self, most):
        lines = [an_audit_event() for _ in range(5)]
        rows = read("".join(trail_csv(pages_of(lines), most)))
        assert (len(rows), rows[-1]) == (most + 2, [CAPPED])

    def test_is_not_cut_at_its_very_end(self):
        lines = [an_audit_event() for _ in range(4)]
        rows = read("".join(trail_csv(pages_of(lines), 4)))
        assert len(rows) == 5

    @pytest.mark.parametrize("text", FORMULAS)
    def test_runs_no_formula(self, text):
        line = an_audit_event(actor_name=text, facts={"x": text})
        rows = read("".join(trail_csv(pages_of([line]))))
        assert rows[1][5] == cell(text)
        assert all(not each.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for each in rows[1])

    def test_leaves_other_cells_alone(self):
        assert cell("acc_1 = x") == "acc_1 = x"

    def test_refuses_before_anything_is_sent(self):
        def pages(_wanted):
            raise Refusal(FORBIDDEN, permission="audit.read")

        with pytest.raises(Refusal, match="forbidden"):
            trail_csv(pages)
