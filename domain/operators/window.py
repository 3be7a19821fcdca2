"""The window on the machine itself: its owner enters without typing a password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.kernel.authorize import authorize
from domain.kernel.work import writes
from domain.operators.events import WindowOpened
from domain.operators.records import Role
from domain.operators.staff import may_sign_in, staff
from domain.operators.store import OperatorWork
from domain.sessions.start import Started, start

PRESENT_AMR: Final = ("user",)
"""Somebody sits at the machine and may read its data folder; no factor was proven (RFC 8176)."""


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """A window of the machine's own user wants to be signed in.

    Args:
        browser: coarse label of the window.
    """

    browser: str


@writes(durable=True)
def open_window(work: OperatorWork, request: OpenWindow) -> Started | None:
    """Start a session for the owner of an installation on this machine.

    Who can start a process over the data folder holds its keys: a password would keep nobody out.
    The door that calls this hands the session to the window it opened itself, and to no other.

    Returns:
        The session of the owner who has been one longest, or None while no owner can sign in.

    Refuses:
        forbidden: the actor may not change operators.
        not_installed: the operators' tenant was not made yet.

    Tells:
        SessionStarted, WindowOpened: when there is an owner.
    """
    authorize(work, "operators.change")
    desk = staff(work)
    owner = next(
        (
            each.account_id
            for each in work.operators.all()
            if each.role is Role.OWNER
            and each.tenant_id is None
            and may_sign_in(desk, each.account_id)
        ),
        None,
    )
    if owner is None:
        return None
    started = start(desk, account_id=owner, amr=PRESENT_AMR, browser=request.browser)
    desk.tell(WindowOpened(subject=owner))
    return started
