"""What can be done with the ticked accounts of the list: each comes out by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Final

from nicegui import ui

from app.console.pages.in_parts import each_part, parts
from app.console.pages.outcomes import told
from app.console.parts.acts import Act, BulkAct, RowAct
from app.console.parts.buttons import Weight
from app.console.parts.effects import Effect, Stop, confirm
from app.operations.sheets import sheet
from domain.accounts.listing import some
from domain.kernel.ids import read, show
from domain.kernel.many import Came, Many, Outcome
from domain.operators.many import disable_accounts, enable_accounts, sign_out_accounts

if TYPE_CHECKING:
    from app.console.context import PageContext
    from domain.accounts.records import Account
    from domain.operators.accounts_overview import AccountsSeen, Glance

HEAD: Final = ("account", "status", "created_at", "label")


class ManyActs:
    """The bulk acts of the list.

    Args:
        context: the page.
        again: loads the list anew, after something was done.
    """

    def __init__(self, context: PageContext, again: Callable[[], Awaitable[None]]) -> None:
        """Begin with nothing seen."""
        self._context = context
        self._again = again
        self._glances: dict[bytes, Glance] = {}

    def saw(self, seen: AccountsSeen) -> None:
        """Remember what stands on the accounts that were shown, for what ends with them."""
        self._glances |= seen.glances

    def acts(self) -> list[Act]:
        """Return the acts, in the order they are offered."""
        words = self._context.words
        return [
            BulkAct("export", words("Export {n}"), self.export, "download", "accounts.read"),
            BulkAct(
                "end-sessions",
                words("End sessions of {n}…"),
                self.end_sessions,
                "log-out",
                "sessions.end",
                Weight.BEGINS_AN_END,
                lambda row: row["sessions"] != "0",
                words("Nobody is signed in there: no session is left to end."),
            ),
            BulkAct(
                "disable",
                words("Disable {n}…"),
                self.disable,
                "ban",
                "accounts.disable",
                Weight.BEGINS_AN_END,
                lambda row: row["may_disable"] is True,
                words("None of these can be disabled: they are so already, or erased."),
            ),
            RowAct(
                "end-sessions-of",
                words("End sessions…"),
                lambda row: self.end_sessions([row]),
                "log-out",
                "sessions.end",
                Weight.BEGINS_AN_END,
                lambda row: row["sessions"] != "0",
            ),
            RowAct(
                "disable-one",
                words("Disable…"),
                lambda row: self.disable([row]),
                "ban",
                "accounts.disable",
                Weight.BEGINS_AN_END,
                lambda row: row["may_disable"] is True,
            ),
        ]

    async def export(self, ids: Sequence[str]) -> None:
        """Hand the accounts out as a file."""
        words = self._context.words
        found: list[Account] = []
        for part in parts(_ids(ids)):
            found += await self._context.call(some, Many(part))
        lines = (
            (show("acc", each.id), each.status.value, each.created_at, each.label) for each in found
        )
        name = f"accounts-{self._context.tenant.slug}.csv"
        ui.download.content(sheet(HEAD, lines), name, "text/csv; charset=utf-8")
        said = words.count("Wrote {n} row.", "Wrote {n} rows.", len(found))
        self._context.toaster.done(said)

    async def disable(self, ids: Sequence[str]) -> None:
        """Ask, then disable; what was enabled before can be so again for ten seconds."""
        words, named = self._context.words, _ids(ids)

        async def act(_note: str) -> None:
            came: tuple[Came, ...] = await each_part(self._context, disable_accounts, named)
            await self._again()
            done = _done(named, came)

            async def undo() -> None:
                await each_part(self._context, enable_accounts, done)
                await self._again()

            said = told(words, came, words.count("Disabled {n}.", "Disabled {n}.", len(done)))
            if done:
                self._context.toaster.undo(said, undo)
            else:
                self._context.toaster.failed(said)

        effect = Effect(
            words("They cannot sign in until they are enabled again."),
            [*self._stops(named), Stop(words("Leave that was given"), stays=True)],
            words.count("Disable {n} account", "Disable {n} accounts", len(named)),
            words("Enabling them later brings no session and no token back."),
            reason=False,
        )
        self._ask(words("Disable accounts"), effect, act, named)

    async def end_sessions(self, ids: Sequence[str]) -> None:
        """Ask, then sign out everywhere."""
        words, named = self._context.words, _ids(ids)

        async def act(_note: str) -> None:
            came: tuple[Came, ...] = await each_part(self._context, sign_out_accounts, named)
            await self._again()
            ended = sum(each.count for each in came)
            said = words.count("Ended {n} session.", "Ended {n} sessions.", ended)
            self._context.toaster.done(told(words, came, said))

        effect = Effect(
            words("They are signed out in every browser."),
            [
                *self._stops(named),
                Stop(words("Grants that outlive a session"), stays=True),
                Stop(words("Leave that was given"), stays=True),
            ],
            words.count("End sessions of {n} account", "End sessions of {n} accounts", len(named)),
            words("They can sign in again at once."),
            reason=False,
        )
        self._ask(words("End sessions"), effect, act, named)

    def _stops(self, ids: Sequence[bytes]) -> list[Stop]:
        words = self._context.words
        sessions = sum(self._glances[id_].sessions for id_ in ids if id_ in self._glances)
        at_once = words("at once")
        return [
            Stop(words.count("{n} session", "{n} sessions", sessions), at_once),
            Stop(words("The tokens that hang on them, for whoever asks here"), at_once),
            Stop(words("Access tokens that applications check themselves"), words("≤ 10 min")),
        ]

    def _ask(
        self,
        title: str,
        effect: Effect,
        act: Callable[[str], Awaitable[None]],
        named: Sequence[bytes],
    ) -> None:
        confirm(self._context, title, effect, act, count=len(named), testid="accounts.confirm")


def _ids(shown: Sequence[str]) -> tuple[bytes, ...]:
    found = (read("acc", each) for each in shown)
    return tuple(dict.fromkeys(id_ for id_ in found if id_ is not None))


def _done(named: Sequence[bytes], came: Sequence[Came]) -> tuple[bytes, ...]:
    pairs = zip(named, came, strict=True)
    return tuple(id_ for id_, each in pairs if each.outcome is Outcome.DONE)
