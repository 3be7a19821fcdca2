"""The doctor: each thing looked at, in a line, with the way to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.pages.home_waiting import verdict
from app.console.parts.badges import plain_badge
from app.console.parts.buttons import Button
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag
from app.console.parts.small import CopyButton, Form, Moment
from app.console.parts.surfaces import card, page_head
from app.operations.findings import Grade
from app.runtime.words import in_words

if TYPE_CHECKING:
    from datetime import datetime

    from app.console.context import PageContext
    from app.operations.findings import Finding

ORDER: Final = (Grade.MEND, Grade.KNOW, Grade.NOTE, Grade.WELL)
GROUNDS: Final = {
    Grade.MEND: ("triangle-alert", "bad"),
    Grade.KNOW: ("info", "care"),
    Grade.NOTE: ("pencil", "note"),
    Grade.WELL: ("circle-check", "good bare"),
}


async def doctor(context: PageContext) -> None:
    """Draw the last examination, or make one.

    Refuses:
        forbidden: the operator may not see how the installation runs.
    """
    words = context.words
    head = page_head(
        context,
        words("Doctor"),
        crumbs=[(words("Tenant"), ""), (words("Doctor"), "")],
        lede=words("What is well, what to know, what to mend. Looking changes nothing."),
    )
    beside, body = head.beside, Tag("div", "", "bl-section", data_testid="doctor.findings")

    async def look(*, anew: bool = True) -> None:
        watch = context.tools.watch
        if watch is not None:
            at, found = await watch.examine(context.identity, anew=anew)
            _draw(context, beside, body, (at, found))

    with head.acts:
        AsCommand(context, head, "byleave doctor")
        Button(context, words("Check again"), look, sign="refresh-cw", testid="doctor.again")
    await look(anew=False)


def _draw(
    context: PageContext, beside: Tag, body: Tag, seen: tuple[datetime, tuple[Finding, ...]]
) -> None:
    words, (at, found) = context.words, seen
    beside.clear()
    body.clear()
    with beside:
        text, sign, ground = verdict(words, found)
        plain_badge(text, sign, ground).set(data_testid="doctor.verdict")
        with Tag("span", "", "bl-s bl-mute"):
            Tag("span", words("looked") + " ")
            Moment(at, Form.RELATIVE)
    titles = {
        Grade.MEND: words("To mend"),
        Grade.KNOW: words("To know"),
        Grade.NOTE: words("As decided"),
        Grade.WELL: words("Well"),
    }
    with body:
        for grade in ORDER:
            these = [each for each in found if each.grade is grade]
            if not these:
                continue
            whole = card(
                titles[grade], note=str(len(these)), flush=True, testid=f"doctor.{grade.value}"
            )
            with whole.body, Tag("ul", "", "bl-lines bl-found"):
                for each in these:
                    _line(context, each)


def _line(context: PageContext, found: Finding) -> None:
    words = context.words
    sign, ground = GROUNDS[found.grade]
    values = {name: in_words(value, words) for name, value in found.values.items()}
    with Tag("li"):
        plain_badge(words(found.topic, **values), sign, ground)
        with Tag("span", "", "bl-grow"):
            Tag("span", words(found.template, **values))
            if found.way:
                with Tag("span", "", "bl-row bl-wrap"):
                    Tag("code", found.way, "bl-mono bl-word")
                    CopyButton(
                        words, found.way, name=words("Copy {what}", what=found.way), look="bl-copy"
                    )
