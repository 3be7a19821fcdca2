"""Find an interaction again, and move it on by compare-and-set."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.kernel.errors import CONFLICT, Refusal
from domain.kernel.secrets import same
from domain.login.records import Interaction, InteractionStatus
from domain.login.refusals import INTERACTION_GONE
from domain.login.store import LoginWork


def find(work: LoginWork, interaction_id: bytes, bound_digest: bytes) -> Interaction:
    """Return an interaction of this browser (or this headless caller), ended or not.

    Args:
        interaction_id: as the address names it; worth nothing by itself.
        bound_digest: SHA-256 of the browser's binding cookie or of the caller's handle.

    Refuses:
        interaction_gone: unknown here, or bound to somebody else; the two look alike.
    """
    return _bound(work.interactions.get(interaction_id), bound_digest)


def open_one(work: LoginWork, interaction_id: bytes, bound_digest: bytes) -> Interaction:
    """Return an interaction that goes on.

    Refuses:
        interaction_gone: unknown, of another browser, ended, or run out.
    """
    return _going_on(work, find(work, interaction_id, bound_digest))


def bare_one(work: LoginWork, interaction_id: bytes, bound_digest: bytes) -> Interaction:
    """Return an interaction that goes on, for a step to which what was asked means nothing.

    Returns:
        It, its request left sealed and told as None.

    Refuses:
        interaction_gone: unknown, of another browser, ended, or run out.
    """
    return _going_on(work, _bound(work.interactions.bare(interaction_id), bound_digest))


def _bound(found: Interaction | None, bound_digest: bytes) -> Interaction:
    if found is None or not same(found.bound_digest, bound_digest):
        raise Refusal(INTERACTION_GONE)
    return found


def _going_on(work: LoginWork, found: Interaction) -> Interaction:
    if found.status is not InteractionStatus.OPEN or work.now >= found.expires_at:
        raise Refusal(INTERACTION_GONE)
    return found


def move(
    work: LoginWork,
    interaction: Interaction,
    **changes: Any,  # noqa: ANN401 - fields of the record, checked by `replace`
) -> Interaction:
    """Write changes to an interaction.

    Refuses:
        conflict: another tab moved it in between.
    """
    moved = replace(interaction, **changes, version=interaction.version + 1)
    if not work.interactions.change(moved):
        raise Refusal(CONFLICT, what="sign-in")
    return moved


def known_device(
    work: LoginWork, account_id: bytes | None, session_digest: bytes | None
) -> bytes | None:
    """Return what names a browser that signed in to this account before, or None.

    Its tries are counted by themselves, so that a stranger who guesses at the name cannot keep the
    person out of their own browser.

    Args:
        account_id: whom the flow is about; None for nobody.
        session_digest: SHA-256 of the session cookie that came along, ended or not.
    """
    if account_id is None or session_digest is None:
        return None
    session = work.sessions.by_digest(session_digest)
    return session_digest if session is not None and session.account_id == account_id else None
