"""Texts and languages: every sentence of the hosted pages, ours beside the tenant's."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.console.pages.text_places import place
from app.console.parts.badges import plain_badge
from app.console.parts.buttons import Button, go_button
from app.console.parts.chips import Chips, Filter
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag, link
from app.console.parts.fields import Choice, Field, Form
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head
from app.console.parts.tables import Column, Listing, Row, Wanted
from app.runtime.words import SOURCE_LANGUAGE, later
from domain.kernel.paging import Page
from domain.tenants.listing import show
from domain.tenants.own_texts import LanguageState, is_missing, languages, own_texts
from domain.tenants.rules import LOCALE, check_locale
from domain.tenants.texts import is_locked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.console.context import PageContext
    from app.runtime.words import Words
    from domain.kernel.paging import PageRequest
    from domain.tenants.records import Tenant
    from domain.tenants.texts import Sentence, Texts

CHANGE: Final = "tenants.change"
_KEY_LETTERS: Final = 12
_ROWS: Final = 25
"""Sentences are long: a page of them still fits a screen or two."""
_STATES: Final = {
    "changed": ("pencil", "note", later("Your words")),
    "missing": ("triangle-alert", "care", later("No words")),
    "locked": ("lock", "", later("Stays as it is")),
    "ours": ("circle", "bare", later("Our words")),
}


def key_of(source: str) -> str:
    """Return the word of a sentence in an address."""
    return hashlib.sha256(source.encode()).hexdigest()[:_KEY_LETTERS]


@dataclass(frozen=True, slots=True)
class _Line:
    """One sentence in one language.

    Args:
        sentence: ours.
        said: what a person reads; empty where there are no words.
        state: one of `_STATES`.
    """

    sentence: Sentence
    said: str
    state: str


async def texts(context: PageContext) -> None:
    """Draw the list.

    Refuses:
        forbidden: the operator may not read this tenant.
    """
    words, look = context.words, context.look
    states: tuple[LanguageState, ...] = await context.call(languages, sentences=look.sentences)
    own: Texts = await context.call(own_texts)
    tenant: Tenant = await context.call(show)
    head = page_head(
        context,
        words("Texts & languages"),
        crumbs=[(words("Look & words"), ""), (words("Texts & languages"), "")],
        lede=words(
            "Every sentence people read on your pages. Say it your way; what is shared stays in "
            "our words."
        ),
    )
    slug = context.tenant.slug
    AsCommand(context, head, f"byleave text list --tenant {slug} --language de --missing")
    with Tag("div", "", "bl-grid bl-side"):
        whole = card(flush=True)
        _languages(context, states)
    with whole.body:
        await _list(context, states, own, familiar=tenant.branding.familiar)


def _languages(context: PageContext, states: Sequence[LanguageState]) -> None:
    words, named = context.words, context.look.preview.language_name
    with Tag("div", "", "bl-section"):
        whole = card(words("Languages"), flush=True, testid="texts.languages")
        with whole.body, Tag("ul", "", "bl-lines"):
            for state in states:
                with Tag("li", data_testid=f"texts.language.{state.tag}"):
                    link(named(state.tag), context.href("/texts", language=state.tag))
                    Tag("span", state.tag, "bl-mono bl-mute bl-grow")
                    _report(context, state)
        if context.may(CHANGE):
            _add_language(context)


def _report(context: PageContext, state: LanguageState) -> None:
    words = context.words
    if state.own:
        plain_badge(words("{n} of your own", n=state.own), "pencil", "note")
    if state.missing:
        with link("", context.href("/texts", language=state.tag, show="missing"), ""):
            plain_badge(words("{n} missing", n=state.missing), "triangle-alert", "care")
    if state.left_over:
        plain_badge(words("{n} left over", n=state.left_over), "history")
    if not (state.own or state.missing or state.left_over):
        plain_badge(words("whole"), "circle-check", "good bare")


def _add_language(context: PageContext) -> None:
    words = context.words
    with card(words("Add a language")).body, Tag("div", "", "bl-col"):
        tag = Field(
            "language",
            words("Language tag"),
            hint=words("Such as fr or pt-BR. It is offered to people with its first text."),
        )
        form = Form(context, tag)

        async def begin() -> None:
            check_locale(tag.text, field="language")
            context.go("/texts", language=tag.text, show="missing")

        async def send() -> None:
            await form.send(begin)

        button = Button(context, words("Write its texts"), send, testid="texts.add_language")
        tag.on("enter", button.press, args=[])


async def _list(
    context: PageContext, states: Sequence[LanguageState], own: Texts, *, familiar: bool
) -> None:
    words = context.words
    with Tag("div", "", "bl-filters"):
        chips = Chips(context, _filters(context, states), testid="texts.filters")
    columns = [
        Column("source", words("Our sentence"), "link"),
        Column("said", words("What people read")),
        Column("where", words("Where")),
        Column("state", words("State"), "badge"),
    ]

    async def load(wanted: Wanted) -> Page[Row]:
        language = chips.value("language") or _usual(context, states)
        lines = _lines(context, language, own.get(language, {}), familiar=familiar)
        found = _chosen(lines, chips)
        return _page([_row(context, line, language) for line in found], wanted.page)

    def empty() -> None:
        with empty_state(
            words("No sentence is said"),
            words("The pages speak in sentences of ours until you write your own."),
            sign="languages",
        ):
            go_button(words("Branding"), context.href("/branding"), sign="palette")

    listing = Listing(context, ("texts", words("Sentences"), columns), load, empty, chips=chips)
    await listing.show()


def _filters(context: PageContext, states: Sequence[LanguageState]) -> list[Filter]:
    words, named = context.words, context.look.preview.language_name
    tags = [state.tag for state in states]
    asked = context.query.get("language", "")
    if asked not in tags and LOCALE.fullmatch(asked):
        tags.append(asked)
    pages = dict.fromkeys(
        page for each in context.look.sentences.all().values() for page in each.pages
    )
    return [
        Filter("language", words("language"), [Choice(tag, named(tag)) for tag in tags]),
        Filter(
            "show",
            words("state"),
            [Choice(name, words(label)) for name, (_, _, label) in _STATES.items()],
            several=True,
        ),
        Filter(
            "page",
            words("page"),
            [Choice(page, place(words, page)) for page in pages],
            several=True,
        ),
        Filter("words", words("contains")),
    ]


def _usual(context: PageContext, states: Sequence[LanguageState]) -> str:
    known = {state.tag for state in states}
    return context.words.language if context.words.language in known else SOURCE_LANGUAGE


def _lines(
    context: PageContext, language: str, own: Mapping[str, str], *, familiar: bool
) -> list[_Line]:
    sentences = context.look.sentences
    made = []
    for each in (one.spoken(familiar=familiar) for one in sentences.all().values()):
        ours = each.source if language == SOURCE_LANGUAGE else each.shipped.get(language, "")
        missing = is_missing(sentences, each, language, own)
        if each.source in own:
            state = "changed"
        elif missing:
            state = "missing"
        else:
            locked = is_locked(sentences, each, language)
            state = "locked" if locked else "ours"
        made.append(_Line(each, own.get(each.source, ours), state))
    return made


def _chosen(lines: Iterable[_Line], chips: Chips) -> list[_Line]:
    states, pages = chips.values("show"), set(chips.values("page"))
    asked = chips.value("words").casefold()
    return [
        line
        for line in lines
        if (not states or line.state in states)
        and (not pages or pages & set(line.sentence.pages))
        and asked in f"{line.sentence.source}\n{line.said}".casefold()
    ]


def _row(context: PageContext, line: _Line, language: str) -> Row:
    key = key_of(line.sentence.source)
    return {
        "id": key,
        "href": context.href(f"/texts/{key}", language=language),
        "source": line.sentence.source,
        "said": line.said or "—",
        "where": ", ".join(place(context.words, each) for each in line.sentence.pages),
        "state": state_cell(context.words, line.state),
    }


def state_cell(words: Words, state: str) -> tuple[str, str, str]:
    """Return a state of a sentence as a cell of the table: ground, icon, word."""
    sign, ground, label = _STATES[state]
    return ground, sign, words(label)


def _page(rows: Sequence[Row], asked: PageRequest) -> Page[Row]:
    """Cut a page out of a list that is known whole; its places are numbers."""
    most = min(asked.size, _ROWS)
    at = int(asked.after.decode()) if asked.after and asked.after.isdigit() else 0
    at = max(0, at - most) if asked.backward else at
    end = at + most
    return Page(
        tuple(rows[at:end]),
        str(end).encode() if end < len(rows) else None,
        str(at).encode() if at else None,
    )
