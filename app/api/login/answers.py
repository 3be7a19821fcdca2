"""What a caller gets: the step that comes next, in the words of every face."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from app.api.login.door import Caller
from app.runtime.answers import NO_STORE
from domain.consent.ask import Ask
from domain.kernel.ids import show
from domain.login.checks import Step
from domain.oauth.respond import Redirection

PREFIX = "itx"


class Answer(BaseModel):
    """An answer's object; members without a value are left out."""

    model_config = ConfigDict(frozen=True)


class Score(Answer):
    """What the proofs so far count, and what is needed."""

    have: int
    need: int


class ItemText(Answer):
    """One line of the question, in the exact words that must be shown."""

    scope: str
    label: str
    sentence: str
    needed: bool = Field(description="True is explained and has no box; False is an unticked box.")
    longest_seconds: int | None = Field(
        default=None, description="This item ends sooner than the decision, after so many seconds."
    )


class ChoiceText(Answer):
    """One duration that may be offered."""

    duration: str
    seconds: int


class Question(Answer):
    """What the person must be asked, word for word."""

    client_id: str
    client_label: str
    purpose: str
    locale: str
    items: list[ItemText]
    choices: list[ChoiceText]
    preset: str
    display_hash: str
    nonce: str


class RedirectAnswer(Answer):
    """How the person goes back to the application."""

    uri: str
    mode: Literal["query", "form_post"]
    parameters: dict[str, str]
    location: str | None = Field(
        default=None, description="Where to send the browser by 303; absent for form_post."
    )


class StepAnswer(Answer):
    """The one contract of every step."""

    interaction_id: str
    next_step: Literal["identify", "prove", "register", "consent", "done", "failed", "expired"]
    options: list[str]
    score: Score
    expires_at: datetime
    handle: str | None = Field(
        default=None,
        description="Only when the interaction begins; goes into the header Byleave-Interaction.",
    )
    question: Question | None = None
    failure: str | None = Field(default=None, description="OAuth error word of a failed step.")
    redirect: RedirectAnswer | None = None


class Problem(Answer):
    """A refusal."""

    code: str
    message: str
    way_out: str
    request_id: str
    field: str | None = None
    retry_after: int | None = None
    hosted_url: str | None = Field(
        default=None, description="With hosted_only: where to send the person."
    )
    redirect: RedirectAnswer | None = Field(
        default=None, description="How the refused request is told to its client."
    )


def nonce(caller: Caller, step: Step, question: Ask) -> str:
    """Return the nonce of one decision: it dies with the version of the interaction."""
    place = f"{step.interaction.id.hex()}:{step.interaction.version}:{question.display_hash}"
    return caller.door.seals.token(f"headless:{caller.handle}", place, "consent")


def question_answer(caller: Caller, step: Step, question: Ask) -> Question:
    """Return the question in the exact words that were hashed."""
    bounds = {scope.value: scope.longest_consent for scope in question.scopes}
    return Question(
        client_id=question.client.client_id,
        client_label=question.client.label,
        purpose=question.blocks["purpose"],
        locale=question.locale,
        items=[
            ItemText(
                scope=item.scope,
                label=item.label,
                sentence=item.sentence,
                needed=item.necessity.value == "needed",
                longest_seconds=int(bound.total_seconds())
                if (bound := bounds[item.scope]) is not None
                else None,
            )
            for item in question.items
        ],
        choices=[
            ChoiceText(duration=each.duration.value, seconds=int(each.length.total_seconds()))
            for each in question.choices
        ],
        preset=question.preset.value,
        display_hash=question.display_hash,
        nonce=nonce(caller, step, question),
    )


def redirect_answer(redirection: Redirection) -> RedirectAnswer:
    """Return where the person goes with which parameters."""
    by_form = redirection.mode == "form_post"
    return RedirectAnswer(
        uri=redirection.uri,
        mode="form_post" if by_form else "query",
        parameters=dict(redirection.parameters),
        location=None if by_form else redirection.location,
    )


def step_answer(
    caller: Caller,
    step: Step,
    *,
    handle: str | None = None,
    redirection: Redirection | None = None,
    status: int = 200,
) -> Response:
    """Answer with the step that comes next.

    Args:
        handle: shown once, when the interaction begins.
        redirection: how the person goes back, at a step that ends the flow.
    """
    interaction = step.interaction
    shown = StepAnswer(
        interaction_id=show(PREFIX, interaction.id),
        next_step=step.kind.value,
        options=list(step.options),
        score=Score(have=step.score[0], need=step.score[1]),
        expires_at=interaction.expires_at,
        handle=handle,
        question=question_answer(caller, step, step.question) if step.question else None,
        failure=step.failure or None,
        redirect=redirect_answer(redirection) if redirection else None,
    )
    content = orjson.loads(shown.model_dump_json(exclude_none=True))
    return JSONResponse(content, status, dict(NO_STORE))
