"""What each end on an account will stop, and the act that does it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.console.parts.effects import Effect, Stop
from domain.consent.end import Revoke, revoke
from domain.kernel.ids import short
from domain.operators.stop import disable_account, erase_account
from domain.sessions.end import end_by_operator
from domain.sessions.records import Session

if TYPE_CHECKING:
    from app.console.context import PageContext
    from domain.operators.accounts_overview import LiveAccount

Act = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class AccountEffects:
    """The ends an operator can put on one account.

    Args:
        context: the page.
        seen: the account as it was read.
        again: says what was done and draws the page anew.
    """

    context: PageContext
    seen: LiveAccount
    again: Callable[[str], None]

    def client(self, client_id: bytes) -> str:
        """Return an application's name; the short id of one that was deleted."""
        client = self.seen.clients.get(client_id)
        return client.label if client else short("cli", client_id)

    def end(self, session: Session) -> tuple[Effect, Act]:
        """Return the end of one session."""
        words = self.context.words
        borne = sum(grant.session_id == session.id for grant in self.seen.grants)

        async def act(_note: str) -> None:
            await self.context.call(end_by_operator, session.id)
            self.again(words("Ended the session."))

        effect = Effect(
            words("The person is signed out in this browser."),
            [
                Stop(words("This session in {browser}", browser=session.browser), words("at once")),
                *token_stops(self.context, borne),
                Stop(words("Leave that was given"), stays=True),
            ],
            words("End the session"),
            words("The person can sign in again."),
            reason=False,
        )
        return effect, act

    def revoke(self, client_id: bytes, item: str | None) -> tuple[Effect, Act]:
        """Return the end of leave: one item, or all of an application's."""
        words = self.context.words

        async def act(note: str) -> None:
            wanted = Revoke(self.seen.account.id, client_id, note, item)
            ended: int = await self.context.call(revoke, wanted)
            self.again(words.count("Revoked {n} item.", "Revoked {n} items.", ended))

        effect = revoke_effect(
            self.context,
            client=self.client(client_id),
            item=item,
            grants=sum(grant.client_id == client_id for grant in self.seen.grants),
            others=sum(entry.client_id != client_id for entry in self.seen.consents),
        )
        return effect, act

    def disable(self) -> tuple[Effect, Act]:
        """Return the disabling of the account."""
        words = self.context.words

        async def act(_note: str) -> None:
            await self.context.call(disable_account, self.seen.account.id)
            self.again(words("Disabled."))

        effect = Effect(
            words("The account cannot sign in until it is enabled again."),
            self._everything(),
            words("Disable the account"),
            words("Enabling it later brings no session and no token back."),
            reason=False,
        )
        return effect, act

    def erase(self) -> tuple[Effect, Act]:
        """Return the erasing of the account."""
        words, account_id = self.context.words, self.seen.account.id

        async def act(_note: str) -> None:
            await self.context.call(erase_account, account_id)
            self.again(words("Erased."))

        effect = Effect(
            words("The person is gone from here for good."),
            [
                *self._everything(),
                Stop(
                    words("Identifiers, password, label and the record of leave"), words("at once")
                ),
                Stop(words("The audit trail, which names no person"), stays=True),
            ],
            words("Erase the account"),
            words("Nobody can undo this."),
            typed=short("acc", account_id),
            reason=False,
        )
        return effect, act

    def _everything(self) -> Sequence[Stop]:
        words, sessions = self.context.words, len(self.seen.sessions)
        said = words.count("{n} session", "{n} sessions", sessions)
        stops = [Stop(said, words("at once"))] if sessions else []
        return [*stops, *token_stops(self.context, len(self.seen.grants))]


def token_stops(context: PageContext, grants: int) -> Sequence[Stop]:
    """Return what happens to tokens when grants close; nothing where there are none."""
    words = context.words
    if not grants:
        return []
    return [
        Stop(
            words.count("{n} grant with its tokens", "{n} grants with their tokens", grants),
            words("at once"),
        ),
        Stop(words("Access tokens that applications check themselves"), words("≤ 10 min")),
    ]


def revoke_effect(
    context: PageContext, *, client: str, item: str | None, grants: int, others: int
) -> Effect:
    """Return what revoking leave will stop.

    Args:
        context: the page.
        client: the application's name.
        item: one scope word; None for all of its leave.
        grants: how many of its grants are open on this account.
        others: how many items of other applications stay.
    """
    words = context.words
    lede = words("Revoking the leave of {client} ends its grants.", client=client)
    verb = words("Revoke all leave")
    if item is not None:
        lede = words(
            "Revoking {item} for {client} narrows or closes its grants.", item=item, client=client
        )
        verb = words("Revoke {item}", item=item)
    return Effect(
        lede,
        [
            *token_stops(context, grants),
            Stop(words("The session, and {n} items of others", n=others), stays=True),
        ],
        verb,
        words("Cannot be undone. The person can give leave again."),
    )
