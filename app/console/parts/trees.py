"""A tree of what hangs together: choosing a node marks all that falls with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from nicegui.element import Element

from app.console.parts.doing import attempt

if TYPE_CHECKING:
    from nicegui.events import GenericEventArguments

    from app.console.context import PageContext


@dataclass(frozen=True, slots=True)
class Node:
    """One node.

    Args:
        key: its word; unique in its tree.
        name: what it is called.
        kind: what it is, said in grey before the name; may be empty.
        sign: icon.
        mono: whether its name is an id.
        badge: ground, icon, word (see `badge_cell`); empty for none.
        note: quiet words at its end.
        at: a moment at its end, relative: when it ends, or when it was seen.
        act: words of its button; empty for none. Pressing it chooses the node.
        also: keys of nodes elsewhere in the tree that fall with it.
        open: whether its branches show at first.
        kids: what hangs on it, and falls with it.
    """

    key: str
    name: str
    kind: str = ""
    sign: str = "circle"
    mono: bool = False
    badge: tuple[str, ...] = ()
    note: str = ""
    at: datetime | None = None
    act: str = ""
    also: Sequence[str] = ()
    open: bool = True
    kids: Sequence[Node] = ()


class Tree(Element, component="bl_tree.js"):
    """A tree by mouse and by keyboard: arrows, Home, End, first letters, Enter chooses.

    Args:
        context: the page; refusals of `choose` are told there.
        label: accessible name.
        nodes: its roots.
        choose: is awaited with the key of the node that was chosen; empty when it was let go.
        testid: `page.tree`.
    """

    def __init__(
        self,
        context: PageContext,
        label: str,
        nodes: Sequence[Node],
        choose: Callable[[str], Awaitable[None]],
        *,
        testid: str = "tree",
    ) -> None:
        """Draw the tree."""
        super().__init__()
        self._context = context
        self._choose = choose
        self._keys: set[str] = set()
        self.props["label"] = label
        self.props["testid"] = testid
        self.props["chosen"] = ""
        self.show(nodes)
        self.on("choose", self._chosen)

    def show(self, nodes: Sequence[Node]) -> None:
        """Show these roots instead; a choice that is gone is let go."""
        self._keys = {""}
        self.props["nodes"] = [self._told(node) for node in nodes]
        if self.props["chosen"] not in self._keys:
            self.props["chosen"] = ""

    def point(self, key: str) -> None:
        """Mark a node and all that falls with it, without telling the page; empty lets it go."""
        self.props["chosen"] = key

    def _told(self, node: Node) -> dict[str, object]:
        self._keys.add(node.key)
        return {
            "key": node.key,
            "name": node.name,
            "kind": node.kind,
            "sign": node.sign,
            "mono": node.mono,
            "badge": list(node.badge),
            "note": node.note,
            "at": node.at.isoformat() if node.at else "",
            "act": node.act,
            "also": list(node.also),
            "open": node.open,
            "kids": [self._told(kid) for kid in node.kids],
        }

    async def _chosen(self, event: GenericEventArguments) -> None:
        key = str(event.args or "")
        if key not in self._keys:
            return
        self.point(key)
        await attempt(self._context, lambda: self._choose(key))
