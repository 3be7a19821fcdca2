"""What proves one entry: the text that was shown, its leaf, and its place in the log."""

from __future__ import annotations

from dataclasses import dataclass

from domain.consent.entries import body
from domain.consent.records import Consent, Notice
from domain.consent.store import ConsentWork
from domain.kernel.authorize import authorize
from domain.kernel.canonical import leaf
from domain.kernel.errors import not_found
from domain.kernel.work import reads


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is kept of one entry beside it.

    Args:
        notice: what was shown, or None when nothing was.
        leaf: the hash written with the entry; None when it is gone.
        seq: its place in the chain, 1 and up; None until it has one.
        whole: whether the entry is, letter by letter, what the leaf stands for.
    """

    entry: Consent
    notice: Notice | None
    leaf: bytes | None
    seq: int | None
    whole: bool


@reads
def evidence(work: ConsentWork, consent_id: bytes) -> Evidence:
    """Return what proves an entry; the leaf is made again from it and compared.

    That the leaf itself is what it was is proven by verifying the whole log.

    Refuses:
        forbidden: the operator lacks `consents.read`.
        not_found: there is no such entry here.
    """
    authorize(work, "consents.read")
    entry = work.consents.get(consent_id)
    if entry is None:
        raise not_found("leave")
    kept = work.log.get(entry.id)
    shown = work.notices.get(entry.display_hash) if entry.display_hash else None
    return Evidence(
        entry,
        shown,
        kept.leaf if kept else None,
        kept.seq if kept else None,
        whole=kept is not None and kept.leaf == leaf(entry.salt, body(entry)),
    )
