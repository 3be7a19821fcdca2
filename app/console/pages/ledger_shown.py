"""What the person read when they decided, and whether the entry is what was written then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError

from app.console.parts.badges import plain_badge
from app.console.parts.elements import Tag, icon
from app.console.parts.small import short_hash, short_id
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.console.context import PageContext
    from app.runtime.words import Words
    from domain.consent.evidence import Evidence


def shown_card(context: PageContext, seen: Evidence) -> None:
    """Draw the texts that were shown, with the state of their proof."""
    words = context.words
    whole = card(words("What was shown"), flush=True, testid="leave.shown")
    with whole.more:
        if seen.whole:
            place = str(seen.seq) if seen.seq else words("waiting")
            plain_badge(words("as it was written, place {n}", n=place), "badge-check", "good")
        else:
            plain_badge(words("not as it was written"), "triangle-alert", "bad")
        if seen.leaf:
            short_id(words, seen.leaf.hex(), short_hash(seen.leaf.hex()))
    with whole.body:
        if seen.notice is None:
            empty_state(
                words("Nothing was shown"),
                words("The entry was not made by a decision on a page."),
                sign="file-check",
            )
            return
        _texts(context, seen.entry.item, seen.notice.blocks)


def _texts(context: PageContext, item: str, blocks: Mapping[str, Any]) -> None:
    words = context.words
    with Tag("ul", "", "bl-lines"):
        if blocks.get("purpose"):
            with Tag("li"):
                icon("info")
                Tag("span", str(blocks["purpose"]), "bl-grow bl-sub")
        for scope, label, sentence, _necessity in blocks.get("items", []):
            with Tag("li"):
                icon("chevron-right" if scope == item else "minus")
                with Tag("div", "", "bl-grow"):
                    Tag("b", str(label))
                    Tag("p", str(sentence), "bl-s bl-sub")
                Tag("span", str(scope), "bl-mono bl-s bl-mute")
    with Tag("div", "", "bl-foot"):
        Tag("span", words("Shown in {language}.", language=_language(words, blocks)))


def _language(words: Words, blocks: Mapping[str, Any]) -> str:
    """Return the name of the language a text was shown in, in the reader's."""
    said = str(blocks.get("locale", ""))
    try:
        name = Locale.parse(said, sep="-").get_display_name(words.language)
    except (UnknownLocaleError, ValueError):
        return said
    return name or said
