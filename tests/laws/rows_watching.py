"""Rows of what an operator watches: figures, jobs, nodes, the trail with its names."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from domain.audit.listing import ListAudit, page
from domain.figures.show import ShowClients
from domain.kernel.nodes import Node
from domain.kernel.run_book import JobRun
from tests.laws.holdings import SYSTEM, Holdings
from tests.laws.rows import GONE, Row, a_machine, empty, nothing
from tests.laws.world import World
from tests.support.clock import START

BATCH: Final = 500
YEARS: Final = timedelta(days=800)
HERE: Final = "installation"
_STEER: Final = ("jobs.change",)


def a_node() -> Node:
    """Return a process."""
    return Node("a", "host", "console", "1", START, START)


def a_line(world: World, theirs: Holdings) -> bytes:
    """Return the id of a line of their trail."""
    found = world.house.call.now(page, ListAudit(), tenant=theirs.slug, actor=SYSTEM)
    id_: bytes = found.rows[0].id
    return id_


FIGURES: Final = (
    Row("audit.sequence.stuck", nothing, who=a_machine),
    Row("figures.count.sequence_and_count", lambda w, a, b: BATCH, who=a_machine),
    Row("figures.add.add_tokens", lambda w, a, b: {a.clients["shop"].id: 1}, who=a_machine),
    Row("figures.show.series", lambda w, a, b: 30, words=("audit.read",)),
    Row(
        "figures.show.of_clients",
        lambda w, a, b: ShowClients((b.clients["shop"].id,)),
        words=("clients.read",),
    ),
    *(
        Row(f"app.operations.tidying.{name}", lambda w, a, b: BATCH, who=a_machine, later=YEARS)
        for name in ("_figures", "_client_figures")
    ),
)

STEERING: Final = (
    Row("operators.jobs.standing", lambda w, a, b: ("tidy",), words=("jobs.read",), place=HERE),
    Row("operators.jobs.pause", lambda w, a, b: "tidy", words=_STEER, place=HERE),
    Row("operators.jobs.resume", lambda w, a, b: "tidy", words=_STEER, place=HERE),
    Row(
        "operators.jobs.begin_by_hand",
        lambda w, a, b: JobRun("tidy", START, "test", START),
        words=_STEER,
        place=HERE,
    ),
    Row("operators.nodes.beat", lambda w, a, b: a_node(), who=a_machine, place=HERE),
    Row("operators.nodes.leave", lambda w, a, b: "a", who=a_machine, place=HERE),
    Row("operators.nodes.tidy_nodes", nothing, who=a_machine, place=HERE),
    Row("app.operations.reached._known", nothing, who=a_machine, place=HERE),
    Row("operators.nodes.nodes", nothing, words=("jobs.read",), place=HERE),
)

TRAIL: Final = (
    Row("operators.trail.trail", lambda w, a, b: ListAudit(), words=("audit.read",)),
    Row("operators.trail.line", lambda w, a, b: a_line(w, b), GONE, words=("audit.read",)),
    Row(
        "operators.trail.operator_labels",
        lambda w, a, b: (b.accounts["alice"].id,),
        empty,
        words=("audit.read",),
        place=HERE,
    ),
    Row("operators.trail.chain_state", nothing, words=("audit.read",)),
)

WATCHING: Final = (*FIGURES, *STEERING, *TRAIL)
