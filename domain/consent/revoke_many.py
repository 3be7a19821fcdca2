"""End several items of leave on an operator's word, together or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from domain.consent.end import Revoke, revoke
from domain.consent.records import Consent, ConsentStatus
from domain.consent.store import ConsentWork
from domain.kernel.authorize import authorize
from domain.kernel.errors import invalid, not_found
from domain.kernel.paging import MOST_ROWS
from domain.kernel.work import writes


@dataclass(frozen=True, slots=True)
class RevokeMany:
    """Entries of the ledger whose items are to end.

    Args:
        consents: ids of entries as a list showed them, 1 to 200.
        note: why, in the operator's words, 1 to 200 characters, free of personal data.
    """

    consents: tuple[bytes, ...]
    note: str


@writes(durable=True)
def revoke_many(work: ConsentWork, request: RevokeMany) -> int:
    """End the items these entries are of, where they are in force now.

    What has ended since the list was shown is left as it is.

    Returns:
        How many items ended now.

    Refuses:
        forbidden: the operator lacks `consents.revoke`.
        invalid_input: no entry or too many, no reason, or one that is too long.
        not_found: one of them is not an entry of this tenant; nothing was ended.

    Tells:
        ConsentRevoked, or ConsentExpired where time came first.
    """
    authorize(work, "consents.revoke")
    wanted = tuple(dict.fromkeys(request.consents))
    if not 1 <= len(wanted) <= MOST_ROWS:
        raise invalid("consents", "name 1 to {most} entries.", most=MOST_ROWS)
    entries = [_entry(work, consent_id) for consent_id in wanted]
    ended = 0
    for account_id, client_id, item in dict.fromkeys(
        (entry.account_id, entry.client_id, entry.item) for entry in entries
    ):
        current = work.consents.current(account_id, client_id)
        if any(each.item == item and each.status is ConsentStatus.GIVEN for each in current):
            ended += revoke(work, Revoke(account_id, client_id, request.note, item))
    return ended


def _entry(work: ConsentWork, consent_id: bytes) -> Consent:
    entry = work.consents.get(consent_id)
    if entry is None:
        raise not_found("leave")
    return entry
