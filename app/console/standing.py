"""Who is on the other side of a console page, and does their session still stand?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

SCOPE_KEY: Final = "byleave.console_identity"
"""Where the guard leaves the identity in the ASGI scope, for pages and for sockets."""


@dataclass(frozen=True, slots=True)
class ConsoleIdentity:
    """An operator with a console session that stands.

    Two readings of one session that differ in anything (a role given or taken, say) are two
    identities: the guard then ends the page, and the browser builds it anew.

    Args:
        session: opaque handle of the session, never the cookie's value.
        account_id: the operator's account in the tenant `byleave`, 16 bytes.
        name: what the frame shows: the operator's label, else the short account id.
        standing: what the session may do, as one comparable word; changes with any role.
        view: the role they look at the console as; empty for their own. It narrows and never
            widens: permissions are those that both have.
        proven_at: when the operator last proved themselves; a later proof makes nobody else of
            them, so that their other pages stay.
    """

    session: str
    account_id: bytes
    name: str
    standing: str = ""
    view: str = ""
    proven_at: datetime | None = field(default=None, compare=False)


class Sessions(Protocol):
    """Tells whether a console session stands."""

    async def standing(self, cookie_value: str) -> ConsoleIdentity | None:
        """Return who holds this session now, None when it does not stand.

        Asked for each request and each frame of a socket: one bounded index look-up, no more.
        """
        ...
