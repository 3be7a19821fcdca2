"""Use the one-use consent token up, and only in the flow it was made for."""

from __future__ import annotations

from domain.consent.records import ConsentToken
from domain.consent.refusals import INVALID_CONSENT_TOKEN
from domain.consent.store import ConsentWork
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret, digest


def consume(
    work: ConsentWork,
    token: Secret,
    *,
    interaction_id: bytes,
    account_id: bytes,
    client_id: bytes,
    session_id: bytes,
) -> ConsentToken:
    """Take the token in exchange for what it stands for.

    It is burned whoever presents it: a token in the wrong flow is worth nothing afterwards.

    Refuses:
        invalid_consent_token: unknown, used, run out, or of another interaction, account, client
            or session.
    """
    kept = work.consent_tokens.consume(digest(token), work.now)
    wanted = (interaction_id, account_id, client_id, session_id)
    if (
        kept is None
        or (kept.interaction_id, kept.account_id, kept.client_id, kept.session_id) != wanted
    ):
        raise Refusal(INVALID_CONSENT_TOKEN)
    return kept
