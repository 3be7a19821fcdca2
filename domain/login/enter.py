"""Enter with an authorization request: the code at once, or an interaction and its first step."""

from __future__ import annotations

from dataclasses import dataclass

from domain.consent.ask import Words
from domain.kernel.secrets import Secret
from domain.kernel.work import writes
from domain.login.begin import Begin, begin, draft
from domain.login.checks import Step
from domain.login.dispatch import as_written, next_step
from domain.login.finish import at_once
from domain.login.records import StepKind
from domain.login.store import LoginWork


@dataclass(frozen=True, slots=True)
class Enter:
    """Who comes with an authorization request that allows pages.

    Args:
        begin: what the interaction starts from.
        words: translates our texts for the consent step.
        locale: language of the page.
    """

    begin: Begin
    words: Words = as_written
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class Entered:
    """Where a request led.

    Args:
        step: the first step; its interaction is stored where there is a page to it.
        code: the authorization code where nothing is left to do, or None.
    """

    step: Step
    code: Secret | None = None


@writes(durable=True)
def enter(work: LoginWork, request: Enter) -> Entered:
    """Issue a code if nothing is left to do, else store the interaction and tell its first step.

    Of an answer that goes back to the client at once no interaction is kept.

    Refuses:
        budget_spent: this session was answered too often for this client in this minute.
        invalid_request_uri: the pushed request was used for another authorization.
        unregistered_redirect_uri: the client gave the address up meanwhile.
    """
    interaction = draft(work, request.begin)
    step = next_step(work, interaction, words=request.words, locale=request.locale)
    code = at_once(work, step)
    if code is None and step.kind is not StepKind.FAILED:
        work.interactions.add(interaction)
    return Entered(step, code)


@writes()
def enter_unknown(work: LoginWork, request: Enter) -> Entered:
    """Store the interaction of somebody who brings no session, and tell its first step.

    Nothing is issued to them, so that a stranger's visit need not survive a power cut.
    """
    interaction = begin(work, request.begin)
    step = next_step(work, interaction, words=request.words, locale=request.locale)
    return Entered(step)
