"""Take a decision down and, where it allows, hand the code out: one act, one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel.errors import Refusal
from domain.kernel.work import writes
from domain.login.decide import Decide, decide
from domain.login.finish import Finish, Finished, finish
from domain.login.records import Interaction
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
    """Write the decision and finish the flow by its consent token, which leaves nobody's hands.

    As `decide` and then `finish`: that nothing is issued in the end undoes no decision, so it is
    told in what is returned.

    Refuses:
        interaction_gone, wrong_step, display_changed, invalid_input, hosted_only, conflict: as
            `decide`; then nothing is written.

    Tells:
        ConsentGiven, ConsentRefused, ConsentWithdrawn, ConsentSuperseded.
    """
    decided = decide(work, request)
    if decided.token is None:
        return Concluded(decided.interaction, None)
    wanted = Finish(request.interaction_id, request.bound_digest, decided.token)
    try:
        return Concluded(decided.interaction, finish(work, wanted))
    except Refusal as refusal:
        return Concluded(decided.interaction, None, refusal)
