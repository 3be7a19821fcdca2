"""The native table: columns, rows, ticks and the "…" of a row; on a phone its rows are cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from nicegui.element import Element

from app.console.parts.acts import RowAct

if TYPE_CHECKING:
    from app.console.parts.acts import Act
    from app.runtime.words import Words

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Args:
        name: key in the rows.
        label: its heading, in the reader's language.
        kind: `text`, `id` or `link` (both lead to the row's `href`), `badge` (see `badge_cell`),
            `time` (relative, ISO text), `day` (absolute, ISO text, or that and words before it),
            `mono` (text, or text and address), `act` (a button's words), `who` (name, address, is
            it a handle), `spark` (see `spark_cell`).
        align: `end` for numbers.
        sortable: whether the load sorts by it.
        quiet: whether the heading is for screen readers alone.
    """

    name: str
    label: str
    kind: str = "text"
    align: str = ""
    sortable: bool = False
    quiet: bool = False


class BlTable(Element, component="bl_table.js"):
    """The native table; its rows are plain mappings with an `id` and, for links, an `href`.

    Args:
        name: `page.part`, for `data-testid`.
        label: accessible name.
        columns: what is shown.
    """

    def __init__(self, name: str, label: str, columns: Sequence[Column]) -> None:
        """Draw an empty table."""
        super().__init__()
        told: dict[str, Any] = {
            "name": name,
            "label": label,
            "columns": [asdict(column) for column in columns],
            "rows": [],
            "sort": "",
            "descending": False,
            "selectable": False,
            "busy": False,
            "words": {},
            "acts": {},
        }
        self.props.update(told)
        self._acts: dict[str, Act] = {}
        self._row_acts: Sequence[RowAct] = ()

    def _handle_delete(self) -> None:
        super()._handle_delete()
        # They hold the list that holds this table: see `PagesHost`.
        self._acts.clear()
        self._row_acts = ()

    def equip(self, words: Words, acts: dict[str, Act], *, ticks: bool) -> None:
        """Give its rows a "…" menu and ticks.

        Args:
            words: the reader's words.
            acts: what rows and ticks offer, by name; they go with the table.
            ticks: whether rows can be ticked.
        """
        self._acts = acts
        self._row_acts = [act for act in acts.values() if isinstance(act, RowAct)]
        self.props["selectable"] = ticks
        self.props["words"] = {
            "all": words("Tick all on this page"),
            "one": words("Tick"),
            "acts": words("Acts for"),
        }
        self.props["acts"] = {
            act.name: {"label": act.label, "sign": act.sign, "look": act.look}
            for act in self._row_acts
        }

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows instead."""
        self.props["rows"] = [
            {**row, "acts": [act.name for act in self._row_acts if act.where(row)]} for row in rows
        ]
