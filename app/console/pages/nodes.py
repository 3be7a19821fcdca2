"""Nodes: the processes that serve this installation, and whether each still lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.console.parts.badges import badge_cell
from app.console.parts.commands import AsCommand
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head
from app.console.parts.tables import Column, Listing, Row, Wanted
from domain.kernel.nodes import Node
from domain.kernel.paging import Page
from domain.operators.nodes import nodes as all_nodes

if TYPE_CHECKING:
    from app.console.context import PageContext


async def nodes(context: PageContext) -> None:
    """Draw the processes.

    Refuses:
        forbidden: the operator may not see how the installation runs.
    """
    words = context.words
    head = page_head(
        context,
        words("Nodes"),
        crumbs=[(words("System"), ""), (words("Nodes"), "")],
        lede=words(
            "Each process says every 15 seconds that it lives; one that ends strikes itself out."
        ),
    )
    with head.acts:
        AsCommand(context, head, "byleave node list")
    columns = [
        Column("node", words("Process"), "mono"),
        Column("state", words("State"), "badge"),
        Column("planes", words("Answers"), "mono"),
        Column("version", words("Version"), "mono"),
        Column("started", words("Started"), "day"),
        Column("seen", words("Last heard"), "time", align="end"),
    ]

    async def load(_wanted: Wanted) -> Page[Row]:
        found = await context.call_installation(all_nodes)
        return Page(tuple(_row(context, node, lives=lives) for node, lives in found))

    def empty() -> None:
        empty_state(
            words("No process has said that it lives"),
            words("The first sign comes with the start of a server."),
            sign="server",
        )

    whole = card(flush=True)
    with whole.body:
        listing = Listing(context, ("nodes", words("Nodes"), columns), load, empty)
    await listing.show()


def _row(context: PageContext, node: Node, *, lives: bool) -> Row:
    return {
        "id": node.id,
        "node": node.id,
        "state": badge_cell(context.words, "alive" if lives else "gone"),
        "planes": node.planes,
        "version": node.version,
        "started": node.started_at.isoformat(),
        "seen": node.seen_at.isoformat(),
    }
