"""What the hosted pages say in a tenant's own words, and what its limits do now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from fastapi import Query
from pydantic import Field

from app.api.v1.door import Caller
from app.api.v1.problems import CHANGES
from app.api.v1.rooms import IN_TENANT, Called, room
from app.api.v1.values import Answer, Body, Duration, Listed, Text
from app.runtime.words import SOURCE_LANGUAGE
from domain.limits.now import LimitsNow, limits_now
from domain.tenants.own_texts import (
    MOST_AT_ONCE,
    ChangeTexts,
    LanguageState,
    change_texts,
    is_missing,
    languages,
    own_texts,
)
from domain.tenants.texts import Lock, Sentence

router = room(IN_TENANT, "Tenants")


class Only(StrEnum):
    """Which sentences are wanted."""

    ALL = "all"
    CHANGED = "changed"
    MISSING = "missing"


class Wanted(Body):
    """Which sentences, in which language; words that are not known are refused."""

    language: Text = "en"
    only: Only = Only.ALL


class LanguageTold(Answer):
    """How far a language is."""

    language: str
    shipped: bool = Field(description="Whether it comes with the product.")
    own: int = Field(description="Sentences said in the tenant's own words.")
    missing: int = Field(description="Sentences without words in it; English is shown.")
    left_over: int = Field(description="Own texts for sentences that are not said any more.")


class TextTold(Answer):
    """One sentence of the hosted pages."""

    source: str = Field(description="In English; the key.")
    shipped: str | None = Field(description="What comes with the product in this language.")
    text: str | None = Field(description="What the tenant says instead.")
    pages: list[str] = Field(description="Where it is said.")
    locked: Lock | None = Field(
        description="Why its wording stays in the languages that come with the product."
    )


class TextsBody(Body):
    """What is to be said: by the English sentence; null says ours again."""

    texts: dict[Text, Text | None] = Field(max_length=MOST_AT_ONCE)


class TextsTold(Answer):
    """What came of it."""

    language: str
    changed: int = Field(description="Sentences that differ from before.")


class RuleTold(Answer):
    """One rule and what it does now."""

    name: str = Field(description="`source`: a network; `subject`: what was typed.")
    failures: int = Field(
        description="Failures that close it in quiet times, in a tenant that is no sandbox."
    )
    failures_when_tightened: int
    allowed_now: int
    window: Duration
    delay: Duration = Field(description="The first time; it doubles in a row.")
    longest_delay: Duration
    closed_now: int = Field(description="How many wait; never who.")


class LimitsTold(Answer):
    """What limits do at this moment; no network and no name is told."""

    rules: list[RuleTold]
    more: bool = Field(description="More are closed than were counted.")
    tightened_until: datetime | None
    failed_today: int
    alarm_per_hour: int
    times: int = Field(
        description="How many times as many failures pass here: 1, or more in a sandbox tenant."
    )


@router.get("/languages")
async def list_languages(caller: Called) -> Listed[LanguageTold]:
    """List the languages of the hosted pages: those that come with the product, then its own."""
    found: tuple[LanguageState, ...] = await caller.inside(
        languages, sentences=caller.door.sentences
    )
    return Listed(
        items=[
            LanguageTold(
                language=each.tag,
                shipped=each.ours,
                own=each.own,
                missing=each.missing,
                left_over=each.left_over,
            )
            for each in found
        ]
    )


@router.get("/texts")
async def list_texts(caller: Called, wanted: Annotated[Wanted, Query()]) -> Listed[TextTold]:
    """List every sentence of the hosted pages in one language, in the order of the pages."""
    own: Mapping[str, str] = (await caller.inside(own_texts)).get(wanted.language, {})
    return Listed(items=list(_texts(caller, wanted, own)))


@router.patch("/texts/{language}", responses=CHANGES)
async def update_texts(caller: Called, language: str, body: TextsBody) -> TextsTold:
    """Say something in other words in one language; all of the body or nothing of it."""
    request = ChangeTexts(language, body.texts)
    changed = await caller.inside(change_texts, request, sentences=caller.door.sentences)
    return TextsTold(language=language, changed=changed)


@router.get("/limits")
async def show_limits(caller: Called) -> LimitsTold:
    """Show the limits of sign-ins and what they do now."""
    return limits_told(await caller.inside(limits_now))


def limits_told(now: LimitsNow) -> LimitsTold:
    """Return limits as they are answered."""
    return LimitsTold(
        rules=[
            RuleTold(
                name=rule.name,
                failures=rule.limit.failures,
                failures_when_tightened=rule.limit.alerted,
                allowed_now=rule.allowed,
                window=rule.limit.window,
                delay=rule.limit.delay,
                longest_delay=rule.limit.longest,
                closed_now=rule.closed,
            )
            for rule in now.rules
        ],
        more=now.more,
        tightened_until=now.tightened_until,
        failed_today=now.failed_today,
        alarm_per_hour=now.alarm,
        times=now.times,
    )


def _texts(caller: Caller, wanted: Wanted, own: Mapping[str, str]) -> Iterator[TextTold]:
    sentences = caller.door.sentences
    for each in sentences.all().values():
        missing = is_missing(sentences, each, wanted.language, own)
        if wanted.only is Only.CHANGED and each.source not in own:
            continue
        if wanted.only is Only.MISSING and not missing:
            continue
        yield _text(each, wanted.language, own)


def _text(each: Sentence, language: str, own: Mapping[str, str]) -> TextTold:
    source = each.source
    shipped = source if language == SOURCE_LANGUAGE else each.shipped.get(language)
    return TextTold(
        source=source,
        shipped=shipped,
        text=own.get(source),
        pages=list(each.pages),
        locked=each.lock,
    )
