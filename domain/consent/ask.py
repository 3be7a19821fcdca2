"""Put the question: what would be shown to the person, and its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from domain.claims.sources import served
from domain.clients.ours import called
from domain.clients.records import Client, ConsentNeed, Scope
from domain.clients.scopes import known
from domain.consent.records import Duration, Necessity, Notice
from domain.consent.rules import Choice, Cover, Held, choices, judge, preset
from domain.consent.store import ConsentWork
from domain.kernel.canonical import canonical

TEMPLATE: Final = "consent/scope"
TEMPLATE_VERSION: Final = "1"

MOST_TOLD: Final = 512
"""Pages whose hash is at hand: one for each client, language and set of what is asked."""

Words = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One line of the page, in the words that are shown.

    Args:
        scope: the word.
        necessity: needed (no box) or chosen (an unticked box).
    """

    scope: str
    label: str
    sentence: str
    necessity: Necessity


@dataclass(frozen=True, slots=True)
class Ask:
    """The question as it is shown.

    Args:
        items: needed ones first.
        held: what is covered already and not asked again.
        already: those of them that rest on the person's leave, as they are shown.
        choices: durations that may be picked, shortest first.
        preset: the one chosen beforehand.
        display_hash: SHA-256 hex of exactly these texts and choices.
        blocks: what is kept of them, content-addressed.
    """

    client: Client
    items: tuple[AskedItem, ...]
    scopes: tuple[Scope, ...]
    held: tuple[Held, ...]
    already: tuple[AskedItem, ...]
    choices: tuple[Choice, ...]
    preset: Duration
    locale: str
    display_hash: str
    blocks: Mapping[str, Any]


def cover(
    work: ConsentWork, client: Client, account_id: bytes, scope: tuple[str, ...], *, reopen: bool
) -> Cover:
    """Tell what of a request is covered by leave that stands now.

    Args:
        client: who asks.
        account_id: whose leave.
        scope: words asked for; one that was taken from the client meanwhile counts no more.
        reopen: whether prompt=consent asks for everything again.
    """
    definitions = known(work)
    asked = tuple(
        definitions[word] for word in scope if word in definitions and word in client.scopes
    )
    honoured = tuple(item for item in asked if served(work, item.claims))
    current = {entry.item: entry for entry in work.consents.current(account_id, client.id)}
    judged = judge(honoured, current, work.now, first_party=client.first_party, reopen=reopen)
    taken = {item.value for item in honoured}
    return Cover(
        judged.held, judged.refused, judged.ask, tuple(word for word in scope if word not in taken)
    )


def ask(work: ConsentWork, client: Client, covered: Cover, *, words: Words, locale: str) -> Ask:
    """Make the question of what is outstanding.

    Args:
        client: who asks.
        covered: what `cover` found; its `ask` is not empty.
        words: translates our own texts into the reader's language; a tenant's texts pass through.
        locale: BCP 47 language of the page.
    """
    items = tuple(_shown(scope, words) for scope in covered.ask)
    definitions = known(work)
    already = tuple(
        _shown(definitions[held.scope], words)
        for held in covered.held
        if held.ends_at is not None and held.scope in definitions
    )
    offered = choices(client, work.tenant.policy)
    chosen = preset(client, offered)
    display_hash, blocks = _told(
        (client.client_id, called(client, words), words(client.purpose) if client.purpose else ""),
        items,
        tuple(item.scope for item in already),
        offered,
        chosen,
        locale,
    )
    return Ask(
        client,
        items,
        covered.ask,
        covered.held,
        already,
        offered,
        chosen,
        locale,
        display_hash,
        blocks,
    )


@lru_cache(maxsize=MOST_TOLD)
def _told(
    client: tuple[str, str, str],
    items: tuple[AskedItem, ...],
    already: tuple[str, ...],
    offered: tuple[Choice, ...],
    chosen: Duration,
    locale: str,
) -> tuple[str, Mapping[str, Any]]:
    """Return what is kept of a page, and its hash: the same for everyone who is asked the same.

    Args:
        client: its public id, its label, its purpose.
        already: scope words of what stands already.
    """
    client_id, label, purpose = client
    blocks: dict[str, Any] = {
        "template": TEMPLATE,
        "version": TEMPLATE_VERSION,
        "locale": locale,
        "client": client_id,
        "client_label": label,
        "purpose": purpose,
        "items": [[item.scope, item.label, item.sentence, item.necessity.value] for item in items],
        "already": list(already),
        "choices": [
            [choice.duration.value, int(choice.length.total_seconds())] for choice in offered
        ],
        "preset": chosen.value,
    }
    return hashlib.sha256(canonical(blocks)).hexdigest(), blocks


def _shown(scope: Scope, words: Words) -> AskedItem:
    return AskedItem(scope.value, words(scope.label), words(scope.sentence), necessity(scope))


def necessity(scope: Scope) -> Necessity:
    """Return whether a scope is explained or chosen."""
    return Necessity.NEEDED if scope.consent is ConsentNeed.REQUIRED else Necessity.CHOSEN


def notice(work: ConsentWork, question: Ask) -> Notice:
    """Return what is kept of a question that was answered."""
    return Notice(question.display_hash, question.locale, question.blocks, work.now)
