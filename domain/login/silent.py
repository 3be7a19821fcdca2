"""prompt=none: answer at once from what stands, without a page or a stored interaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.kernel.work import writes
from domain.limits.refusals import BUDGET_SPENT
from domain.login.begin import Begin, draft
from domain.login.dispatch import next_step
from domain.login.finish import at_once
from domain.login.records import StepKind
from domain.login.store import LoginWork

ERRORS: Final[Mapping[StepKind, str]] = {
    StepKind.IDENTIFY: "login_required",
    StepKind.PROVE: "login_required",
    StepKind.REGISTER: "login_required",
    StepKind.CONSENT: "consent_required",
    StepKind.EXPIRED: "interaction_required",
}
"""What a step means to a client that allowed no page (OpenID Connect Core section 3.1.2.6)."""


@dataclass(frozen=True, slots=True)
class Silent:
    """The answer to prompt=none.

    Args:
        code: the authorization code, or None.
        error: OAuth error word, or empty.
    """

    code: Secret | None
    error: str


@writes(durable=True)
def silent(work: LoginWork, request: Begin) -> Silent:
    """Issue a code if nothing is left to do, else say which page would be needed.

    A client that asks too often is told so: no page may be shown, not even of that.

    Args:
        request: with an authorization request whose prompt is none.

    Refuses:
        invalid_request_uri: the pushed request was used for another authorization.
    """
    step = next_step(work, draft(work, request))
    try:
        code = at_once(work, step)
    except Refusal as refusal:
        if refusal.kind is BUDGET_SPENT:
            return Silent(None, "temporarily_unavailable")
        raise
    if code is not None:
        return Silent(code, "")
    return Silent(None, ERRORS.get(step.kind, step.failure or "interaction_required"))
