"""What each end on an account will stop, and the act that does it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.console.parts.browsers import browser_in
from app.console.parts.effects import Effect, Stop
from domain.clients.ours import called
from domain.consent.end import Revoke, revoke
from domain.kernel.ids import short
from domain.oauth.end_by_operator import EndedAll, end_everything, end_grant, end_refresh
from domain.operators.stop import disable_account, erase_account
from domain.sessions.end import end_by_operator
from domain.sessions.records import Session

if TYPE_CHECKING:
    from app.console.context import PageContext
    from app.runtime.words import Words
    from domain.oauth.hanging import Hanging
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
        return called(client, self.context.words) if client else short("cli", client_id)

    def everything(self) -> tuple[Effect, Act]:
        """Return the end of all sessions and grants; account and leave stay."""
        words = self.context.words

        async def act(_note: str) -> None:
            ended: EndedAll = await self.context.call(end_everything, self.seen.account.id)
            said = (
                words.count("{n} session", "{n} sessions", ended.sessions),
                words.count("{n} grant", "{n} grants", ended.grants),
            )
            self.again(words("Ended {what}.", what=", ".join(said)))

        effect = Effect(
            words("The person is signed out everywhere, and every application with them."),
            [
                *self._everything(),
                Stop(words("The account, and leave that was given"), stays=True),
            ],
            words("End everything"),
            words("The person can sign in again at once."),
            reason=False,
        )
        return effect, act

    def end(self, session: Session) -> tuple[Effect, Act]:
        """Return the end of one session."""
        words = self.context.words
        browser = browser_in(words, session.browser)
        borne = [each for each in self.seen.hanging if each.grant.session_id == session.id]

        async def act(_note: str) -> None:
            await self.context.call(end_by_operator, session.id)
            self.again(words("Ended the session."))

        effect = Effect(
            words("The person is signed out in this browser."),
            [
                Stop(words("This session in {browser}", browser=browser), words("at once")),
                *_tokens(words, borne),
                *_other_grants(words, len(self.seen.hanging) - len(borne)),
                Stop(words("Leave that was given"), stays=True),
            ],
            words("End the session"),
            words("The person can sign in again."),
            reason=False,
        )
        return effect, act

    def end_grant(self, hanging: Hanging) -> tuple[Effect, Act]:
        """Return the end of one grant; its leave stays."""
        words = self.context.words
        name = self.client(hanging.grant.client_id)

        async def act(_note: str) -> None:
            await self.context.call(end_grant, hanging.grant.id)
            self.again(words("Ended the grant of {client}.", client=name))

        effect = Effect(
            words("{client} can do nothing more for this person by this grant.", client=name),
            [
                *_tokens(words, [hanging]),
                Stop(words("The session"), stays=True),
                *_other_grants(words, len(self.seen.hanging) - 1),
                Stop(words("Leave: the application gets tokens again without asking"), stays=True),
            ],
            words("End the grant"),
            words("To take the leave back as well, revoke it under Consents."),
            reason=False,
        )
        return effect, act

    def end_refresh(self, hanging: Hanging) -> tuple[Effect, Act]:
        """Return the end of a grant's refresh tokens."""
        words = self.context.words
        name = self.client(hanging.grant.client_id)

        async def act(_note: str) -> None:
            await self.context.call(end_refresh, hanging.grant.id)
            self.again(words("Ended the refresh tokens of {client}.", client=name))

        until = hanging.alone_until
        living = words("until {moment}", moment=clock_time(until)) if until else ""
        effect = Effect(
            words("{client} gets no further tokens without asking the person.", client=name),
            [
                Stop(words("The refresh token, and every one it would lead to"), words("at once")),
                Stop(words("Access tokens that were issued already"), living, stays=True),
                Stop(words("The session"), stays=True),
                Stop(words("Leave that was given"), stays=True),
            ],
            words("End the refresh tokens"),
            words("To stop its access tokens at once, end the grant instead."),
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
            grants=sum(each.grant.client_id == client_id for each in self.seen.hanging),
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
            [*self._everything(), Stop(words("Leave that was given"), stays=True)],
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
        return [*stops, *_tokens(words, self.seen.hanging)]


def clock_time(moment: datetime) -> str:
    """Write a moment of today as a time that means the same to every reader."""
    return f"{moment:%H:%M:%S} UTC"


def _tokens(words: Words, hanging: Iterable[Hanging]) -> Sequence[Stop]:
    """Return what happens to the tokens of grants that close, and until when one may be believed.

    Whoever asks here (introspection, userinfo, a refresh) is told at once; a resource that verifies
    access tokens by itself believes them until they run out.
    """
    closing = list(hanging)
    if not closing:
        return []
    stops = [_closing(words, len(closing))]
    until = max((each.alone_until for each in closing if each.alone_until), default=None)
    if until is not None:
        stops.append(
            Stop(
                words("Access tokens that applications check themselves"),
                words("until {moment}", moment=clock_time(until)),
            )
        )
    return stops


def _other_grants(words: Words, count: int) -> Sequence[Stop]:
    if not count:
        return []
    return [Stop(words.count("{n} other grant", "{n} other grants", count), stays=True)]


def token_stops(context: PageContext, grants: int) -> Sequence[Stop]:
    """Return what happens to tokens when grants close; nothing where there are none."""
    words = context.words
    if not grants:
        return []
    return [
        _closing(words, grants),
        Stop(words("Access tokens that applications check themselves"), words("≤ 10 min")),
    ]


def _closing(words: Words, grants: int) -> Stop:
    said = words.count("{n} grant with its tokens", "{n} grants with their tokens", grants)
    return Stop(said, words("at once"))


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
            Stop(
                words.count(
                    "The session, and {n} item of others",
                    "The session, and {n} items of others",
                    others,
                ),
                stays=True,
            ),
        ],
        verb,
        words("Cannot be undone. The person can give leave again."),
    )
