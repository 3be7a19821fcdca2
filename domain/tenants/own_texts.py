"""Say something on the hosted pages in one's own words, and see where words are missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.kernel.authorize import authorize
from domain.kernel.errors import CONFLICT, Refusal, invalid
from domain.kernel.work import reads, writes
from domain.tenants.events import TextsChanged
from domain.tenants.store import TextWork
from domain.tenants.texts import Sentence, Sentences, Texts, check_language, check_text

MOST_AT_ONCE: Final = 1000
"""More than all our sentences in one language."""


@dataclass(frozen=True, slots=True)
class ChangeTexts:
    """What is to be said in one language.

    Args:
        language: a tag such as `de` or `fr`.
        texts: what to say, by our English sentence; None says ours again.
        seen: what the operator saw in their place; None asks for no such check.
    """

    language: str
    texts: Mapping[str, str | None]
    seen: Mapping[str, str | None] | None = None


@dataclass(frozen=True, slots=True)
class LanguageState:
    """How far a language is.

    Args:
        tag: such as `de`.
        ours: whether we ship it.
        own: how many sentences the tenant says in its own words.
        missing: how many have no words in it and are said in English.
        left_over: the tenant's texts for sentences we no longer say.
    """

    tag: str
    ours: bool
    own: int
    missing: int
    left_over: int


@writes()
def change_texts(work: TextWork, request: ChangeTexts, *, sentences: Sentences) -> int:
    """Write what differs, all of it or nothing.

    Returns:
        How many sentences changed.

    Refuses:
        forbidden: the actor may not change tenants.
        invalid_input: the language is none, there are too many texts, or one of them may not
            stand in place of its sentence.
        text_locked: a sentence keeps our wording.
        conflict: somebody else changed one of them in between.

    Tells:
        TextsChanged: when anything differs.
    """
    authorize(work, "tenants.change")
    standing = work.texts.all()
    check_texts(sentences, standing, request.language, request.texts)
    now = standing.get(request.language, {})
    seen = request.seen
    if seen is not None and any(now.get(each) != seen.get(each) for each in request.texts):
        raise Refusal(CONFLICT, what="text")
    return write_texts(work, request.language, request.texts)


def check_texts(
    sentences: Sentences, standing: Texts, language: str, texts: Mapping[str, str | None]
) -> None:
    """Go on only if all of it may be said.

    Refuses:
        invalid_input: the language is none, there are too many texts, or one of them may not
            stand in place of its sentence.
        text_locked: a sentence keeps our wording.
    """
    check_language(sentences, standing, language)
    if len(texts) > MOST_AT_ONCE:
        raise invalid("texts", "send {most} texts at a time at most.", most=MOST_AT_ONCE)
    for source, text in texts.items():
        if text is not None:
            check_text(sentences, language, source, text, field="texts")


def write_texts(work: TextWork, language: str, texts: Mapping[str, str | None]) -> int:
    """Write checked texts; part of larger writes.

    Tells:
        TextsChanged: when anything differs.
    """
    now = work.texts.all().get(language, {})
    differing = {each: text for each, text in texts.items() if now.get(each) != text}
    for source, text in differing.items():
        if text is None:
            work.texts.remove(language, source)
        else:
            work.texts.put(language, source, text, work.now)
    if differing:
        work.tell(TextsChanged(subject=work.tenant_id, language=language, sentences=len(differing)))
    return len(differing)


@reads
def own_texts(work: TextWork) -> Texts:
    """Return every text the tenant says in its own words.

    Refuses:
        forbidden: the actor may not read this tenant.
    """
    authorize(work, "tenants.read")
    return work.texts.all()


@reads
def languages(work: TextWork, *, sentences: Sentences) -> tuple[LanguageState, ...]:
    """Return how far each language is: ours first, then those the tenant added.

    Refuses:
        forbidden: the actor may not read this tenant.
    """
    authorize(work, "tenants.read")
    standing = work.texts.all()
    known = sentences.all()
    tags = (*sentences.languages, *(tag for tag in standing if tag not in sentences.languages))
    return tuple(_state(sentences, known, tag, standing.get(tag, {})) for tag in tags)


def is_missing(sentences: Sentences, sentence: Sentence, tag: str, own: Mapping[str, str]) -> bool:
    """Tell whether a sentence has no words in a language."""
    ours = tag == sentences.languages[0] or tag in sentence.shipped
    return not ours and sentence.source not in own


def _state(
    sentences: Sentences, known: Mapping[str, Sentence], tag: str, own: Mapping[str, str]
) -> LanguageState:
    return LanguageState(
        tag=tag,
        ours=tag in sentences.languages,
        own=sum(1 for source in own if source in known),
        missing=sum(is_missing(sentences, each, tag, own) for each in known.values()),
        left_over=sum(1 for source in own if source not in known),
    )
