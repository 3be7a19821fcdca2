"""Compare a file with what stands, and apply it after its counts were confirmed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from app.console.pages.proof import proof_dialog, with_proof
from app.console.parts.badges import plain_badge
from app.console.parts.buttons import Button, Weight
from app.console.parts.dialogs import show_once
from app.console.parts.doing import refusal_sentence
from app.console.parts.effects import Effect, Stop, confirm
from app.console.parts.elements import Tag, icon
from app.console.parts.fields import Field, Shape
from app.console.parts.fields import Form as Fields
from app.console.parts.files import MOST_LETTERS, FileChoice
from app.console.parts.small import notice
from app.console.parts.surfaces import card
from app.operations.configuration import applied, planned
from app.runtime.errands import ProofFor
from app.runtime.words import in_words
from domain.blueprint.apply import Applied, Difference
from domain.blueprint.nodes import INVALID_FILE
from domain.blueprint.steps import Act, Change, Shown
from domain.kernel.errors import Refusal
from domain.tenants.records import BUILT_IN

if TYPE_CHECKING:
    from app.console.context import PageContext

AROUND: Final = 2
"""Lines shown before and after the one that is not right."""

MOST_SHOWN: Final = 200

_SIGNS = {Act.ADD: "plus", Act.CHANGE: "arrow-right", Act.REMOVE: "minus"}


def draw_apply(context: PageContext, after: Callable[[], Awaitable[None]]) -> None:
    """Draw the card in which a file is compared and applied.

    Args:
        context: the page.
        after: shows what stands, once a file was applied.
    """
    _Applying(context, after)


class _Applying:
    def __init__(self, context: PageContext, after: Callable[[], Awaitable[None]]) -> None:
        self._context = context
        self._after = after
        words = context.words
        whole = card(
            words("Apply a file"),
            note=words(
                "from here or from another installation; nothing happens before you confirm"
            ),
            testid="config.apply",
        )
        with whole.body, Tag("div", "", "bl-col"):
            shape = Shape("area", mono=True, rows=10, most=MOST_LETTERS)
            self._file = Field("file", words("File"), hint=words("YAML, or JSON."), shape=shape)
            self._form = Fields(context, self._file)
            with Tag("div", "", "bl-row bl-wrap"):
                FileChoice(
                    context, words("Choose a file"), ".yaml,.yml,.json", self._take,
                    testid="config.choose",
                )  # fmt: skip
                self._begin = Button(
                    context, words("Compare"), self._compare, weight=Weight.PRIMARY,
                    testid="config.compare",
                )  # fmt: skip
            self._result = Tag("div", "", "bl-col", role="status", data_testid="config.difference")

    async def _take(self, text: str) -> None:
        self._file.fill(text)
        await self._compare()

    async def _run(self, use_case: Any, request: Any) -> Any:  # noqa: ANN401 - what the use case returns
        return await self._context.call_installation(use_case, request)

    async def _compare(self) -> None:
        self._result.clear()
        self._begin.weigh(Weight.PRIMARY)

        async def act() -> None:
            text = self._file.value
            try:
                found = await planned(self._run, text)
            except Refusal as refusal:
                if refusal.kind is not INVALID_FILE:
                    raise
                self._wrong(text, refusal)
                return
            with self._result:
                self._show(text, found)

        await self._form.send(act)

    def _wrong(self, text: str, refusal: Refusal) -> None:
        """Show the line that is not right among its neighbours, and say what to do at the field."""
        words, at = self._context.words, int(refusal.params["line"])
        self._file.wrong(refusal_sentence(words, refusal))
        self._file.run_method("line", at)
        lines = text.splitlines()
        first = max(at - AROUND, 1)
        if not 1 <= at <= len(lines):
            return
        with (
            self._result,
            Tag("ol", "", "bl-wrong-line", aria_label=words("Line {n}", n=at)) as near,
        ):
            near.set(data_testid="config.line", start=first)
            for number in range(first, min(at + AROUND, len(lines)) + 1):
                current = "true" if number == at else None
                with Tag("li", "", "at" if current else "", value=number, aria_current=current):
                    Tag("code", lines[number - 1][:MOST_SHOWN] or " ", "bl-mono")

    def _show(self, text: str, found: Difference) -> None:
        words = self._context.words
        if not found.changes:
            notice(words("Nothing differs: what stands is as the file says."), "good")
        with Tag("ul", "", "bl-diff"):
            for change in found.changes:
                with Tag("li", "", change.act.value):
                    icon(_SIGNS[change.act])
                    Tag("span", str(in_words(change.reason(), words)))
        if found.unknown:
            Tag("p", words("Not in the file, and left as it is:"), "bl-s bl-mute")
            with Tag("ul", "", "bl-s bl-mute"):
                for phrase in found.unknown:
                    Tag("li", str(in_words(phrase, words)))
        if found.changes:
            self._offer(text, found.changes)

    def _offer(self, text: str, changes: tuple[Change, ...]) -> None:
        context, words, count = self._context, self._context.words, len(changes)
        removed = sum(change.act is Act.REMOVE for change in changes)

        async def proven() -> None:
            self._done(await applied(self._run, text))
            await self._after()

        async def act(_reason: str) -> None:
            await with_proof(
                proven, partial(proof_dialog, context, ProofFor.APPLY_FILE, (self._file,))
            )

        async def ask() -> None:
            effect = Effect(
                words("All of it happens, or nothing."),
                _stops(context, changes),
                words.count("Apply {n} change", "Apply {n} changes", count),
                words("A second time the same file changes nothing."),
                typed=str(count) if removed else "",
                reason=False,
                ends=bool(removed),
            )
            title = words("Apply this file?")
            confirm(context, title, effect, act, count=count, testid="config.confirm")

        self._begin.weigh(Weight.PLAIN)  # the way on is to apply
        said = words.count("Apply {n} change…", "Apply {n} changes…", count)
        with Tag("div", "", "bl-row"):
            Button(context, said, ask, weight=Weight.PRIMARY, testid="config.go")

    def _done(self, done: Applied) -> None:
        context, words, count = self._context, self._context.words, len(done.changes)
        self._result.clear()
        self._begin.weigh(Weight.PRIMARY)
        with self._result:
            plain_badge(
                words.count("{n} change applied", "{n} changes applied", count),
                "circle-check",
                "good",
            )
        if done.secrets:
            show_once(
                context,
                words("Secrets that were made"),
                "\n".join(self._clear(each) for each in done.secrets),
                words("Put each where it belongs now."),
            )

    def _clear(self, shown: Shown) -> str:
        """Write a secret out: this is the one time it is shown."""
        secret = shown.secret.reveal()
        if shown.what == "activation link":
            secret = f"{self._context.console.base_url}/t/{BUILT_IN}/activate/{secret}"
        return f"{shown.what} of {shown.name}: {secret}"


def _stops(context: PageContext, changes: tuple[Change, ...]) -> list[Stop]:
    words = context.words
    counted = {act: sum(change.act is act for change in changes) for act in Act}
    said = {
        Act.ADD: words.count("{n} thing is added", "{n} things are added", counted[Act.ADD]),
        Act.CHANGE: words.count(
            "{n} thing is changed", "{n} things are changed", counted[Act.CHANGE]
        ),
        Act.REMOVE: words.count(
            "{n} thing is taken away", "{n} things are taken away", counted[Act.REMOVE]
        ),
    }
    return [
        Stop(said[act], words("at once"), stays=act is not Act.REMOVE)
        for act in Act
        if counted[act]
    ]
