"""What waits for the operator: the doctor's verdict, late jobs, leave that ends soon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.parts.badges import plain_badge
from app.console.parts.buttons import go_button
from app.console.parts.charts import figure
from app.console.parts.elements import Tag, icon, link
from app.console.parts.surfaces import card
from app.operations.findings import Finding, Grade, worst
from app.operations.jobs import JOBS
from domain.operators.jobs import standing

if TYPE_CHECKING:
    from app.console.context import PageContext
    from app.runtime.words import Words

SEES: Final = "jobs.read"


async def doctor_badge(context: PageContext) -> None:
    """Draw the doctor's verdict as a link, for whoever may see it."""
    found = await _found(context)
    if found is None:
        return
    text, sign, ground = verdict(context.words, found)
    with link("", context.href("/doctor"), "bl-plain", data_testid="home.doctor"):
        plain_badge(context.words("Doctor: {verdict}", verdict=text), sign, ground)


def verdict(words: Words, found: tuple[Finding, ...]) -> tuple[str, str, str]:
    """Return the words, the icon and the ground of an examination."""
    grade = worst(found)
    count = sum(each.grade is grade for each in found)
    if grade is Grade.MEND:
        return words.count("{n} to mend", "{n} to mend", count), "triangle-alert", "bad"
    if grade is Grade.KNOW:
        return words.count("{n} to know", "{n} to know", count), "info", "good"
    return words("all well"), "circle-check", "good"


async def waiting(context: PageContext, ending: int | None) -> None:
    """Draw what waits, each with one verb; nothing is a good sign and is said.

    Args:
        context: the page.
        ending: items of leave that end within seven days; None for who may not see it.
    """
    words = context.words
    whole = card(words("Waiting for you"), flush=True, testid="home.waiting")
    with whole.body, Tag("ul", "", "bl-lines"):
        drawn = await _installation(context)
        if ending and "/expiring" in context.console.pages:
            said = words.count(
                "{amount} item of leave ends within 7 days",
                "{amount} items of leave end within 7 days",
                ending,
                amount=figure(words, ending),
            )
            _line(context, "hourglass", said, words("See it"), "/expiring")
            drawn = True
        if not drawn:
            with Tag("li"):
                icon("circle-check")
                Tag("span", words("Nothing waits."), "bl-grow bl-mute")


async def _installation(context: PageContext) -> bool:
    """Draw what waits in the installation as a whole; tell whether anything does."""
    words = context.words
    found = await _found(context)
    if found is None:
        return False
    drawn = False
    to_mend = [each for each in found if each.grade is Grade.MEND]
    if to_mend:
        said = words.count(
            "The doctor found {n} thing to mend",
            "The doctor found {n} things to mend",
            len(to_mend),
        )
        _line(context, "stethoscope", said, words("Mend"), "/doctor")
        drawn = True
    periods = {job.name: job.period for job in JOBS if job.booked}
    seen = await context.call_installation(standing, tuple(periods))
    late = [each for each in seen if each.late(periods[each.job])]
    if late:
        said = words.count("{n} job is late", "{n} jobs are late", len(late))
        _line(context, "clock", said, words("See it"), "/jobs")
    held = [each for each in seen if each.hold is not None]
    if held:
        said = words.count("{n} job is paused", "{n} jobs are paused", len(held))
        _line(context, "pause", said, words("See it"), "/jobs")
    return drawn or bool(late or held)


def _line(context: PageContext, sign: str, said: str, verb: str, path: str) -> None:
    with Tag("li"):
        icon(sign)
        Tag("span", said, "bl-grow")
        go_button(verb, context.href(path))


async def _found(context: PageContext) -> tuple[Finding, ...] | None:
    watch = context.tools.watch if context.console.tools is not None else None
    if watch is None or not context.may(SEES):
        return None
    _, found = await watch.examine(context.identity, anew=False)
    return found
