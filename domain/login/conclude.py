"""Take a decision down and, where it allows, hand the code out: one act, one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from domain.consent.give import take_down
from domain.kernel.errors import Refusal
from domain.kernel.work import writes
from domain.login.decide import Decide, decline, put
from domain.login.finish import Finished, issue_on
from domain.login.interactions import move
from domain.login.records import Interaction, InteractionStatus
from domain.login.refusals import WRONG_STEP
from domain.login.store import LoginWork


@dataclass(frozen=True, slots=True)
class Concluded:
    """A decision that stands, and what came of the flow.

    Args:
        finished: the flow that is done; None when the person refused, or nothing was issued.
        refusal: why nothing was issued though the person allowed it; the decision stands.
    """

    interaction: Interaction
    finished: Finished | None
    refusal: Refusal | None = None


@writes(durable=True)
def conclude(work: LoginWork, request: Decide) -> Concluded:
    """Write the decision and finish the flow on it, as `decide` and then `finish` would.

    No consent token is made, for none leaves: what was decided is at hand, and nobody can have
    changed it within this transaction. That nothing is issued in the end undoes no decision, so it
    is told in what is returned.

    Refuses:
        interaction_gone, wrong_step, display_changed, invalid_input, hosted_only, conflict: as
            `decide`; then nothing is written.

    Tells:
        ConsentGiven, ConsentRefused, ConsentWithdrawn, ConsentSuperseded.
    """
    asked = put(work, request)
    if not request.allow:
        return Concluded(decline(work, asked), None)
    wanted = asked.interaction.request
    if wanted is None:
        raise Refusal(WRONG_STEP)
    taken = take_down(work, asked.question, asked.answer)
    try:
        code = issue_on(work, asked.question.client, asked.session, wanted, taken)
    except Refusal as refusal:
        return Concluded(move(work, asked.interaction, consent_asked=True), None, refusal)
    done = move(work, asked.interaction, consent_asked=True, status=InteractionStatus.DONE)
    return Concluded(done, Finished(wanted, code, ""))
