"""One sentence of the hosted pages: ours beside the tenant's, in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.pages.text_places import place
from app.console.pages.texts import CHANGE, key_of
from app.console.parts.badges import plain_badge
from app.console.parts.buttons import Button, Weight, go_button
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag
from app.console.parts.fields import Field, Form, Shape
from app.console.parts.small import notice
from app.console.parts.surfaces import card, page_head
from app.runtime.words import SOURCE_LANGUAGE, later
from domain.kernel.errors import not_found
from domain.tenants.listing import show
from domain.tenants.own_texts import ChangeTexts, change_texts, own_texts
from domain.tenants.rules import LOCALE
from domain.tenants.texts import Lock, Sentence, is_locked, values_of

if TYPE_CHECKING:
    from app.console.context import PageContext
    from domain.tenants.records import Tenant
    from domain.tenants.texts import Texts

_WHY: Final = {
    Lock.SHARED: later("It tells a person what is shared, for how long and with whom."),
    Lock.EQUAL: later("It is the same for names we know and names we do not."),
    Lock.TYPED: later("People type this word, and we compare it."),
}
_SEEN: Final = {"identify": "identify", "prove": "password", "consent": "consent"}
"""Pages of sentences that Branding shows, and how they are called there."""


async def text(context: PageContext) -> None:
    """Draw one sentence.

    Refuses:
        not_found: we say no such sentence.
        forbidden: the operator may not read this tenant.
    """
    sentences = context.look.sentences
    wanted = context.params["text"]
    found = next((s for s in sentences.all().values() if key_of(s.source) == wanted), None)
    if found is None:
        raise not_found("sentence")
    own: Texts = await context.call(own_texts)
    tenant: Tenant = await context.call(show)
    found = found.spoken(familiar=tenant.branding.familiar)
    _head(context, found)
    asked = context.query.get("language", "")
    tags = [*sentences.languages, *(tag for tag in own if tag not in sentences.languages)]
    if asked not in tags and LOCALE.fullmatch(asked):
        tags.append(asked)
    tags.sort(key=lambda tag: tag != asked)
    with Tag("div", "", "bl-section"):
        if found.lock is not None:
            lead = context.words("This sentence stays in our words.")
            notice(context.words(_WHY[found.lock]), "note", lead)
        for tag in tags:
            _Twin(context, found, tag, own.get(tag, {}).get(found.source)).draw()


def _head(context: PageContext, sentence: Sentence) -> None:
    words = context.words
    head = page_head(
        context,
        sentence.source,
        crumbs=[(words("Look & words"), ""), (words("Texts & languages"), "/texts")],
        lede=words(
            "Said on: {pages}.", pages=", ".join(place(words, each) for each in sentence.pages)
        ),
    )
    slug, quoted = context.tenant.slug, sentence.source.replace("'", "'\\''")
    AsCommand(context, head, f"byleave text set '{quoted}' '…' \\\n  --tenant {slug} --language de")
    seen = next((_SEEN[each] for each in sentence.pages if each in _SEEN), "")
    if seen:
        language = context.query.get("language", "")
        with head.acts:
            address = context.href("/branding", page=seen, lang=language)
            go_button(words("See the page"), address, sign="eye", testid="text.see")


class _Twin:
    """One language: what we say, and what the tenant says instead.

    Args:
        context: the page.
        sentence: ours.
        tag: the language.
        said: what the tenant says; None where it says what we do.
    """

    def __init__(
        self, context: PageContext, sentence: Sentence, tag: str, said: str | None
    ) -> None:
        self._context = context
        self._sentence = sentence
        self._tag = tag
        self._said = said
        ours = sentence.source if tag == SOURCE_LANGUAGE else sentence.shipped.get(tag, "")
        self._ours = ours
        self._locked = is_locked(context.look.sentences, sentence, tag)

    def draw(self) -> None:
        """Draw it."""
        context, words = self._context, self._context.words
        whole = card(context.look.preview.language_name(self._tag), note=self._tag, flush=True)
        with whole.more:
            self._badge()
        with whole.body, Tag("div", "", "bl-twin"):
            with Tag("div", "", "ours"):
                Tag("b", words("Ours"))
                language = self._tag if self._ours else SOURCE_LANGUAGE
                Tag("p", self._ours or self._sentence.source, "", lang=language)
            if self._locked or not context.may(CHANGE):
                Tag("p", self._said or words("As ours."), "bl-sub")
                return
            with Tag("div", "", "bl-col"):
                self._form()

    def _badge(self) -> None:
        words = self._context.words
        if self._said is not None:
            plain_badge(words("Your words"), "pencil", "note")
        elif self._locked:
            plain_badge(words("Stays as it is"), "lock")
        elif not self._ours:
            plain_badge(words("No words"), "triangle-alert", "care")

    def _form(self) -> None:
        context, words = self._context, self._context.words
        values = sorted(values_of(self._sentence.source) or ())
        named = ", ".join(f"{{{name}}}" for name in values)
        hint = words("Keep {values} in it.", values=named) if values else ""
        self._field = Field(
            f"text.{self._tag}",
            words("Yours"),
            self._said or "",
            hint=hint,
            shape=Shape("area", rows=2, optional=words("empty says ours")),
        )
        form = Form(context, self._field)

        async def send() -> None:
            wanted = self._field.text or None
            await form.send(lambda: self._change(wanted), also={"texts": f"text.{self._tag}"})

        with Tag("div", "", "bl-row"):
            Button(
                context,
                words("Save the text"),
                send,
                weight=Weight.PRIMARY if self._tag == self._first() else Weight.PLAIN,
                sign="save",
                testid=f"text.{self._tag}.save",
            )

    def _first(self) -> str:
        return self._context.query.get("language", "") or SOURCE_LANGUAGE

    async def _change(self, wanted: str | None) -> None:
        before = self._said
        if wanted == before:
            return
        await self._write(wanted)

        async def undo() -> None:
            await self._write(before)
            self._field.fill(before or "")

        self._context.toaster.undo(self._context.words("Saved. People read it now."), undo)

    async def _write(self, wanted: str | None) -> None:
        source = self._sentence.source
        request = ChangeTexts(self._tag, {source: wanted}, {source: self._said})
        await self._context.call(change_texts, request, sentences=self._context.look.sentences)
        self._said = wanted
