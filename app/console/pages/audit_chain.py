"""The chain of a tenant's log: how far it is, and the button that proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.parts.badges import plain_badge
from app.console.parts.buttons import Button
from app.console.parts.elements import Tag
from app.console.parts.small import Moment, notice
from app.runtime.words import later
from domain.audit.verify import Fault
from domain.operators.trail import chain_state

if TYPE_CHECKING:
    from app.console.context import PageContext
    from domain.audit.verify import Verdict

MOST_FINDINGS: Final = 3
FAULTS: Final = {
    Fault.BODY_CHANGED: later("its content was changed after it was written"),
    Fault.BODY_MISSING: later("its content was taken away"),
    Fault.BODY_UNREADABLE: later("its content is nothing that can be read, so that it was changed"),
    Fault.LEAF_DIFFERS: later("the log tells another time or kind of it than its content does"),
    Fault.LEAF_MISSING: later("it was put in beside the log, or its leaf was taken away"),
    Fault.LEAF_TWICE: later("it waits for a place in the log a second time"),
    Fault.LEAF_UNREADABLE: later("what stands for it in the log is nothing that Byleave wrote"),
    Fault.LEAVES_UNREADABLE: later("what waits here for a place in the log cannot be read"),
    Fault.STATE_DIFFERS: later("what is in force is not what the ledger says"),
    Fault.PLACE_MISSING: later("this place of the log is gone"),
    Fault.CHAIN_BROKEN: later("its entry does not follow the one before"),
    Fault.CHECKPOINT_DIFFERS: later("the log is not what was signed here"),
    Fault.CHECKPOINT_UNREADABLE: later("what was signed here is nothing that can be read"),
    Fault.CHECKPOINT_UNSIGNED: later("no key of this tenant made this signature"),
}


class Chain:
    """The chain's state beside the title, and the button that proves it.

    Args:
        context: the page.
        beside: stands beside its title.
        room: the first word of the button's name.
    """

    def __init__(self, context: PageContext, beside: Tag, room: str = "audit") -> None:
        """Stand beside the title."""
        self._context = context
        self._beside = beside
        self._room = room
        self.below: Tag | None = None

    async def show(self) -> None:
        """Say how far the log is chained and signed."""
        context, words = self._context, self._context.words
        seen = await context.call(chain_state)
        with self._beside:
            said = words.count(
                "{n} log entry of this tenant chained",
                "{n} log entries of this tenant chained",
                seen.entries,
            )
            plain_badge(said, "link")
            if seen.signed_at is not None:
                with Tag("span", "", "bl-s bl-mute"):
                    Tag("span", words("signed") + " ")
                    Moment(seen.signed_at)

    def button(self) -> None:
        """Draw the button."""
        words = self._context.words
        Button(
            self._context, words("Verify now"), self._verify, sign="badge-check",
            testid=f"{self._room}.verify",
        )  # fmt: skip

    async def _verify(self) -> None:
        context = self._context
        found = await context.tools.verify(context.identity, context.tenant.slug)
        self._say(found)

    def _say(self, found: Verdict) -> None:
        words = self._context.words
        self._beside.clear()
        said = words.count("{n} entry", "{n} entries", found.leaves + found.pending)
        with self._beside:
            if found.holds:
                plain_badge(words("chain whole, {entries}", entries=said), "link", "good")
            else:
                plain_badge(words("chain broken"), "triangle-alert", "bad")
        if self.below is None:
            return
        self.below.clear()
        with self.below:
            for finding in found.findings[:MOST_FINDINGS]:
                notice(
                    words(
                        "Somebody or something changed the database past Byleave. "
                        "New lines are still recorded; old ones are no proof until this is cleared."
                    ),
                    "bad",
                    words(
                        "Entry {place}: {fault}.",
                        place=str(finding.seq or "—"),
                        fault=words(FAULTS[finding.fault]),
                    ),
                )
