"""Rows of what an operator watches: figures, jobs, nodes, the trail with its names."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from domain.figures.show import ClientSums, ShowClients
from tests.laws.rows import Row, a_machine

BATCH: Final = 500
YEARS: Final = timedelta(days=800)
HERE: Final = "installation"

FIGURES: Final = (
    Row("figures.count.sequence_and_count", lambda w, a, b: BATCH, who=a_machine),
    Row("figures.add.add_tokens", lambda w, a, b: {a.clients["shop"].id: 1}, who=a_machine),
    Row("figures.show.series", lambda w, a, b: 30, words=("audit.read",)),
    Row(
        "figures.show.of_clients",
        lambda w, a, b: ShowClients((b.clients["shop"].id,)),
        lambda found: list(found.values()) == [ClientSums()],
        words=("clients.read",),
    ),
    *(
        Row(f"app.operations.tidying.{name}", lambda w, a, b: BATCH, who=a_machine, later=YEARS)
        for name in ("_figures", "_client_figures")
    ),
)

WATCHING: Final = FIGURES
