"""Privacy proof: the last audit, one that runs, what it looked at, and its signed report."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from nicegui import ui

from app.console.pages.privacy_report import draw_report
from app.console.parts.badges import badge, plain_badge
from app.console.parts.buttons import Button, Weight
from app.console.parts.elements import Tag, icon, link
from app.console.parts.small import Moment, notice
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head
from app.runtime.words import later
from domain.kernel.errors import FORBIDDEN, Refusal
from domain.kernel.ids import show
from domain.operators.privacy import KILLED, begin, last_scans
from domain.operators.privacy_scans import PREFIX, PrivacyScan

if TYPE_CHECKING:
    from app.console.context import PageContext

LOOK_EVERY: Final = 1.0
"""Seconds between two looks how far an audit is."""

ABOUT_TO: Final = later("It is about to begin.")

SHOWN: Final = 10
"""Earlier audits below the last one."""

_FULL_LOAD: Final = "(event) => event.stopPropagation()"
"""A file is not a page: the console must not open it inside itself."""


async def privacy(context: PageContext) -> None:
    """Draw the privacy proof of this installation."""
    words = context.words
    head = page_head(
        context,
        words("Privacy proof"),
        crumbs=[(words("Tenant"), ""), (words("Privacy proof"), "")],
        lede=words(
            "A tenant of its own is made, people's acts are played in it, and every place is "
            "searched for what they typed. Then the tenant is removed."
        ),
    )
    try:
        scans: tuple[PrivacyScan, ...] = await context.call_installation(last_scans, SHOWN)
    except Refusal as refusal:
        if refusal.kind is not FORBIDDEN:
            raise
        _not_yours(context)
        return
    may = context.may("jobs.change") and context.tools.audit is not None
    if may and scans and not scans[0].runs(context.console.clock.now()):
        with head.acts:
            _run_button(context)
    await _Proof(context, scans).draw(head.beside, may_run=may)


def _not_yours(context: PageContext) -> None:
    words = context.words
    with card(flush=True).body:
        empty_state(
            words("The proof is of the whole installation"),
            words("An operator of the installation can start it and read it."),
            sign="shield-check",
            testid="privacy.closed",
        )


def _run_button(context: PageContext, *, first: bool = False) -> None:
    words = context.words

    async def run() -> None:
        scan: PrivacyScan = await context.call_installation(begin, "live")
        start = context.tools.audit
        if start is not None:
            await asyncio.to_thread(start, scan)
        context.go("/privacy")

    Button(
        context,
        words("Run now"),
        run,
        weight=Weight.PRIMARY,
        sign="play",
        testid="privacy.first" if first else "privacy.run",
    )


class _Proof:
    """The page's content over the newest audits; it looks again while one runs."""

    def __init__(self, context: PageContext, scans: tuple[PrivacyScan, ...]) -> None:
        self.context = context
        self.scans = scans
        self.now = context.console.clock.now()

    async def draw(self, beside: Tag, *, may_run: bool) -> None:
        """Draw what is known: nothing yet, one that runs, the last result, earlier ones."""
        if not self.scans:
            self._nothing_yet(may_run=may_run)
            return
        newest = self.scans[0]
        with Tag("div", "", "bl-section"):
            if newest.runs(self.now):
                self._running(newest)
            ended = next((scan for scan in self.scans if not scan.runs(self.now)), None)
            if ended is not None:
                self._verdict(ended, beside)
                if ended.report is not None:
                    draw_report(self.context, ended.report)
                self._earlier()

    def _nothing_yet(self, *, may_run: bool) -> None:
        words = self.context.words
        with (
            card(flush=True).body,
            empty_state(
                words("No proof was made yet"),
                words(
                    "It takes about a minute, changes nothing of yours, and ends with a report "
                    "signed by this installation."
                ),
                sign="shield-check",
                testid="privacy.empty",
            ),
        ):
            if may_run:
                _run_button(self.context, first=True)

    def _running(self, scan: PrivacyScan) -> None:
        words = self.context.words
        whole = card(words("Under way"), testid="privacy.running")
        with whole.more:
            badge(words, "running")
        with whole.body, Tag("div", "", "bl-col", role="status"):
            said = Tag("p", words(scan.step or ABOUT_TO))
            with Tag("p", "", "bl-s bl-mute"):
                Tag("span", words("Began") + " ")
                Moment(scan.started_at)

        async def look() -> None:
            found: tuple[PrivacyScan, ...] = await self.context.call_installation(last_scans, 1)
            if not found or not found[0].runs(self.context.console.clock.now()):
                timer.deactivate()
                self.context.go("/privacy")
                return
            said.set_text(words(found[0].step or ABOUT_TO))

        timer = ui.timer(LOOK_EVERY, look)

    def _verdict(self, scan: PrivacyScan, beside: Tag) -> None:
        words = self.context.words
        if scan.holds is None:
            notice(words(scan.error or KILLED), "care", words("The last audit could not be made."))
            return
        with beside:
            if scan.holds:
                plain_badge(words("Nothing was found"), "shield-check", "good")
            else:
                plain_badge(words("Something was found"), "triangle-alert", "bad")
        if not scan.holds:
            notice(
                words("The places are listed below. Tell us, and do not share the data folder."),
                "bad",
                words("Something a person typed can be read."),
            )

    def _earlier(self) -> None:
        words = self.context.words
        whole = card(words("Audits"), flush=True, testid="privacy.earlier")
        with whole.body, Tag("ul", "", "bl-lines"):
            for scan in self.scans:
                if not scan.runs(self.now):
                    self._line(scan)

    def _line(self, scan: PrivacyScan) -> None:
        words = self.context.words
        with Tag("li", "", "bl-wrap"):
            if scan.holds is None:
                badge(words, "failed")
            elif scan.holds:
                plain_badge(words("Nothing was found"), "circle-check", "good bare")
            else:
                plain_badge(words("Something was found"), "triangle-alert", "bad")
            Tag("span", _summary(self.context, scan), "bl-grow bl-mute")
            Moment(scan.started_at)
            if scan.report is not None:
                self._file(scan)

    def _file(self, scan: PrivacyScan) -> None:
        words, shown = self.context.words, show(PREFIX, scan.id)
        address = self.context.href(f"/file/privacy/{shown}.json")
        made = link("", address, "bl-btn mini", download="", title=words("Signed report as JSON"))
        made.set(data_testid=f"privacy.report.{shown}")
        made.on("click", js_handler=_FULL_LOAD)
        with made:
            icon("download")
            Tag("span", words("Signed report"))


def _summary(context: PageContext, scan: PrivacyScan) -> str:
    if scan.report is None:
        return scan.error
    report: dict[str, Any] = dict(scan.report)
    return context.words(
        "{megabytes} MB, {canaries} canaries, {seconds} s",
        megabytes=f"{int(report['bytes']) / 1e6:.1f}",
        canaries=len(report["canaries"]),
        seconds=int(report["milliseconds"]) // 1000,
    )
