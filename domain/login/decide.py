"""Take a person's decision to the consent room."""

from __future__ import annotations

from dataclasses import dataclass

from domain.consent.ask import Ask, Words
from domain.consent.give import Answer, give, refuse
from domain.consent.records import Duration
from domain.kernel.errors import CONFLICT, Refusal
from domain.kernel.secrets import Secret
from domain.kernel.work import writes
from domain.login.checks import Step
from domain.login.dispatch import as_written, next_step
from domain.login.interactions import move, open_one
from domain.login.records import Interaction, InteractionStatus, StepKind
from domain.login.refusals import HOSTED_ONLY, WRONG_STEP
from domain.login.store import LoginWork
from domain.sessions.records import Session


@dataclass(frozen=True, slots=True)
class Decide:
    """What the consent form sends.

    Args:
        session_digest: SHA-256 of the session cookie that came along; the decision is of that
            session and no other. None for a headless caller, whose handle bears it.
        allow: Allow or Refuse.
        ticked: scope words whose box is ticked.
        duration: the word that was picked.
        display_hash: hash of the page they saw.
        version: version of the interaction they decided on, where a one-time nonce stood for it;
            None on our own page, whose form is bound to the step.
    """

    interaction_id: bytes
    bound_digest: bytes
    session_digest: bytes | None
    allow: bool
    ticked: frozenset[str]
    duration: Duration
    display_hash: str
    words: Words = as_written
    locale: str = "en"
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision taken down.

    Args:
        token: the one-use consent token; None when the person refused.
    """

    interaction: Interaction
    token: Secret | None


@dataclass(frozen=True, slots=True)
class Put:
    """A question that was put to a person, and their answer.

    Args:
        session: in which it was decided.
    """

    interaction: Interaction
    question: Ask
    session: Session
    answer: Answer


@writes(durable=True)
def decide(work: LoginWork, request: Decide) -> Decided:
    """Write the decision; refusing ends the flow with access_denied and is not remembered.

    Refuses:
        interaction_gone, wrong_step, hosted_only, conflict: as `put`.
        display_changed: what they saw is not the question as it stands.
        invalid_input: a box or a duration that was not offered.
        conflict: decided elsewhere in between.

    Tells:
        ConsentGiven, ConsentRefused, ConsentWithdrawn, ConsentSuperseded.
    """
    asked = put(work, request)
    if not request.allow:
        return Decided(decline(work, asked), None)
    token = give(work, asked.question, asked.answer)
    return Decided(move(work, asked.interaction, consent_asked=True), token)


def put(work: LoginWork, request: Decide) -> Put:
    """Find out what is being decided, and that it may be decided by who sends it.

    Refuses:
        interaction_gone: unknown, of another browser, ended, or run out.
        wrong_step: nothing is to be decided now.
        hosted_only: a headless caller brings a decision that only our own page may ask.
        conflict: the nonce stood for an earlier version.
    """
    interaction = open_one(work, request.interaction_id, request.bound_digest)
    if request.version not in {None, interaction.version}:
        raise Refusal(CONFLICT, what="sign-in")
    step = next_step(work, interaction, words=request.words, locale=request.locale)
    question, session = _expected(work, interaction, step, request)
    answer = Answer(
        interaction_id=interaction.id,
        account_id=session.account_id,
        session_id=session.id,
        ticked=request.ticked,
        duration=request.duration,
        display_hash=request.display_hash,
    )
    return Put(interaction, question, session, answer)


def decline(work: LoginWork, asked: Put) -> Interaction:
    """Take down that the whole page was refused, and end the flow with access_denied.

    Refuses:
        conflict: another tab moved the flow in between.

    Tells:
        ConsentRefused.
    """
    refuse(work, asked.question, asked.session.account_id)
    return move(work, asked.interaction, status=InteractionStatus.FAILED, failure="access_denied")


def _expected(
    work: LoginWork, interaction: Interaction, step: Step, request: Decide
) -> tuple[Ask, Session]:
    """Return question and session, or say that there is nothing to decide."""
    session = work.sessions.get(interaction.session_id) if interaction.session_id else None
    if step.kind is not StepKind.CONSENT or step.question is None or session is None:
        raise Refusal(WRONG_STEP)
    if interaction.headless_client is None:
        if request.session_digest != session.digest:
            raise Refusal(WRONG_STEP)
    elif any(scope.hosted_only for scope in step.question.scopes):
        raise Refusal(HOSTED_ONLY)
    return step.question, session
