"""The only decision point of a login: what comes next? (ADR-6)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.consent.ask import Words
from domain.kernel.work import reads
from domain.login.checks import CHECKS, SCORE_PASSWORD, Step, View
from domain.login.interactions import find
from domain.login.records import Interaction, StepKind
from domain.login.store import LoginWork
from domain.sessions.records import Session


def as_written(text: str) -> str:
    """Leave a text in the language it was written in."""
    return text


@dataclass(frozen=True, slots=True)
class WhatNext:
    """Who asks what comes next.

    Args:
        interaction_id: as the address names it.
        bound_digest: SHA-256 of the browser's binding cookie, or of the caller's handle.
        words: translates our texts for the consent step.
        locale: language of the page.
    """

    interaction_id: bytes
    bound_digest: bytes
    words: Words = as_written
    locale: str = "en"


@reads
def what_next(work: LoginWork, request: WhatNext) -> Step:
    """Return the step that comes next for a stored interaction.

    Refuses:
        interaction_gone: unknown here, or bound to another browser.
    """
    interaction = find(work, request.interaction_id, request.bound_digest)
    return next_step(work, interaction, words=request.words, locale=request.locale)


def next_step(
    work: LoginWork, interaction: Interaction, *, words: Words = as_written, locale: str = "en"
) -> Step:
    """Walk the checks in order; the first that has something to say decides."""
    client = work.clients.get(interaction.request.client_id) if interaction.request else None
    session = standing_session(work, interaction)
    view = View(interaction, session, client, words, locale)
    for check in CHECKS:
        step = check(work, view)
        if step is not None:
            return replace(step, client=client)
    score = (SCORE_PASSWORD, SCORE_PASSWORD)
    return Step(StepKind.DONE, interaction, score=score, client=client)


def standing_session(work: LoginWork, interaction: Interaction) -> Session | None:
    """Return the session that bears an interaction, if it still stands."""
    if interaction.session_id is None:
        return None
    session = work.sessions.get(interaction.session_id)
    return session if session is not None and session.stands(work.now) else None
