"""Backups: what lies in the folder for them, make one now, take one away, put one back in words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from nicegui import ui

from app.console.pages.backup_parts import (
    draw_rehearsal,
    draw_way_back,
    megabytes,
    state_of,
    taking,
)
from app.console.parts.badges import badge, plain_badge
from app.console.parts.buttons import Button, Weight
from app.console.parts.code import CodeBlock
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag
from app.console.parts.small import Moment, notice
from app.console.parts.states import empty_state
from app.console.parts.surfaces import Head, card, page_head
from app.console.parts.tables import BlTable, Column
from domain.operators.backups import BACK_UP, under_way
from domain.operators.jobs import JobStanding, standing

if TYPE_CHECKING:
    from nicegui.events import GenericEventArguments

    from app.console.context import PageContext
    from app.operations.backup.shelf import Kept, Shelf
    from domain.kernel.run_book import JobRun

STEERS: Final = "jobs.change"
LOOK_EVERY: Final = 1.0
"""Seconds between two looks whether a backup has ended."""

SETTING: Final = 'backup_dir = "/var/backups/byleave"'


async def backups(context: PageContext) -> None:
    """Draw how backups stand.

    Refuses:
        forbidden: the operator may not see how the installation runs.
    """
    words = context.words
    seen: JobStanding
    (seen,) = await context.call_installation(standing, (BACK_UP,))
    head = page_head(
        context,
        words("Backups"),
        crumbs=[(words("System"), ""), (words("Backups"), "")],
        lede=words(
            "Everything but the master key in one sealed file, made while people sign in, and put "
            "back for a proof each time."
        ),
    )
    AsCommand(context, head, "byleave backups")
    watch = context.tools.watch
    if watch is None:
        return
    page = _Page(context, seen, await watch.backups())
    page.draw(head)
    wanted = context.query.get("take", "")
    if wanted:
        page.take(wanted)


class _Page:
    """The page's content; it looks again while a backup is being made."""

    def __init__(self, context: PageContext, seen: JobStanding, found: Shelf) -> None:
        self.context = context
        self.seen = seen
        self.found = found
        self.running = under_way(seen)

    def draw(self, head: Head) -> None:
        """Draw the head's badge and button, then what there is."""
        found, words = self.found, self.context.words
        self._beside(head)
        if found.folder and self.context.may(STEERS) and self.running is None:
            with head.acts:
                self._begin_button("backups.run")
        with Tag("div", "", "bl-grid bl-side"):
            with Tag("div", "", "bl-section"):
                if self.running is not None:
                    self._under_way(self.running)
                self._ended_badly()
                if not found.folder:
                    self._no_folder()
                else:
                    self._list()
            with Tag("div", "", "bl-section"):
                if found.rehearsed is not None:
                    draw_rehearsal(words, found.rehearsed)
                draw_way_back(words)

    def take(self, name: str) -> None:
        """Ask before a backup is taken away; nothing where it is not there."""
        kept = next((each for each in self.found.kept if each.file == name), None)
        if kept is not None and self.context.may(STEERS):
            taking(self.context, kept)

    def _beside(self, head: Head) -> None:
        words, done = self.context.words, self.found.rehearsed
        if done is None:
            return
        with head.beside:
            if done.holds:
                plain_badge(words("The last one starts"), "shield-check", "good")
            else:
                plain_badge(words("The last one does not start"), "triangle-alert", "bad")

    def _begin_button(self, testid: str) -> None:
        context, watch = self.context, self.context.tools.watch

        async def begin() -> None:
            if watch is not None:
                await watch.back_up(context.identity)
            context.go("/system/backups")

        said = context.words("Back up now")
        Button(context, said, begin, weight=Weight.PRIMARY, sign="play", testid=testid)

    def _under_way(self, run: JobRun) -> None:
        context, words = self.context, self.context.words
        whole = card(words("Under way"), testid="backups.running")
        with whole.more:
            badge(words, "running")
        with whole.body, Tag("div", "", "bl-col", role="status"):
            Tag("p", words("A backup is being made, and then put back in a place of its own."))
            with Tag("p", "", "bl-s bl-mute"):
                Tag("span", words("Began") + " ")
                Moment(run.started_at)

        async def look() -> None:
            seen: JobStanding
            (seen,) = await context.call_installation(standing, (BACK_UP,))
            if under_way(seen) is None:
                timer.deactivate()
                context.go("/system/backups")

        timer = ui.timer(LOOK_EVERY, look)

    def _ended_badly(self) -> None:
        last = self.seen.last
        if last is not None and last.error:
            said = self.context.words(
                "Its fault stands in the log of the server: {fault}.", fault=last.error
            )
            notice(said, "bad", self.context.words("The last backup failed."))

    def _no_folder(self) -> None:
        words = self.context.words
        with (
            card(flush=True).body,
            empty_state(
                words("There is no folder for backups"),
                words(
                    "Name one and start the server again: from then on a backup is made each night "
                    "and proved to start. Keep a copy of the folder on another machine."
                ),
                sign="hard-drive-download",
                testid="backups.closed",
            ),
        ):
            CodeBlock(words, {"byleave.toml": SETTING}, testid="backups.setting")

    def _list(self) -> None:
        context, words = self.context, self.context.words
        whole = card(
            words("Kept here"),
            note=words.count("{n} stays at most", "{n} stay at most", self.found.keep),
            flush=True,
        )
        with whole.body:
            if not self.found.kept:
                self._nothing_yet()
                return
            columns = [
                Column("file", words("File"), "mono"),
                Column("made", words("Made"), "time"),
                Column("state", words("State"), "badge"),
                Column("version", words("Version"), "mono"),
                Column("size", words("Size"), align="end"),
            ]
            if context.may(STEERS):
                columns.append(Column("take", words("Acts"), "act", align="end", quiet=True))
            table = BlTable("backups", words("Backups"), columns)
            table.show([self._row(kept) for kept in self.found.kept])
            table.on("act", self._act)

    def _nothing_yet(self) -> None:
        words = self.context.words
        empty_state(
            words("No backup was made yet"),
            words("The first is made tonight, or now."),
            sign="hard-drive-download",
            testid="backups.empty",
        )

    def _row(self, kept: Kept) -> dict[str, object]:
        words = self.context.words
        made: datetime | None = kept.made_at
        return {
            "id": kept.file,
            "file": kept.file,
            "made": made.isoformat() if made else "",
            "state": state_of(words, kept, self.found),
            "version": kept.version,
            "size": megabytes(kept.size),
            "take": words("Download…"),
        }

    def _act(self, event: GenericEventArguments) -> None:
        self.take(str(event.args))
