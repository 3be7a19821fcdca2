"""Sign the window in when its ticket is good, and out when it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.desktop.doorman import Entrance
from app.runtime.browser import browser_label
from domain.kernel.errors import Refusal
from domain.kernel.work import Actor, ActorKind, system
from domain.operators.first import issue_ticket
from domain.operators.install import CONSOLE
from domain.operators.window import OpenWindow, open_window
from domain.sessions.end import EndOwn, end_own
from domain.sessions.rules import SIGNED_OUT
from domain.tenants.records import BUILT_IN

if TYPE_CHECKING:
    from app.wiring import House
    from domain.kernel.secrets import Secret
    from domain.sessions.records import Session
    from domain.sessions.start import Started

DESKTOP: Final = system("desktop")


class Reception:
    """Knows the sessions this process gave to its own window.

    Args:
        house: open.
    """

    def __init__(self, house: House) -> None:
        """Begin without any."""
        self._house = house
        self._given: list[Session] = []

    async def enter(self, agent: str) -> Entrance:
        """Sign the owner in; where there is none yet, lead to the first run's form.

        Args:
            agent: the window's User-Agent; a coarse label of it is kept.
        """
        wanted = OpenWindow(browser_label(agent))
        call = self._house.call
        started: Started | None = await call(open_window, wanted, tenant=None, actor=DESKTOP)
        if started is None:
            link: Secret = await call(issue_ticket, tenant=None, actor=DESKTOP)
            return Entrance(f"/first/{link.reveal()}")
        self._given.append(started.session)
        jar = self._house.jar
        cookie = jar.header(jar.session(BUILT_IN), started.cookie.reveal())
        return Entrance("/console", (cookie,))

    def leave(self) -> None:
        """End what the window was given: a session does not outlive it."""
        for session in self._given:
            actor = Actor(ActorKind.PERSON, CONSOLE, session.account_id)
            wanted = EndOwn(session.account_id, session.id, SIGNED_OUT)
            try:
                self._house.call.now(end_own, wanted, tenant=BUILT_IN, actor=actor)
            except Refusal:
                continue
        self._given.clear()
