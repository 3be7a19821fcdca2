"""The console's sessions: a sealed cookie names a grant, and the grant is asked each time."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from app.console.standing import ConsoleIdentity
from domain.kernel.ids import short
from domain.operators.console import ConsoleSession, console_session
from domain.sessions.rules import is_due
from domain.sessions.standing import touch
from domain.tenants.records import BUILT_IN

if TYPE_CHECKING:
    from app.console.box import Box
    from app.runtime.call import Call
    from domain.kernel.clock import Clock
    from domain.operators.records import Role

PURPOSE: Final = "session"
LONGEST: Final = timedelta(days=30)
"""No session of an operator lives longer; the grant itself ends sooner."""


class GrantSessions:
    """Tells whether a console session stands, by the grant its cookie names.

    Args:
        call: the process's way into use cases.
        box: opens the cookie.
        clock: the machine's clock.
    """

    def __init__(self, call: Call, box: Box, clock: Clock) -> None:
        """Keep the three."""
        self._call = call
        self._box = box
        self._clock = clock
        self._touching: set[asyncio.Task[None]] = set()

    def cookie(self, grant: str, view: Role | None = None) -> str:
        """Return the cookie's value for a grant's public id.

        Args:
            view: the role as which the console is looked at; None for one's own view.
        """
        things = {"grant": grant, **({"view": view.value} if view else {})}
        return self._box.seal(PURPOSE, things, until=self._clock.now() + LONGEST)

    async def seen_as(self, cookie_value: str, view: Role | None) -> str | None:
        """Return the cookie's value for the same session in another view; None when it ended."""
        opened = self._opened(cookie_value)
        if opened is None or await self.session(cookie_value) is None:
            return None
        return self.cookie(opened["grant"], view)

    async def session(self, cookie_value: str) -> ConsoleSession | None:
        """Return the session behind a cookie while it stands, else None."""
        opened = self._opened(cookie_value)
        if opened is None:
            return None
        return await self._call(console_session, opened["grant"], tenant=BUILT_IN)

    async def standing(self, cookie_value: str) -> ConsoleIdentity | None:
        """Return who holds this session now, None when it does not stand."""
        found = await self.session(cookie_value)
        if found is None:
            return None
        self._keep_awake(found)
        roles = sorted(f"{role.role}:{(role.tenant_id or b'').hex()}" for role in found.roles)
        return ConsoleIdentity(
            session=found.session.sid,
            account_id=found.account_id,
            name=found.label or short("acc", found.account_id),
            standing=" ".join(roles),
            view=(self._opened(cookie_value) or {}).get("view", ""),
            proven_at=found.session.auth_time,
        )

    def _opened(self, cookie_value: str) -> dict[str, str] | None:
        return self._box.open(PURPOSE, cookie_value, now=self._clock.now())

    def _keep_awake(self, found: ConsoleSession) -> None:
        """Move the operator's session on while the console is used, at most once a minute."""
        if self._touching or not is_due(found.session, self._clock.now()):
            return
        task = asyncio.create_task(self._call(touch, found.session, tenant=BUILT_IN))
        self._touching.add(task)
        task.add_done_callback(self._touching.discard)
