"""Config: the tenant as a file, what another file would change, and what was applied before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from app.console.pages.config_apply import draw_apply
from app.console.parts.code import CodeBlock
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag
from app.console.parts.files import SaveButton
from app.console.parts.small import Form, Moment, notice
from app.console.parts.surfaces import card, page_head
from app.console.sentences import sentence
from app.operations.configuration import written
from domain.audit.listing import ListAudit, page
from domain.audit.records import AuditFilter
from domain.blueprint.describe import describe
from domain.blueprint.events import ConfigApplied
from domain.kernel.paging import PageRequest
from domain.tenants.records import BUILT_IN

if TYPE_CHECKING:
    from app.console.context import PageContext

_LAST: Final = 10
"""Applied files that are shown; the audit trail has all."""


async def config(context: PageContext) -> None:
    """Draw the tenant's file, the comparison, and the history.

    Refuses:
        forbidden: the operator may not read this tenant or its clients.
    """
    words, slug = context.words, context.tenant.slug
    head = page_head(
        context,
        words("Config"),
        crumbs=[(words("Tenant"), ""), (words("Config"), "")],
        lede=words(
            "Everything that was decided here as one file: keep it, compare it, apply it elsewhere."
        ),
    )
    shown: list[Callable[[], Awaitable[None]]] = []
    with Tag("div", "", "bl-stack"):
        if slug == BUILT_IN:
            notice(
                words("The operators' own tenant is part of the installation and has no file."),
                "note",
            )
        else:
            AsCommand(context, head, f"byleave export {slug} {slug}.yaml")
            shown.append(partial(_file, context, Tag("div", "", "bl-stack")))
        if context.may("config.apply"):
            draw_apply(context, lambda: _show(shown))
        if context.may("audit.read"):
            shown.append(partial(_history, context, Tag("div", "", "bl-stack")))
        await _show(shown)


async def _show(shown: Sequence[Callable[[], Awaitable[None]]]) -> None:
    """Draw what stands now; again whenever a file was applied."""
    for draw in shown:
        await draw()


async def _file(context: PageContext, within: Tag) -> None:
    words, slug = context.words, context.tenant.slug
    text = written(await context.call(describe))
    within.clear()
    with within:
        whole = card(
            words("This tenant as a file"),
            note=words("secrets and people are left out"),
            testid="config.file",
        )
        with whole.more:
            SaveButton(text, f"{slug}.yaml", words("Download"), testid="config.download")
        with whole.body:
            CodeBlock(words, {"YAML": text}, testid="config.yaml").classes("bl-yaml")


async def _history(context: PageContext, within: Tag) -> None:
    words = context.words
    wanted = ListAudit(AuditFilter(names=(ConfigApplied.name,)), PageRequest(_LAST))
    found = await context.call(page, wanted)
    within.clear()
    with within:
        whole = card(words("Applied before"), testid="config.history")
    with whole.body:
        if not found.rows:
            Tag("p", words("No file was applied here yet."), "bl-s bl-mute")
        with Tag("ul", "", "bl-diff bl-s"):
            for line in found.rows:
                with Tag("li"), Tag("span", "", "whole"):
                    Tag("span", sentence(words, line) + " · ")
                    Moment(line.at, Form.DAY)
