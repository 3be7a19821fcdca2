"""What must hold before a person may go back, one named check each, in order.

A check returns None when it has nothing to say, or the step that comes next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from domain.accounts.records import AccountStatus
from domain.clients.records import Client, ClientStatus
from domain.consent.ask import Ask, Words, ask, cover
from domain.login.records import Interaction, InteractionStatus, StepKind
from domain.login.store import LoginWork
from domain.oauth.subject import subject
from domain.sessions.records import Session
from domain.tenants.records import Registration

SCORE_PASSWORD: Final = 2
"""What a password counts; what this slice asks of every sign-in."""


@dataclass(frozen=True, slots=True)
class View:
    """What the checks look at, read once.

    Args:
        session: the standing session that bears the interaction, or None.
        client: who asked; None for a sign-in to one's own pages.
        words: translates our texts for the consent page.
        locale: language of the page.
    """

    interaction: Interaction
    session: Session | None
    client: Client | None
    words: Words
    locale: str


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next; every face shows the same.

    Args:
        options: other ways from here, such as `register`.
        score: what the proofs so far count, and what is needed.
        question: what must be decided, at the consent step.
        failure: OAuth error word, at a failed step.
        client: who asked; None for a sign-in to one's own pages.
    """

    kind: StepKind
    interaction: Interaction
    options: tuple[str, ...] = ()
    score: tuple[int, int] = (0, SCORE_PASSWORD)
    question: Ask | None = None
    failure: str = ""
    client: Client | None = None


def over(work: LoginWork, view: View) -> Step | None:
    """An interaction that ended or ran out goes nowhere."""
    interaction = view.interaction
    if interaction.status is InteractionStatus.DONE:
        return Step(StepKind.DONE, interaction)
    if interaction.status is InteractionStatus.FAILED:
        return Step(StepKind.FAILED, interaction, failure=interaction.failure)
    if work.now >= interaction.expires_at:
        return Step(StepKind.EXPIRED, interaction)
    return None


def client_enabled(work: LoginWork, view: View) -> Step | None:
    """A client that was disabled meanwhile gets nothing."""
    if view.interaction.request is None:
        return None
    if view.client is None or view.client.status is not ClientStatus.ENABLED:
        return Step(StepKind.FAILED, view.interaction, failure="unauthorized_client")
    return None


def proven(work: LoginWork, view: View) -> Step | None:
    """Without a standing session whose proof is fresh enough, the person must show who they are."""
    interaction, session = view.interaction, view.session
    if session is not None and _fresh(interaction, session) and _enabled(work, session):
        return None
    options = ("register",) if work.tenant.policy.registration is Registration.OPEN else ()
    if interaction.registering and options:
        return Step(StepKind.REGISTER, interaction, ("identify",))
    if interaction.subject is not None:
        return Step(StepKind.PROVE, interaction, options)
    return Step(StepKind.IDENTIFY, interaction, options)


def hinted(work: LoginWork, view: View) -> Step | None:
    """Who is another than request or id_token_hint allow ends in login_required.

    Source: OpenID Connect Core sections 3.1.2.1 (id_token_hint), 3.1.2.2 and 5.5.1 (`sub`).
    """
    request, session = view.interaction.request, view.session
    if request is None or view.client is None or session is None:
        return None
    people = request.subs or (request.hint_sub,)
    if people == (None,) or subject(work, view.client, session.account_id) in people:
        return None
    return Step(StepKind.FAILED, view.interaction, failure="login_required")


def allowed(work: LoginWork, view: View) -> Step | None:
    """What is not covered by leave must be asked."""
    interaction, session, client = view.interaction, view.session, view.client
    if interaction.request is None or client is None or session is None:
        return None
    reopen = "consent" in interaction.request.prompt and not interaction.consent_asked
    covered = cover(work, client, session.account_id, interaction.request.scope, reopen=reopen)
    if covered.complete or interaction.consent_asked:
        return None
    question = ask(work, client, covered, words=view.words, locale=view.locale)
    score = (SCORE_PASSWORD, SCORE_PASSWORD)
    return Step(StepKind.CONSENT, interaction, score=score, question=question)


Check = Callable[[LoginWork, View], Step | None]

CHECKS: Final[tuple[Check, ...]] = (over, client_enabled, proven, hinted, allowed)
"""The order is the rule: a later check may rely on what an earlier one let pass."""


def _fresh(interaction: Interaction, session: Session) -> bool:
    return interaction.fresh_after is None or session.auth_time >= interaction.fresh_after


def _enabled(work: LoginWork, session: Session) -> bool:
    account = work.accounts.get(session.account_id)
    return account is not None and account.status is AccountStatus.ENABLED
